package dev.signalbox;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.Source;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// The console, window and all, as a process of its own that a test can kill. It takes operations from its
/// standard input (`restart backend`) and writes the steps of its operations to its standard output.
final class ConsoleProcess {
    private ConsoleProcess() {}

    public static void main(String[] args) throws Exception {
        var engine = LocalEngine.open(WorkspaceFile.load(Path.of(args[0]), System.getenv()), System.getenv());
        engine.queue().subscribe(1_000, event -> {
            if (event instanceof QueueEvent.Stepped(var operation, var step)) {
                System.out.println(operation.service() + ": " + step.text());
            }
        });
        Thread.ofPlatform().daemon().start(() -> obey(engine));
        FxThread.start();
        Console.run(engine, engine.state().root(), engine::autostart);
        System.exit(0);
    }

    private static void obey(LocalEngine engine) {
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                var words = line.split(" ");
                engine.queue()
                        .submit(words[1], OperationKind.valueOf(words[0].toUpperCase(Locale.ROOT)), Source.OPERATOR);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.signalbox.console.history;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.journal.History.Hits;
import dev.signalbox.journal.HistoryExport;
import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes what was found to a file that the operator chooses: whole, or not at all. FX thread.
final class Exporting {
    private final Function<HistoryExport, @Nullable Path> chooser;
    private final Executor executor;

    /// @param chooser asks where to; `null` for nowhere
    /// @param executor writes; may block
    Exporting(Function<HistoryExport, @Nullable Path> chooser, Executor executor) {
        this.chooser = chooser;
        this.executor = executor;
    }

    /// @param tell told how far it is, on the FX thread
    void export(Hits hits, HistoryExport format, Consumer<String> tell) {
        var file = chooser.apply(format);
        if (file != null) {
            tell.accept(Texts.of("history.exporting", hits.count()));
            executor.execute(() -> {
                var result = write(hits, format, file);
                FxThread.run(() -> tell.accept(result));
            });
        }
    }

    /// Only the owner may read it: causes say what services wrote.
    private static String write(Hits hits, HistoryExport format, Path file) {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (var out = Files.newBufferedWriter(PrivateFiles.create(part), StandardCharsets.UTF_8)) {
                format.write(hits, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return Texts.of("history.exported", hits.count(), file.getFileName());
        } catch (IOException e) {
            part.toFile().delete();
            return Texts.of("history.not-exported", String.valueOf(e.getMessage()));
        }
    }
}

package dev.signalbox.serve;

import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.engine.local.WorkspaceFiles;
import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.text.Terminal;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox serve`: the engine and its HTTP API, without a window.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Run the services of a workspace without a window, with an HTTP API.",
        footer =
                "SIGTERM lets operations end, and leaves or stops the services as on_exit says; a second one does not wait"
                        + " for them, and where services stop, a third one kills. SIGHUP reloads.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It was ended in good order.",
            "1:It could not start.",
            "2:The command was used wrongly.",
            "4:It was ended, but something lives of services that should have been stopped."
        })
public final class ServeCommand implements Callable<Integer> {
    private static final int PORT = 7070;
    private static final int LIVING = 4;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--workspace",
            paramLabel = "FILE",
            description = "The workspace file; ${DEFAULT-VALUE} here if not given.",
            defaultValue = "signalbox.yaml")
    @SuppressWarnings("NullAway.Init")
    private Path workspace;

    @Option(names = "--demo", description = "Run the demo workspace: seven small services.")
    private boolean demo;

    @Mixin
    private final ApiOptions reach = new ApiOptions();

    @Mixin
    private final LogOptions log = new LogOptions();

    @Override
    public Integer call() throws InterruptedException {
        var chosen = chosen();
        log.apply();
        ProcessSignals.handOnNone();
        var _ = reach.network(PORT);
        var environment = OwnEnvironment.read();
        var systemd = new Systemd(environment);
        try (var engine = LocalEngine.open(WorkspaceFiles.load(chosen, environment), environment)) {
            var opened = reach.open(engine, PORT);
            var serving = new Serving(engine, systemd, opened.renewal());
            serving.handleSignals();
            try (var _ = opened.api()) {
                engine.autostart();
                announce(opened);
                systemd.ready();
                var living = serving.await();
                return living.isEmpty() ? 0 : LIVING;
            }
        } catch (InvalidWorkspaceException e) {
            e.problems().forEach(err()::println);
        } catch (IOException | IllegalStateException e) {
            err().println("signalbox: " + e.getMessage());
        }
        return 1;
    }

    private Path chosen() {
        if (demo && spec.commandLine().getParseResult().hasMatchedOption("--workspace")) {
            throw new ParameterException(
                    spec.commandLine(), "--demo and --workspace " + workspace + ": only one of them can be run");
        }
        return demo ? Demo.file() : workspace;
    }

    private Terminal err() {
        return new Terminal(spec.commandLine().getErr());
    }

    private void announce(ApiOptions.Opened opened) {
        var line = new LinkedHashMap<String, Object>();
        line.put("address", opened.address());
        line.put("token_file", opened.tokenFile().toString());
        line.put("pid", ProcessHandle.current().pid());
        var out = new Terminal(spec.commandLine().getOut());
        out.println(JsonMapper.shared().writeValueAsString(line));
        out.flush();
    }
}

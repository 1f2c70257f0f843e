package dev.signalbox;

import dev.signalbox.cli.AdoptCommand;
import dev.signalbox.cli.CancelCommand;
import dev.signalbox.cli.CompletionCommand;
import dev.signalbox.cli.EventsCommand;
import dev.signalbox.cli.ExplainCommand;
import dev.signalbox.cli.HelpCommand;
import dev.signalbox.cli.HistoryCommand;
import dev.signalbox.cli.HoldCommand;
import dev.signalbox.cli.KillCommand;
import dev.signalbox.cli.LogsCommand;
import dev.signalbox.cli.Mistakes;
import dev.signalbox.cli.PathArgument;
import dev.signalbox.cli.PsCommand;
import dev.signalbox.cli.QueueCommand;
import dev.signalbox.cli.RecoverCommand;
import dev.signalbox.cli.ReloadCommand;
import dev.signalbox.cli.RestartCommand;
import dev.signalbox.cli.ResumeCommand;
import dev.signalbox.cli.ScheduleCommand;
import dev.signalbox.cli.StartCommand;
import dev.signalbox.cli.StatusCommand;
import dev.signalbox.cli.StopCommand;
import dev.signalbox.cli.TokenCommand;
import dev.signalbox.cli.Version;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.window.Welcome;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.engine.local.WorkspaceFiles;
import dev.signalbox.serve.ApiOptions;
import dev.signalbox.serve.Demo;
import dev.signalbox.serve.LogOptions;
import dev.signalbox.serve.ProcessSignals;
import dev.signalbox.serve.ServeCommand;
import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.state.StateFolder;
import dev.signalbox.text.Terminal;
import dev.signalbox.time.SystemTime;
import dev.signalbox.workspace.InvalidWorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signalbox [FILE]`: opens the console, whose engine answers commands too. Exit codes: 0 closed, 1 it could not
/// be opened, 2 wrong usage.
@Command(
        name = "signalbox",
        mixinStandardHelpOptions = true,
        description = "Open the console on a workspace: FILE, or signalbox.yaml in this folder, or the demo.",
        subcommands = {
            ServeCommand.class,
            CheckCommand.class,
            MovedCommand.class,
            PsCommand.class,
            StatusCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            KillCommand.class,
            AdoptCommand.class,
            QueueCommand.class,
            CancelCommand.class,
            HoldCommand.class,
            ResumeCommand.class,
            ScheduleCommand.class,
            RecoverCommand.class,
            LogsCommand.class,
            EventsCommand.class,
            HistoryCommand.class,
            ReloadCommand.class,
            TokenCommand.class,
            ExplainCommand.class,
            HelpCommand.class,
            CompletionCommand.class
        })
public final class Main implements Callable<Integer> {
    private static final Path HERE = Path.of("signalbox.yaml");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The workspace file, in YAML or JSON.")
    private @Nullable Path file;

    @Option(names = "--demo", description = "Open the demo workspace: seven small services.")
    private boolean demo;

    @Mixin
    private final ApiOptions reach = new ApiOptions();

    @Mixin
    private final ConnectOptions connect = new ConnectOptions();

    @Mixin
    private final LogOptions log = new LogOptions();

    Main() {}

    public static void main(String[] args) {
        // JavaFX leaves threads behind that would keep the program alive.
        System.exit(Mistakes.run(program(), args));
    }

    /// The program with all of its commands.
    static CommandLine program() {
        return PathArgument.in(Mistakes.in(Version.in(new CommandLine(new Main()))));
    }

    @Override
    public Integer call() {
        if (demo && file != null) {
            throw new ParameterException(spec.commandLine(), "--demo and " + file + ": only one of them can be opened");
        }
        log.apply();
        var network = reach.network(null);
        if (connect.isGiven() && (demo || file != null || network != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--connect shows an engine that runs elsewhere, and opens no workspace here");
        }
        try {
            if (connect.isGiven()) {
                return connected();
            }
            var chosen = named();
            // What can be said without a window is said before one is needed.
            var engine = chosen.isPresent() ? Optional.of(open(chosen.get())) : Optional.<LocalEngine>empty();
            return show(engine);
        } catch (InvalidWorkspaceException e) {
            e.problems().forEach(err()::println);
            return 1;
        } catch (IOException | IllegalStateException e) {
            err().println("signalbox: " + e.getMessage());
            return 1;
        }
    }

    /// The workspace that the command line or the folder names, if any.
    private Optional<Path> named() {
        if (demo) {
            return Optional.of(Demo.file());
        }
        return file != null ? Optional.of(file) : Optional.of(HERE).filter(PathArgument::isHere);
    }

    private static LocalEngine open(Path chosen) throws InvalidWorkspaceException, IOException {
        ProcessSignals.handOnNone();
        var environment = OwnEnvironment.read();
        return LocalEngine.open(WorkspaceFiles.load(chosen, environment), environment);
    }

    private int show(Optional<LocalEngine> engine) throws InvalidWorkspaceException, IOException {
        try {
            Display.require(System.getenv());
            FxThread.start();
            if (engine.isPresent()) {
                run(engine.get());
                return 0;
            }
            var chosen = FxThread.<Optional<Path>>await(answer -> Welcome.ask(Demo.file(), answer));
            if (chosen.isPresent()) {
                try (var opened = open(chosen.get())) {
                    run(opened);
                }
            }
            return 0;
        } finally {
            engine.ifPresent(LocalEngine::close);
        }
    }

    private int connected() throws IOException {
        var environment = System.getenv();
        try (var time = new SystemTime();
                var engine = connect.open(reach.tokenFile(), environment, time)) {
            var folder = StateFolder.ofConnection(engine.host(), environment);
            Display.require(environment);
            FxThread.start();
            Console.run(engine, folder, () -> {});
            return 0;
        }
    }

    private Terminal err() {
        return new Terminal(spec.commandLine().getErr());
    }

    private void run(LocalEngine engine) throws IOException {
        try (var _ = reach.open(engine, null).api()) {
            Console.run(engine, engine.state().root(), engine::autostart);
        }
    }
}

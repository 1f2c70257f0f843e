package dev.signalbox.cli;

import dev.signalbox.text.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that asks an engine.
abstract class EngineCommand implements Callable<Integer> {
    /// What fits on any terminal: lines that have scrolled away cannot be drawn again.
    private static final int MOST_DRAWN = 20;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--json", description = "Print what the engine answers, as JSON.")
    private boolean json;

    /// Does what is asked.
    ///
    /// @return the exit code
    /// @throws CommandException for what is worth a message
    abstract int run(Engine asked) throws InterruptedException;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return runOn(engine.find(System.getenv()));
        } catch (CommandException e) {
            out().flush();
            tell(e);
            return e.code();
        }
    }

    private int runOn(Engine asked) throws InterruptedException {
        try {
            return run(asked);
        } catch (CommandException e) {
            throw Services.known(asked, e);
        }
    }

    /// Says what was not possible.
    void tell(CommandException problem) {
        ("signalbox: " + problem.told()).lines().forEach(err()::println);
        err().flush();
    }

    /// The command was used in a way that it does not know.
    ParameterException wrong(String allowed) {
        return new ParameterException(spec.commandLine(), spec.name() + " was used wrongly. Allowed: " + allowed);
    }

    /// Tells how operations go on until they have ended.
    ///
    /// @return the exit code that says how they did
    int await(Engine asked, List<Long> operations, Duration timeout) throws InterruptedException {
        var progress = json ? err() : out();
        var waiting = new Waiting(
                asked,
                progress,
                !json && Style.wanted(System.getenv()),
                !json && operations.size() <= MOST_DRAWN && Style.isTerminal(System.getenv()));
        var ended = waiting.await(operations, timeout);
        if (json) {
            ended.forEach(this::print);
        }
        return ended.stream()
                .mapToInt(operation -> ExitCode.of(Words.text(operation, "effective_outcome")))
                .reduce(ExitCode.SUCCEEDED, ExitCode::worse);
    }

    /// Prints a service as it is now: as JSON if that is asked for, else `words` of it.
    void print(String id, Node service, String words) {
        if (json) {
            print(service);
        } else {
            out().println(id + ": " + words);
        }
    }

    boolean isJson() {
        return json;
    }

    Terminal out() {
        return new Terminal(spec.commandLine().getOut());
    }

    Terminal err() {
        return new Terminal(spec.commandLine().getErr());
    }

    CommandSpec spec() {
        return spec;
    }

    /// Prints what the engine sent, on one line.
    void print(Node node) {
        out().println(node);
        out().flush();
    }
}

package dev.signalbox.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that asks for operations, and tells what has become of them.
abstract class AskingCommand extends EngineCommand {
    static final String OK = "0:It is queued; with --wait: it succeeded.";
    static final String FAILED = "1:It failed, or the engine refused it.";
    static final String USAGE = "2:The command was used wrongly.";
    static final String NOT_FOUND = "3:There is no such service.";
    static final String TIMED_OUT = "4:It timed out, or had not ended after --timeout.";
    static final String CANCELLED = "5:It was cancelled.";
    static final String NO_ENGINE = "6:No engine answers.";

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            description = "For the others, of at most 200 characters; kept in the history.",
            defaultValue = "")
    @SuppressWarnings("NullAway.Init")
    private String why;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    /// Whether it says why it is asked.
    boolean saysWhy() {
        return !why.isEmpty();
    }

    /// Whether it waits until what was asked for has ended.
    boolean isWaiting() {
        return wait.isWaiting();
    }

    /// Asks for operations, and says why.
    ///
    /// @param path without a query
    /// @param body JSON; empty for none
    Node ask(Engine engine, String path, String body) {
        return engine.post(path + Engine.query(Map.of("why", why)), body);
    }

    /// Tells of what has been queued, and with `--wait` until it has ended.
    ///
    /// @return the exit code
    int follow(Engine engine, List<Node> operations) throws InterruptedException {
        warnOfUnrecorded(operations);
        return wait.isWaiting() ? await(engine, ids(operations), wait.timeout()) : tell(operations);
    }

    private static List<Long> ids(List<Node> operations) {
        return operations.stream()
                .map(operation -> operation.path("id").number())
                .toList();
    }

    private int tell(List<Node> operations) {
        for (var operation : operations) {
            if (isJson()) {
                print(operation);
                continue;
            }
            var reason = Words.wait(operation);
            out().println(Words.text(operation, "service") + ": " + Words.operation(operation) + ": "
                    + Words.text(operation, "state") + (reason.isEmpty() ? "" : ", " + reason));
        }
        if (operations.isEmpty() && !isJson()) {
            out().println("nothing to do");
        }
        out().flush();
        return ExitCode.SUCCEEDED;
    }

    /// A stop gets through although the journal cannot be written, which its asker should know.
    private void warnOfUnrecorded(List<Node> operations) {
        operations.stream()
                .filter(operation -> operation.path("recorded").isFalse())
                .forEach(operation -> err().println(Words.text(operation, "service") + ": " + Words.operation(operation)
                        + " is not recorded yet, as the journal cannot be written; it is done all the same"));
        err().flush();
    }
}

package dev.signalbox.cli;

import dev.signalbox.text.Terminal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Waits until operations have ended, and tells how they go on.
final class Waiting {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Engine engine;
    private final Terminal progress;
    private final boolean colours;
    private final boolean redraws;
    private final Map<Long, String> told = new HashMap<>();
    private List<String> drawn = List.of();

    /// @param progress where lines of progress go
    /// @param redraws whether each operation has one line that changes; else each change is a line
    Waiting(Engine engine, Terminal progress, boolean colours, boolean redraws) {
        this.redraws = redraws;
        this.engine = engine;
        this.progress = progress;
        this.colours = colours;
    }

    /// @return the operations as they have ended, in the order of `ids`
    /// @throws CommandException if they have not within `timeout`
    List<Node> await(List<Long> ids, Duration timeout) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var operations =
                    ids.stream().map(id -> engine.get("/operations/" + id)).toList();
            if (redraws) {
                draw(operations);
            } else {
                operations.forEach(this::tell);
            }
            if (operations.stream().allMatch(Waiting::hasEnded)) {
                return operations;
            }
            if (System.nanoTime() >= deadline) {
                throw new CommandException(
                        ExitCode.TIMED_OUT,
                        "not ended after " + Words.duration(timeout.toMillis())
                                + "; it goes on, and signalbox queue shows it");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /// The outcome that counts may be that of another operation, which has not ended yet.
    private static boolean hasEnded(Node operation) {
        return !Words.text(operation, "effective_outcome").isEmpty();
    }

    private void tell(Node operation) {
        var now = describe(operation);
        var before = told.get(operation.path("id").number());
        if (now.equals(before)) {
            return;
        }
        if (hasEnded(operation) && !operation.path("steps").isEmpty()) {
            // It may have ended between two looks, and what it did last be worth knowing.
            tell(operation, lastStep(operation));
        }
        tell(operation, now);
    }

    private void tell(Node operation, String now) {
        var id = operation.path("id").number();
        if (!now.equals(told.put(id, now))) {
            progress.println(line(operation, now));
            progress.flush();
        }
    }

    /// Only what is another than before, as a terminal flickers.
    private void draw(List<Node> operations) {
        var lines = operations.stream()
                .map(operation -> line(operation, describe(operation)))
                .toList();
        if (!lines.equals(drawn)) {
            progress.redraw(lines);
            drawn = lines;
        }
    }

    private static String line(Node operation, String now) {
        return Words.text(operation, "service") + ": " + Words.operation(operation) + ": " + now;
    }

    /// Of what the journal does not know yet nobody knows how long it took.
    private static String after(String time) {
        return time.isEmpty() ? "" : " after " + time;
    }

    private String describe(Node operation) {
        var outcome = Words.text(operation, "effective_outcome");
        if (!outcome.isEmpty()) {
            var own = Words.text(operation, "outcome");
            var merged = own.equals(outcome) ? "" : " (" + own + ")";
            return Style.of(outcome).apply(outcome, colours)
                    + merged
                    + Words.cause(operation, merged.isEmpty() ? outcome : own)
                    + (outcome.equals("timed_out") ? "" : after(Words.duration(operation, "ran_ms")));
        }
        if (Words.text(operation, "state").equals("waiting")) {
            return "waiting, " + Words.orDash(Words.wait(operation));
        }
        return operation.path("steps").isEmpty() ? "running" : lastStep(operation);
    }

    private static String lastStep(Node operation) {
        var steps = operation.path("steps");
        return Words.text(steps.get(steps.size() - 1), "text");
    }
}

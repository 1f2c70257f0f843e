package dev.signalbox.journal;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Operations as the journal has them after a crash, which was when they were asked for.
public final class InterruptedOperations {
    private InterruptedOperations() {}

    public static RecordedOperation waited(Operation operation) {
        return recorded(operation, null, new Outcome.Cancelled(new Cancellation.Crash()));
    }

    public static RecordedOperation ran(Operation operation) {
        var outcome = new Outcome.Failed("the engine ended while it ran, effect unknown");
        return recorded(operation, operation.submittedAt(), outcome);
    }

    private static RecordedOperation recorded(Operation operation, @Nullable Instant started, Outcome outcome) {
        var at = operation.submittedAt();
        var end = new RecordedOperation.End(outcome, at, Duration.ZERO, Duration.ZERO, started != null);
        return new RecordedOperation(operation, at, started, end);
    }
}

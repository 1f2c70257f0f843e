package dev.signalbox.journal;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operation as the journal has it. Immutable; all times are of the wall clock.
///
/// @param startedAt when its body was about to start; `null` if none ever did, or it waits still
/// @param end `null` if it waits or runs still
public record RecordedOperation(
        Operation operation,
        Instant acceptedAt,
        @Nullable Instant startedAt,
        @Nullable End end) {

    /// How it ended.
    ///
    /// @param waited from acceptance to the body's start, or to the end if no body ran; as the monotonic clock
    ///     measured it
    /// @param ran from the body's start to the outcome; zero if no body ran
    /// @param changed whether it may have changed its service
    public record End(Outcome outcome, Instant at, Duration waited, Duration ran, boolean changed) {}

    public long id() {
        return operation.id();
    }

    /// The outcome's word, or `running` or `waiting` if it has none.
    public String word() {
        if (end != null) {
            return end.outcome().word();
        }
        return startedAt == null ? "waiting" : "running";
    }

    /// Why it ended as it did, for people; empty if the outcome says it all.
    public String cause() {
        return end == null ? "" : Outcomes.cause(end.outcome());
    }
}

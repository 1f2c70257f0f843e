package dev.signalbox.operation;

import dev.signalbox.text.PlainText;
import java.time.Duration;

/// How an operation ended. Every ticket gets exactly one outcome, once (rule 2).
public sealed interface Outcome {

    /// The body returned normally.
    record Succeeded() implements Outcome {}

    /// The body threw, or the stage it returned failed.
    ///
    /// @param cause what went wrong, for people
    record Failed(String cause) implements Outcome {
        public Failed {
            cause = PlainText.line(cause);
        }
    }

    /// The deadline passed before the body had ended. What the body did, or does still, is unknown.
    ///
    /// @param after the timeout that was exceeded
    record TimedOut(Duration after) implements Outcome {}

    /// It was called off; see [Cancellation] for by what.
    record Cancelled(Cancellation cause) implements Outcome {}

    /// It was merged into another operation, whose outcome is the effective one (rule 19).
    ///
    /// @param survivor the id of that operation
    record Coalesced(long survivor) implements Outcome {}

    /// The single word for this outcome, as used in files and over the wire.
    default String word() {
        return switch (this) {
            case Succeeded() -> "succeeded";
            case Failed _ -> "failed";
            case TimedOut _ -> "timed_out";
            case Cancelled _ -> "cancelled";
            case Coalesced _ -> "coalesced";
        };
    }

    /// The outcome as a phrase with its reason, for people.
    default String describe() {
        return switch (this) {
            case Succeeded() -> "succeeded";
            case Failed(var cause) -> "failed: " + cause;
            case TimedOut(var after) -> "timed out after " + after.toMillis() / 1000.0 + " s, effect unknown";
            case Cancelled(var cause) -> "cancelled: " + cause.describe();
            case Coalesced(var survivor) -> "merged into #" + survivor;
        };
    }
}

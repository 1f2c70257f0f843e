package dev.signalbox.operation;

import dev.signalbox.code.Code;
import dev.signalbox.text.PlainText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How an operation ended. Every ticket gets exactly one outcome, once (rule 2).
public sealed interface Outcome {

    /// The body returned normally.
    record Succeeded() implements Outcome {}

    /// The body threw, or the stage it returned failed.
    ///
    /// @param cause what went wrong, for people
    /// @param code the same, for programs
    record Failed(String cause, Code code) implements Outcome {
        public Failed {
            cause = PlainText.line(cause);
        }

        /// For a reason that has no code of its own.
        public Failed(String cause) {
            this(cause, Code.FAILED);
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

    /// Why it ended so, for programs; `null` if it succeeded.
    default @Nullable Code code() {
        return switch (this) {
            case Succeeded() -> null;
            case Failed(var _, var code) -> code;
            case TimedOut _ -> Code.TIMED_OUT;
            case Cancelled(var cause) -> cause.code();
            case Coalesced _ -> Code.COALESCED;
        };
    }

    /// The outcome as a phrase with its reason, for people.
    default String describe() {
        return switch (this) {
            case Succeeded() -> "succeeded";
            case Failed(var cause, var _) -> "failed: " + cause;
            case TimedOut(var after) -> "timed out after " + after.toMillis() / 1000.0 + " s, effect unknown";
            case Cancelled(var cause) -> "cancelled: " + cause.describe();
            case Coalesced(var survivor) -> "merged into #" + survivor;
        };
    }
}

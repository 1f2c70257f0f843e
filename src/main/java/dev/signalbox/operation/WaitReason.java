package dev.signalbox.operation;

import dev.signalbox.code.Code;
import dev.signalbox.text.PlainText;

/// Why an operation waits (rule 15).
public sealed interface WaitReason {

    /// Another operation comes first.
    record Behind(Operation operation) implements WaitReason {}

    /// The service's queue, or every queue, is held.
    record Held() implements WaitReason {}

    /// The operation that runs was asked to stop and does not end.
    record Wedged(Operation operation) implements WaitReason {}

    /// Its bulk plan has another operation come first (rule 21).
    record Needs(Operation operation) implements WaitReason {}

    /// As many operations of its bulk plan run as may at the same time.
    record PlanFull(int atOnce) implements WaitReason {}

    /// It comes next and starts once the journal has recorded that it does.
    record Recording() implements WaitReason {}

    /// The journal cannot be written, so nothing may start.
    record JournalDown(String problem) implements WaitReason {
        public JournalDown {
            problem = PlainText.line(problem);
        }
    }

    /// The reason for programs.
    default Code code() {
        return switch (this) {
            case Behind _ -> Code.BEHIND;
            case Held() -> Code.HELD;
            case Wedged _ -> Code.WEDGED;
            case Needs _ -> Code.NEEDS;
            case PlanFull _ -> Code.PLAN_FULL;
            case Recording() -> Code.RECORDING;
            case JournalDown _ -> Code.JOURNAL_DOWN;
        };
    }

    /// The reason as a phrase, for people.
    default String describe() {
        return switch (this) {
            case Behind(var operation) -> "behind " + operation.label();
            case Held() -> "queue held";
            case Wedged(var operation) -> "service wedged by " + operation.label();
            case Needs(var operation) -> "waiting for " + operation.service() + ": " + operation.label();
            case PlanFull(var atOnce) -> "at most " + atOnce + " of its plan at a time";
            case Recording() -> "about to start";
            case JournalDown(var problem) -> "journal cannot be written: " + problem;
        };
    }
}

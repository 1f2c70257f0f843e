package dev.signalbox.operation;

/// Why an operation waits (rule 15).
public sealed interface WaitReason {

    /// Another operation comes first.
    record Behind(Operation operation) implements WaitReason {}

    /// The service's queue, or every queue, is held.
    record Held() implements WaitReason {}

    /// The operation that runs was asked to stop and does not end.
    record Wedged(Operation operation) implements WaitReason {}

    /// It comes next and starts once the journal has recorded that it does.
    record Recording() implements WaitReason {}

    /// The journal cannot be written, so nothing may start.
    record JournalDown(String problem) implements WaitReason {}

    /// The reason as a phrase, for people.
    default String describe() {
        return switch (this) {
            case Behind(var operation) -> "behind " + operation.label();
            case Held() -> "queue held";
            case Wedged(var operation) -> "service wedged by " + operation.label();
            case Recording() -> "about to start";
            case JournalDown(var problem) -> "journal cannot be written: " + problem;
        };
    }
}

package dev.signalbox.operation;

import dev.signalbox.text.PlainText;

/// Something that happened in a queue. Events of one service arrive in the order in which they happened.
public sealed interface QueueEvent {

    /// The operation that the event is about.
    Operation operation();

    /// The operation waits now.
    record Accepted(Operation operation) implements QueueEvent {}

    /// Its body starts.
    record Started(Operation operation) implements QueueEvent {}

    /// Its body reported a step.
    record Stepped(Operation operation, Step step) implements QueueEvent {}

    /// It was asked to stop while it ran.
    record StopRequested(Operation operation) implements QueueEvent {}

    /// It has its outcome. After a timeout the body may still live: see [Freed].
    record Ended(QueueSnapshot.Ended end) implements QueueEvent {
        @Override
        public Operation operation() {
            return end.operation();
        }
    }

    /// Its body has ended, and the service is free for the next operation.
    record Freed(Operation operation) implements QueueEvent {}

    /// A result came after the outcome, which stays as it was (rule 10).
    record LateEffect(Operation operation, String effect) implements QueueEvent {
        public LateEffect {
            effect = PlainText.line(effect);
        }
    }

    /// It was asked to stop and did not end within the grace time.
    record Wedged(Operation operation) implements QueueEvent {}

    /// An operator gave its stuck body up.
    record Abandoned(Operation operation) implements QueueEvent {}

    /// It changed its place among the waiting ones.
    ///
    /// @param position its new place, 0 is next
    record Moved(Operation operation, int position) implements QueueEvent {}
}

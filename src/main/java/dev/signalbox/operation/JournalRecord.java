package dev.signalbox.operation;

import dev.signalbox.text.PlainText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the journal is told of an operation's life.
public sealed interface JournalRecord {

    /// The operation that the record is about.
    Operation operation();

    /// It is queued. Written before its ticket is given out.
    ///
    /// @param key of the request that it was accepted for, with the first operation of a plan for all of it;
    ///     `null` if that had none
    record Accepted(
            Operation operation, Instant at, @Nullable RequestKey key) implements JournalRecord {
        /// Of a request without a key.
        public Accepted(Operation operation, Instant at) {
            this(operation, at, null);
        }
    }

    /// Its body is about to start. Written before the body's first effect.
    record Started(Operation operation, Instant at) implements JournalRecord {}

    /// It has its outcome. Written before the ticket completes.
    record Ended(QueueSnapshot.Ended end) implements JournalRecord {
        @Override
        public Operation operation() {
            return end.operation();
        }
    }

    /// A result that came after the outcome.
    record LateEffect(Operation operation, String effect, Instant at) implements JournalRecord {
        public LateEffect {
            effect = PlainText.line(effect);
        }
    }

    /// An operator gave up its stuck body.
    record Abandoned(Operation operation, Instant at) implements JournalRecord {}
}

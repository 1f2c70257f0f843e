package dev.signalbox.operation;

import dev.signalbox.code.Code;
import dev.signalbox.text.PlainText;

/// The answer to a submission.
public sealed interface Submission {

    /// The operation is recorded and will end with an outcome.
    record Accepted(Ticket ticket) implements Submission {}

    /// Nothing was queued and there is no ticket (rule 1).
    ///
    /// @param reason for people
    /// @param code the same, for programs
    record Refused(String reason, Code code) implements Submission {
        public Refused {
            reason = PlainText.line(reason);
        }

        /// For a reason that has no code of its own.
        public Refused(String reason) {
            this(reason, Code.REFUSED);
        }

        /// Whether it was, as more must not wait for a service (rule 32).
        public boolean full() {
            return code == Code.QUEUE_FULL;
        }
    }
}

package dev.signalbox.operation;

import dev.signalbox.text.PlainText;

/// The answer to a submission.
public sealed interface Submission {

    /// The operation is recorded and will end with an outcome.
    record Accepted(Ticket ticket) implements Submission {}

    /// Nothing was queued and there is no ticket (rule 1).
    ///
    /// @param reason for people
    /// @param full whether it was, as more must not wait for the service (rule 32)
    record Refused(String reason, boolean full) implements Submission {
        public Refused {
            reason = PlainText.line(reason);
        }

        /// For any other reason.
        public Refused(String reason) {
            this(reason, false);
        }
    }
}

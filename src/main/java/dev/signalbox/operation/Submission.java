package dev.signalbox.operation;

import dev.signalbox.text.PlainText;

/// The answer to a submission.
public sealed interface Submission {

    /// The operation is recorded and will end with an outcome.
    record Accepted(Ticket ticket) implements Submission {}

    /// Nothing was queued and there is no ticket (rule 1).
    ///
    /// @param reason for people
    record Refused(String reason) implements Submission {
        public Refused {
            reason = PlainText.line(reason);
        }
    }
}

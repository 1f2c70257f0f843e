package dev.signalbox.operation;

import dev.signalbox.text.PlainText;

/// The answer to the submission of a [BulkPlan].
public sealed interface PlanSubmission {

    /// All of its operations are recorded and queued, and will end with an outcome each.
    record Accepted(PlanTicket ticket) implements PlanSubmission {}

    /// None of it was queued.
    ///
    /// @param reason for people
    record Refused(String reason) implements PlanSubmission {
        public Refused {
            reason = PlainText.line(reason);
        }
    }
}

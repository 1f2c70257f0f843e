package dev.signalbox.operation;

import dev.signalbox.text.PlainText;

/// The answer to the submission of a [BulkPlan].
public sealed interface PlanSubmission {

    /// All of its operations are recorded and queued, and will end with an outcome each.
    record Accepted(PlanTicket ticket) implements PlanSubmission {}

    /// None of it was queued.
    ///
    /// @param reason for people
    /// @param full whether it was, as more must not wait for one of its services (rule 32)
    record Refused(String reason, boolean full) implements PlanSubmission {
        public Refused {
            reason = PlainText.line(reason);
        }

        /// For any other reason.
        public Refused(String reason) {
            this(reason, false);
        }
    }
}

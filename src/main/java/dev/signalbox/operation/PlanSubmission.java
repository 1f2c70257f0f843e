package dev.signalbox.operation;

import dev.signalbox.code.Code;
import dev.signalbox.text.PlainText;

/// The answer to the submission of a [BulkPlan].
public sealed interface PlanSubmission {

    /// All of its operations are recorded and queued, and will end with an outcome each.
    record Accepted(PlanTicket ticket) implements PlanSubmission {}

    /// None of it was queued.
    ///
    /// @param reason for people
    /// @param code the same, for programs
    record Refused(String reason, Code code) implements PlanSubmission {
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

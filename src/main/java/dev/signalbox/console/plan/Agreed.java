package dev.signalbox.console.plan;

import dev.signalbox.service.plan.PlanProposal;

/// Told when an operator wants a plan that was shown.
interface Agreed {
    /// Queues what was shown.
    ///
    /// @param why in his words, empty if he gave none
    void queue(PlanProposal proposal, String title, String why);
}

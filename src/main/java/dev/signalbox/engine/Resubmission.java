package dev.signalbox.engine;

import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Ticket;
import java.util.List;
import java.util.Map;

/// What has become of operations that were submitted again. Immutable.
///
/// @param queued those that were in no plan
/// @param plans the rests of plans, by the numbers of those plans
/// @param refused for people, why something was not queued; once for each operation or plan that was not
public record Resubmission(List<Ticket> queued, Map<Long, PlanTicket> plans, List<String> refused) {

    public Resubmission {
        queued = List.copyOf(queued);
        plans = Map.copyOf(plans);
        refused = List.copyOf(refused);
    }
}

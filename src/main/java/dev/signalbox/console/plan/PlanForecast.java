package dev.signalbox.console.plan;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// When the members of a plan would run, if each took as long as it usually does. Pure data.
///
/// @param members in the order of the plan's
/// @param total until the last of them has ended
/// @param complete whether all times were known; those that were not count as nothing
record PlanForecast(List<Slot> members, Duration total, boolean complete) {

    /// When a member would run, counted from now.
    ///
    /// @param ready when all that its plan waits for would be done
    /// @param start when its service would be free, too
    record Slot(Duration ready, Duration start, Duration end) {}

    PlanForecast {
        members = List.copyOf(members);
    }

    /// Foretells a plan, as if its services did nothing else meanwhile.
    ///
    /// @param usual how long an operation of a service usually takes
    /// @param backlog how long the work that each service has already would take; none for services that are
    ///     missing
    static PlanForecast of(
            BulkPlan plan, BiFunction<String, OperationKind, Optional<Duration>> usual, Map<String, Duration> backlog) {
        var slots = new ArrayList<Slot>();
        var free = new HashMap<>(backlog);
        var running = new ArrayList<Duration>();
        var complete = true;
        var total = Duration.ZERO;
        for (var member : plan.members()) {
            var ready = Duration.ZERO;
            for (var gate : member.after()) {
                ready = longer(ready, slots.get(gate.member()).end());
            }
            ready = longer(ready, placeFree(running, plan.atOnce()));
            var start = longer(ready, free.getOrDefault(member.service(), Duration.ZERO));
            var takes = usual.apply(member.service(), member.kind());
            complete &= takes.isPresent();
            var end = start.plus(takes.orElse(Duration.ZERO));
            slots.add(new Slot(ready, start, end));
            free.put(member.service(), end);
            running.add(end);
            total = longer(total, end);
        }
        return new PlanForecast(slots, total, complete);
    }

    /// When fewer than `atOnce` of those that were planned so far still run.
    private static Duration placeFree(List<Duration> ends, int atOnce) {
        if (atOnce == 0 || ends.size() < atOnce) {
            return Duration.ZERO;
        }
        return ends.stream().sorted().toList().get(ends.size() - atOnce);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

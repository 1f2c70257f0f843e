package dev.signalbox.engine.remote;

import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Resubmission;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Ticket;
import dev.signalbox.wire.InterruptionMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an engine elsewhere says of the end of the engine before it, and of what is submitted again.
final class Interruptions {
    static final String PATH = "/interruption";

    private Interruptions() {}

    /// Blocks.
    ///
    /// @return `null` if that engine ended in good order, or it was dismissed
    static @Nullable CutOff read(Http http, RemoteClock clock)
            throws IOException, RefusedException, InterruptedException {
        return Wire.readAnswer(http.get(PATH), InterruptionMessage.class).toCutOff(clock);
    }

    /// What has become of `operations`.
    ///
    /// @param messages what was queued
    /// @param refused why something was not
    /// @param accepted makes a ticket of what was queued
    /// @param again makes a plan of the parts of one
    static Resubmission resubmission(
            List<OperationMessage> messages,
            List<String> refused,
            List<Operation> operations,
            Function<OperationMessage, Ticket> accepted,
            Function<List<Operation>, BulkPlan> again) {
        var queued = new ArrayList<Ticket>();
        var plans = new LinkedHashMap<Long, List<Ticket>>();
        for (var operation : messages) {
            var plan = operation.plan();
            (plan == null ? queued : plans.computeIfAbsent(plan, _ -> new ArrayList<>()))
                    .add(accepted.apply(operation));
        }
        return new Resubmission(queued, byEarlierPlan(plans, operations, again), refused);
    }

    /// The answer does not say of which plan another one is the rest, but its members do.
    private static Map<Long, PlanTicket> byEarlierPlan(
            Map<Long, List<Ticket>> plans, List<Operation> operations, Function<List<Operation>, BulkPlan> again) {
        var found = new LinkedHashMap<Long, PlanTicket>();
        var open = new ArrayList<>(CutOff.together(operations));
        plans.forEach((plan, tickets) -> {
            var members = tickets.stream().map(Ticket::operation).toList();
            open.stream()
                    .filter(part -> part.getFirst().plan() != 0 && wishes(part).equals(wishes(members)))
                    .findFirst()
                    .ifPresent(part -> {
                        open.remove(part);
                        found.put(part.getFirst().plan(), new PlanTicket(plan, again.apply(members), tickets));
                    });
        });
        return found;
    }

    private record Wish(String service, OperationKind kind) {}

    private static List<Wish> wishes(List<Operation> operations) {
        return operations.stream()
                .map(operation -> new Wish(operation.service(), operation.kind()))
                .toList();
    }
}

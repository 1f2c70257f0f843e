package dev.signalbox.service.plan;

import dev.signalbox.operation.OperationKind;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// What an operator asks of several services at once.
///
/// @param services those that were chosen
/// @param withOthers whether what else is needed belongs to it: for a start the dependencies that are not ready,
///     for a stop and a restart the running services that depend on those chosen
/// @param atOnce how many may run at the same time, 0 for as many as can. A restart with such a limit is a
///     rolling one: each service restarts by itself while those that need it run on
/// @param stopOnFailure whether all that has not started yet is called off when one fails
/// @param mergeQueued whether operations that wait already are merged into the plan's
/// @param now whether the stops come before all that their services have, whatever runs, waits or is held there; each
///     then waits only until those that need its service have ended, however that was (rules 16 and 28e)
public record PlanRequest(
        OperationKind kind,
        Set<String> services,
        boolean withOthers,
        int atOnce,
        boolean stopOnFailure,
        boolean mergeQueued,
        boolean now) {

    /// A request that waits for what its services have to do already.
    public PlanRequest(
            OperationKind kind,
            Set<String> services,
            boolean withOthers,
            int atOnce,
            boolean stopOnFailure,
            boolean mergeQueued) {
        this(kind, services, withOthers, atOnce, stopOnFailure, mergeQueued, false);
    }

    /// @throws IllegalArgumentException if anything but stops shall come before all else
    public PlanRequest {
        if (now && kind != OperationKind.STOP) {
            throw new IllegalArgumentException("only stops can come before all else, not a " + kind.word());
        }
        services = Collections.unmodifiableSet(new LinkedHashSet<>(services));
    }

    /// The request in its plainest form: with what else is needed, no limit, and each failure stopping only what
    /// depends on it.
    public static PlanRequest of(OperationKind kind, Set<String> services) {
        return new PlanRequest(kind, services, true, 0, false, false);
    }

    /// The request to stop services and those that need them at once, so that each gets its stop whatever becomes of
    /// the others.
    public static PlanRequest stopNow(Set<String> services) {
        return new PlanRequest(OperationKind.STOP, services, true, 0, false, false, true);
    }

    /// Whether each service restarts by itself.
    public boolean isRolling() {
        return kind == OperationKind.RESTART && atOnce > 0;
    }
}

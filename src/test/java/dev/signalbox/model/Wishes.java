package dev.signalbox.model;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.JournalRecord.Ended;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.service.Intent.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What persons want of each service, by the letter of rule 25: told by what they ask for and what becomes of it,
/// and by nothing that the engine keeps.
final class Wishes {
    private record Wish(Value value, long operation) {}

    private final Map<String, Wish> begun = new HashMap<>();
    private final Map<Long, List<Operation>> plans = new HashMap<>();
    private final Set<Long> began = new HashSet<>();
    private final Set<Long> declined = new HashSet<>();

    /// An operation has been accepted.
    void accepted(Operation operation) {
        if (operation.plan() != 0) {
            plans.computeIfAbsent(operation.plan(), _ -> new ArrayList<>()).add(operation);
        }
    }

    /// The work of an operation begins.
    void begins(Operation operation, boolean automatic) {
        began.add(operation.id());
        if (!automatic && !isHalf(operation) && !declined.contains(operation.id())) {
            says(operation);
        }
    }

    /// An operation has its outcome.
    void ended(Ended record) {
        var operation = record.operation();
        var asks = !operation.source().road().automatic() && !isHalf(operation);
        var later = operation.id() > wish(operation.service()).operation();
        var stays = switch (record.end().outcome()) {
            case Outcome.Cancelled(Cancellation.Dependency _) -> !began.contains(operation.id());
            case Outcome.Cancelled(Cancellation.Shutdown _) ->
                operation.kind() == OperationKind.STOP && !began.contains(operation.id());
            case Outcome.Coalesced(var survivor) -> began.contains(survivor);
            default -> false;
        };
        if (asks && stays && later) {
            says(operation);
        }
    }

    /// A person calls an operation off.
    ///
    /// @param active whether it is at work
    void calledOff(Operation operation, boolean automatic, boolean active) {
        var again = operation.kind() == OperationKind.START
                && plans.containsKey(operation.plan())
                && plan(operation).anyMatch(other -> isHalf(other) && began.contains(other.id()));
        if (operation.kind() == OperationKind.START && (automatic || again || active)) {
            declined.add(operation.id());
            begun.put(operation.service(), new Wish(Value.STOPPED, operation.id()));
        }
    }

    /// The engine is gone, and with it what was in the line, but for the stops.
    ///
    /// @return whether there was one
    boolean engineGone(QueueSnapshot queue) {
        var active = queue.active();
        if (active != null
                && !active.also().isEmpty()
                && !isAutomatic(active.operation(), active.also())
                && !declined.contains(active.operation().id())) {
            says(active.operation()); // his who has joined it
        }
        var stop = line(queue)
                .filter(operation -> operation.kind() == OperationKind.STOP)
                .reduce((_, last) -> last);
        stop.ifPresent(this::says);
        return stop.isPresent();
    }

    /// What an engine was about to note as it ended may count or not.
    void mayBe(String service, Value value) {
        begun.put(service, new Wish(value, wish(service).operation()));
    }

    /// The machine was started anew, or the services were stopped by closing: what is not started by itself is not
    /// wanted any more.
    void beginsFromNothing(String service, boolean autostart) {
        if (wish(service).value() == Value.RUNNING && !autostart) {
            begun.put(service, new Wish(Value.UNSET, wish(service).operation()));
        }
    }

    private void says(Operation operation) {
        begun.put(operation.service(), new Wish(value(operation), operation.id()));
    }

    private Wish wish(String service) {
        return begun.getOrDefault(service, new Wish(Value.UNSET, 0));
    }

    private static Value value(Operation operation) {
        return operation.kind() == OperationKind.STOP ? Value.STOPPED : Value.RUNNING;
    }

    /// What is wanted: what the last person in the line asks for, or else what began last.
    Value now(QueueSnapshot queue) {
        return line(queue)
                .reduce((_, last) -> last)
                .map(Wishes::value)
                .orElse(wish(queue.service()).value());
    }

    /// What is wanted apart from what waits.
    Value begun(String service) {
        return wish(service).value();
    }

    /// What waits, and before it what is about to begin, as far as persons ask for it.
    private Stream<Operation> line(QueueSnapshot queue) {
        var begins = Stream.ofNullable(queue.active())
                .filter(active -> active.outcome() == null
                        && !began.contains(active.operation().id())
                        && !declined.contains(active.operation().id()))
                .filter(active -> !isAutomatic(active.operation(), active.also()))
                .map(QueueSnapshot.Active::operation);
        var waits = queue.waiting().stream()
                .filter(waiting -> !isAutomatic(waiting.operation(), waiting.also()))
                .map(QueueSnapshot.Waiting::operation);
        return Stream.concat(begins, waits).filter(operation -> !isHalf(operation));
    }

    static boolean isAutomatic(Operation operation, List<Source> also) {
        return Stream.concat(Stream.of(operation.source()), also.stream())
                .allMatch(source -> source.road().automatic());
    }

    /// Whether it is the stop of a restart that its plan makes of a stop and a start.
    boolean isHalf(Operation operation) {
        return operation.kind() == OperationKind.STOP
                && plan(operation).anyMatch(other -> other.kind() == OperationKind.START);
    }

    private Stream<Operation> plan(Operation operation) {
        return plans.getOrDefault(operation.plan(), List.of()).stream()
                .filter(other -> other.service().equals(operation.service()));
    }
}

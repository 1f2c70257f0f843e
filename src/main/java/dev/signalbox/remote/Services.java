package dev.signalbox.remote;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The services as they were when they were read last. Read by any thread; changed by one at a time.
final class Services {
    /// What is known of a service; read only.
    private record Known(Wire.Service wire, ServiceSnapshot snapshot) {}

    /// In the order of the workspace. Replaced as a whole.
    private volatile Map<String, Known> known = Map.of();
    private long version;

    List<String> ids() {
        return List.copyOf(known.keySet());
    }

    @Nullable
    ServiceSnapshot find(String id) {
        var service = known.get(id);
        return service == null ? null : service.snapshot();
    }

    /// What there is from now on.
    void replace(Collection<Wire.Definition> definitions, Collection<Wire.Service> services, RemoteClock clock) {
        var defined = new HashMap<String, ServiceDefinition>();
        definitions.forEach(definition -> defined.put(definition.id(), Definitions.of(definition)));
        var operations = operations(services.stream(), clock);
        var next = new LinkedHashMap<String, Known>();
        for (var wire : services) {
            // One may have come between the two answers; the next event tells of it.
            var definition = defined.get(wire.id());
            if (definition != null) {
                next.put(wire.id(), new Known(wire, snapshot(definition, wire, operations, clock)));
            }
        }
        known = next;
    }

    /// Takes in how some services are now.
    ///
    /// @return those that are another way than before
    List<String> update(Collection<Wire.Service> services, RemoteClock clock) {
        var next = new LinkedHashMap<>(known);
        var changed = new ArrayList<String>();
        var others = known.values().stream().map(Known::wire);
        var operations = operations(Stream.concat(others, services.stream()), clock);
        for (var wire : services) {
            var before = next.get(wire.id());
            if (before != null && !before.wire().equals(wire)) {
                var definition = before.snapshot().definition();
                next.put(wire.id(), new Known(wire, snapshot(definition, wire, operations, clock)));
                changed.add(wire.id());
            }
        }
        known = next;
        return changed;
    }

    /// Nothing is known of the services any more but that there are, and what their queues did last.
    void forget(String reason) {
        var next = new LinkedHashMap<String, Known>();
        known.forEach((id, service) -> {
            var before = service.snapshot();
            var queue = new QueueSnapshot(
                    id, ++version, null, List.of(), false, false, before.queue().last());
            var status = ServiceStatus.of(ServiceState.UNKNOWN, reason);
            next.put(id, new Known(service.wire(), ServiceSnapshot.of(before.definition(), status, queue, reason)));
        });
        known = next;
    }

    private static Map<Long, Operation> operations(Stream<Wire.Service> services, RemoteClock clock) {
        var operations = new HashMap<Long, Operation>();
        services.flatMap(service -> Stream.concat(Stream.ofNullable(service.active()), service.queue().stream()))
                .forEach(wire -> operations.put(wire.id(), Operations.operation(wire, clock)));
        return operations;
    }

    private ServiceSnapshot snapshot(
            ServiceDefinition definition, Wire.Service wire, Map<Long, Operation> operations, RemoteClock clock) {
        var next = wire.nextRun();
        return new ServiceSnapshot(
                definition,
                definition,
                status(wire, clock),
                wire.completed(),
                wire.pid() != null || wire.state().equals("unknown"),
                wire.removed(),
                next == null ? null : clock.here(next),
                intent(wire, clock),
                why(wire),
                queue(wire, operations, clock));
    }

    private static Intent intent(Wire.Service wire, RemoteClock clock) {
        var desired = wire.desired();
        var suspended = wire.scheduleSuspended();
        var hold = wire.hold();
        return new Intent(
                desired == null ? Intent.Desired.UNSET : desired(desired, clock),
                null,
                hold == null ? null : hold(hold, clock),
                suspended == null ? null : new Intent.Suspension(clock.here(suspended.since()), suspended.by()),
                null);
    }

    private static Intent.Hold hold(Wire.Hold wire, RemoteClock clock) {
        var until = wire.until();
        return new Intent.Hold(
                clock.here(wire.since()), wire.by(), wire.why(), until == null ? null : clock.here(until));
    }

    private static Intent.Desired desired(Wire.Desired wire, RemoteClock clock) {
        var since = wire.since();
        return new Intent.Desired(
                Words.constant(Intent.Value.class, wire.value()),
                since == null ? null : clock.here(since),
                wire.by(),
                0);
    }

    private static Reason why(Wire.Service wire) {
        var why = wire.why();
        if (why == null) {
            return new Reason(Reason.Code.UNKNOWN, "", "");
        }
        var waitsFor = why.waitsFor();
        return new Reason(Words.constant(Reason.Code.class, why.code()), why.text(), waitsFor == null ? "" : waitsFor);
    }

    private QueueSnapshot queue(Wire.Service wire, Map<Long, Operation> operations, RemoteClock clock) {
        var active = wire.active();
        var last = wire.last();
        var waiting = wire.queue();
        return new QueueSnapshot(
                wire.id(),
                ++version,
                active == null ? null : Operations.active(active, clock),
                IntStream.range(0, waiting.size())
                        .mapToObj(i -> Operations.waiting(waiting.get(i), clock, operations))
                        .toList(),
                wire.queueHeld(),
                wire.allHeld(),
                last == null ? null : Operations.ended(last, clock));
    }

    private static ServiceStatus status(Wire.Service wire, RemoteClock clock) {
        var since = wire.since();
        var recovery = wire.recovery();
        var retry = recovery == null ? null : recovery.retryAt();
        return new ServiceStatus(
                Words.constant(ServiceState.class, wire.state()),
                Words.constant(ServiceStatus.Health.class, wire.health()),
                wire.pid() == null ? -1 : wire.pid(),
                since == null ? null : clock.here(since),
                wire.reason(),
                wire.exitCode() == null ? null : new ExitStatus(wire.exitCode()),
                wire.lastLines(),
                recovery == null
                        ? null
                        : new ServiceStatus.Recovery(
                                recovery.failures(), retry == null ? null : clock.here(retry), recovery.crashLoop()),
                wire.blocker() == null ? "" : wire.blocker(),
                wire.outdated() == null ? List.of() : wire.outdated());
    }
}

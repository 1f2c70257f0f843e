package dev.signalbox.engine.remote;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.wire.DefinitionMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The services as they were when they were read last. Read by any thread; changed by one at a time.
final class Services {
    /// What is known of a service; read only.
    private record Known(ServiceMessage message, ServiceSnapshot snapshot) {}

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
    void replace(Collection<DefinitionMessage> definitions, Collection<ServiceMessage> services, RemoteClock clock) {
        var defined = new HashMap<String, ServiceDefinition>();
        definitions.forEach(definition -> defined.put(definition.id(), definition.toDefinition()));
        var operations = operations(services.stream(), clock);
        var next = new LinkedHashMap<String, Known>();
        for (var message : services) {
            // One may have come between the two answers; the next event tells of it.
            var definition = defined.get(message.id());
            if (definition != null) {
                next.put(message.id(), known(message, definition, operations, clock));
            }
        }
        known = next;
    }

    /// Takes in how some services are now.
    ///
    /// @return those that are another way than before
    List<String> update(Collection<ServiceMessage> services, RemoteClock clock) {
        var next = new LinkedHashMap<>(known);
        var changed = new ArrayList<String>();
        var others = known.values().stream().map(Known::message);
        var operations = operations(Stream.concat(others, services.stream()), clock);
        for (var message : services) {
            var before = next.get(message.id());
            if (before != null && !before.message().equals(message)) {
                next.put(message.id(), known(message, before.snapshot().definition(), operations, clock));
                changed.add(message.id());
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
            next.put(id, new Known(service.message(), ServiceSnapshot.of(before.definition(), status, queue, reason)));
        });
        known = next;
    }

    private Known known(
            ServiceMessage message, ServiceDefinition definition, Map<Long, Operation> operations, RemoteClock clock) {
        return new Known(message, message.toSnapshot(definition, ++version, operations, clock));
    }

    private static Map<Long, Operation> operations(Stream<ServiceMessage> services, RemoteClock clock) {
        var operations = new HashMap<Long, Operation>();
        services.flatMap(ServiceMessage::operations)
                .forEach(operation -> operations.put(operation.id(), operation.toOperation(clock)));
        return operations;
    }
}

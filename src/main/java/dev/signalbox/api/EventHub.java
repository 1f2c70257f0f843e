package dev.signalbox.api;

import dev.signalbox.api.Json.OperationView;
import dev.signalbox.api.Json.StatusView;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.Subscription;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Everything that happens, as one numbered stream for many readers. The newest are kept, for readers that come
/// back. No reader slows the engine or another reader.
final class EventHub implements QueueListener, AutoCloseable {
    /// The types that there are.
    static final List<String> TYPES = List.of(
            "abandoned",
            "accepted",
            "ended",
            "freed",
            "late_effect",
            "missed",
            "moved",
            "queue",
            "service",
            "services",
            "started",
            "step",
            "stop_requested",
            "wedged");

    private static final int ENGINE_BUFFER = 50_000;
    private static final int KEPT = 10_000;
    private static final int READER_BUFFER = 1_000;
    private static final long LAST_WORDS_SECONDS = 3;

    private final ApiEngine engine;
    private final Metrics metrics;
    private final Duration heartbeat;
    /// Numbers mean nothing to another run of the program.
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> kept = new ArrayDeque<>();
    private final List<EventReader> readers = new CopyOnWriteArrayList<>();
    private final Set<Supervisor> watched = Collections.newSetFromMap(new WeakHashMap<>());
    private final Subscription subscription;
    private long last;
    private boolean closed;

    /// @param heartbeat after which a reader is told that nothing has happened
    EventHub(ApiEngine engine, Metrics metrics, Duration heartbeat) {
        this.engine = engine;
        this.metrics = metrics;
        this.heartbeat = heartbeat;
        engine.onServicesChanged(this::servicesChanged);
        watchAll();
        subscription = engine.queue().subscribe(ENGINE_BUFFER, this);
    }

    // --- what happens ---

    private void servicesChanged() {
        watchAll();
        publish("services", "", Map.of());
    }

    private void watchAll() {
        for (var supervisor : engine.supervisors()) {
            boolean fresh;
            synchronized (watched) {
                fresh = watched.add(supervisor);
            }
            if (fresh) {
                var watch = new StatusWatch(supervisor);
                supervisor.watch(watch::look);
            }
        }
    }

    /// Tells of a service's state when it is another one.
    private final class StatusWatch {
        private final Supervisor supervisor;
        private ServiceStatus told;

        StatusWatch(Supervisor supervisor) {
            this.supervisor = supervisor;
            this.told = supervisor.status();
        }

        private synchronized void look() {
            var now = supervisor.status();
            if (!now.equals(told)) {
                told = now;
                publish("service", supervisor.definition().id(), Map.of("status", StatusView.of(now)));
            }
        }
    }

    @Override
    public void onEvent(QueueEvent event) {
        metrics.happened(event, Instant.now());
        var operation = event.operation();
        switch (event) {
            case QueueEvent.Accepted _ -> tell("accepted", operation, Map.of());
            case QueueEvent.Started _ -> tell("started", operation, Map.of());
            case QueueEvent.Stepped(var _, var step) ->
                tell(
                        "step",
                        operation,
                        Map.of("step", Json.StepView.of(List.of(step)).getFirst()));
            case QueueEvent.StopRequested _ -> tell("stop_requested", operation, Map.of());
            case QueueEvent.Ended(var end) ->
                publish("ended", operation.service(), Map.of("operation", OperationView.ended(end)));
            case QueueEvent.Freed _ -> tell("freed", operation, Map.of());
            case QueueEvent.LateEffect(var _, var effect) -> tell("late_effect", operation, Map.of("effect", effect));
            case QueueEvent.Wedged _ -> tell("wedged", operation, Map.of());
            case QueueEvent.Abandoned _ -> tell("abandoned", operation, Map.of());
            case QueueEvent.Moved(var _, var position) -> tell("moved", operation, Map.of("place", position + 1));
        }
    }

    private void tell(String type, Operation operation, Map<String, Object> more) {
        var body = new LinkedHashMap<String, Object>();
        body.put("id", operation.id());
        body.put("kind", operation.kind().word());
        body.put("source", Json.SourceView.of(operation.source()));
        body.putAll(more);
        publish(type, operation.service(), body);
    }

    @Override
    public void onChange(String service) {
        var queue = engine.queue().find(service);
        if (queue != null) {
            publish(
                    "queue",
                    service,
                    Map.of("held", queue.isHeld(), "waiting", queue.waiting().size()));
        }
    }

    @Override
    public void onMissed(long count) {
        publish("missed", "", Map.of("count", count));
    }

    private void publish(String type, String service, Map<String, ?> more) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.put("service", service);
        body.put("at", Instant.now());
        body.putAll(more);
        var data = Json.text(body);
        lock.lock();
        try {
            var event = new Event(++last, type, service, data);
            if (kept.size() == KEPT) {
                kept.removeFirst();
            }
            kept.addLast(event);
            for (var reader : readers) {
                if (!reader.offer(event)) {
                    drop(reader);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop(EventReader reader) {
        readers.remove(reader);
        metrics.readerDropped();
        // Its last words need a moment; a connection that takes no byte has none.
        CompletableFuture.delayedExecutor(LAST_WORDS_SECONDS, TimeUnit.SECONDS).execute(reader::cutOff);
    }

    // --- readers ---

    /// An event's id over the wire.
    String id(Event event) {
        return run + "-" + event.number();
    }

    /// Begins to read, behind the event `lastId` if it is still known. Called on the reader's own thread.
    ///
    /// @return false as `resumed` if events since `lastId` are gone
    Joined join(List<String> services, List<String> types, String lastId) {
        lock.lock();
        try {
            var from = lastId.isEmpty() ? last : position(lastId);
            var oldest = kept.isEmpty() ? last + 1 : kept.getFirst().number();
            var resumed = from >= oldest - 1;
            // What it has missed must not count as read too slowly.
            var missed = resumed ? (int) (last - from) : 0;
            var reader = new EventReader(READER_BUFFER + missed, services, types);
            if (resumed) {
                kept.stream().filter(event -> event.number() > from).forEach(reader::offer);
            }
            if (closed) {
                reader.close("the server is closing");
            }
            readers.add(reader);
            return new Joined(reader, resumed, new Event(last, "", "", ""));
        } finally {
            lock.unlock();
        }
    }

    /// @param resumed whether nothing was missed
    /// @param position stands for all that happened before
    record Joined(EventReader reader, boolean resumed, Event position) {}

    private long position(String id) {
        var parts = id.split("-", 2);
        if (parts.length == 2 && parts[0].equals(run)) {
            try {
                var number = Long.parseLong(parts[1]);
                return number <= last ? number : -1;
            } catch (NumberFormatException _) {
                // Not one of ours.
            }
        }
        return -1;
    }

    void leave(EventReader reader) {
        reader.leave();
        readers.remove(reader);
    }

    Duration heartbeat() {
        return heartbeat;
    }

    int readers() {
        return readers.size();
    }

    /// Ends all streams, which say so.
    @Override
    public void close() {
        subscription.close();
        lock.lock();
        try {
            closed = true;
            readers.forEach(reader -> reader.close("the server is closing"));
        } finally {
            lock.unlock();
        }
    }
}

package dev.signalbox.api;

import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineSubscription;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.StreamEvent;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.SourceMessage;
import dev.signalbox.wire.StatusMessage;
import dev.signalbox.wire.StepMessage;
import dev.signalbox.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that happens, as one numbered stream for many readers. For readers that come back the newest are at
/// hand, and more in the journal of events. No reader slows the engine or another reader.
final class EventHub implements EngineListener, AutoCloseable {
    /// The types that there are.
    static final List<String> TYPES = List.of(
            "abandoned",
            "accepted",
            "ended",
            "engine",
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

    /// How many are at hand.
    static final int AT_HAND = 10_000;

    private static final int READER_BUFFER = 1_000;
    private static final int PAGE = 500;
    private static final long LAST_WORDS_SECONDS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    private final ServedEngine engine;
    private final Metrics metrics;
    private final EventJournal journal;
    private final Duration heartbeat;
    private final int atHand;
    /// Tells what this run of the program says from what another one said under the same number.
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<StreamEvent> kept = new ArrayDeque<>();
    private final List<EventReader> readers = new CopyOnWriteArrayList<>();
    /// Of the services that there are, by their ids.
    private final Map<String, ServiceWatch> watches = new ConcurrentHashMap<>();
    private final EngineSubscription subscription;
    private long last;
    private boolean closed;

    /// @param heartbeat after which a reader is told that nothing has happened
    /// @param atHand how many events are kept in memory
    EventHub(ServedEngine engine, Metrics metrics, EventJournal journal, Duration heartbeat, int atHand) {
        this.engine = engine;
        this.metrics = metrics;
        this.journal = journal;
        this.heartbeat = heartbeat;
        this.atHand = atHand;
        last = journal.last();
        // What happened since the last event of the run before, nobody has told.
        publish("engine", "", Map.of("state", "started"));
        subscription = engine.subscribe(this);
        engine.services().forEach(this::look);
    }

    // --- what happens ---

    @Override
    public void onServicesChanged() {
        watches.keySet().retainAll(engine.services());
        engine.services().forEach(this::look);
        publish("services", "", Map.of());
    }

    @Override
    public void onStatus(String service) {
        look(service);
    }

    @Override
    public void onConnectionChanged() {
        // It is at hand.
    }

    @Override
    public void onUnanswered(String text) {
        // What is asked at hand is answered.
    }

    private void look(String service) {
        watches.computeIfAbsent(service, ServiceWatch::new).look();
    }

    /// All that is told of a service's state, at one moment.
    private record Condition(
            ServiceStatus status,
            Intent.Desired desired,
            Reason why,
            Intent.@Nullable Suspension suspension,
            String logProblem) {
        static Condition of(ServiceSnapshot service) {
            var intent = service.intent();
            return new Condition(
                    service.status(), intent.desired(), service.why(), intent.suspension(), service.logProblem());
        }
    }

    /// Tells of a service's state, of what is desired of it and decided about it, when that is something else than was
    /// told last. Looks on one thread at a time without a lock, as looking takes those of the engine; who comes
    /// meanwhile leaves word that it looks once more.
    private final class ServiceWatch {
        private final String service;
        private final AtomicInteger asked = new AtomicInteger();
        private @Nullable Condition told;

        ServiceWatch(String service) {
            this.service = service;
        }

        void look() {
            if (asked.getAndIncrement() == 0) {
                for (var seen = asked.get(); seen > 0; seen = asked.addAndGet(-seen)) {
                    lookOnce();
                }
            }
        }

        private void lookOnce() {
            try {
                var now = engine.find(service);
                if (now != null) {
                    tell(now);
                }
            } catch (RuntimeException e) { // what comes next must be told all the same
                LOG.error("{}: its state could not be told", service, e);
            }
        }

        private void tell(ServiceSnapshot now) {
            var before = told;
            var condition = Condition.of(now);
            told = condition;
            if (before != null && !condition.equals(before)) {
                publish("service", service, Map.of("status", StatusMessage.of(now)));
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
            case QueueEvent.Stepped(var _, var step) -> tell("step", operation, Map.of("step", StepMessage.of(step)));
            case QueueEvent.StopRequested _ -> tell("stop_requested", operation, Map.of());
            case QueueEvent.Ended(var end) ->
                publish("ended", operation.service(), Map.of("operation", OperationMessage.ended(end)));
            case QueueEvent.Freed _ -> tell("freed", operation, Map.of());
            case QueueEvent.LateEffect(var _, var effect) -> tell("late_effect", operation, Map.of("effect", effect));
            case QueueEvent.Wedged _ -> tell("wedged", operation, Map.of());
            case QueueEvent.Abandoned _ -> tell("abandoned", operation, Map.of());
            case QueueEvent.Moved(var _, var position) -> tell("moved", operation, Map.of("place", position + 1));
        }
        if (!(event instanceof QueueEvent.Stepped)) {
            look(operation.service());
        }
    }

    private void tell(String type, Operation operation, Map<String, Object> more) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("id", operation.id());
        body.put("kind", operation.kind().word());
        body.put("signal", OperationMessage.signal(operation));
        body.put("source", SourceMessage.of(operation.source()));
        body.put("why", OperationMessage.why(operation));
        body.putAll(more);
        publish(type, operation.service(), body);
    }

    @Override
    public void onChange(String service) {
        var now = engine.find(service);
        if (now != null) {
            var queue = now.queue();
            publish(
                    "queue",
                    service,
                    Map.of("held", queue.isHeld(), "waiting", queue.waiting().size()));
        }
        look(service);
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
        var data = Wire.write(body);
        lock.lock();
        try {
            if (closed) {
                // The numbers are those of the next one that tells.
                return;
            }
            var event = new StreamEvent(++last, run, type, service, data);
            if (kept.size() == atHand) {
                kept.removeFirst();
            }
            kept.addLast(event);
            journal.append(event);
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

    /// Where the stream is now: the number of the newest event.
    long position() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /// The id of an event of this run.
    String id(long number) {
        return StreamEvent.id(run, number);
    }

    /// The number of the event with that id. Blocks.
    ///
    /// @return empty if nobody knows it any more
    OptionalLong position(String id) {
        var dash = id.indexOf('-');
        try {
            var of = id.substring(0, Math.max(dash, 0));
            var number = Long.parseLong(id, dash + 1, id.length(), 10);
            return isAtHand(of, number) || journal.knows(of, number) ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException | JournalException _) {
            return OptionalLong.empty();
        }
    }

    private boolean isAtHand(String of, long number) {
        lock.lock();
        try {
            return of.equals(run) && number <= last && number >= oldest() - 1;
        } finally {
            lock.unlock();
        }
    }

    private long oldest() {
        return kept.isEmpty() ? last + 1 : kept.getFirst().number();
    }

    /// Begins to read behind an event. Called on the reader's own thread.
    ///
    /// @return `null` if what came next is not at hand any more
    @Nullable
    EventReader join(EventFilter filter, long behind) {
        lock.lock();
        try {
            if (behind < oldest() - 1) {
                return null;
            }
            // What it has missed must not count as read too slowly.
            var reader = new EventReader(READER_BUFFER + (int) (last - behind), filter);
            kept.stream().filter(event -> event.number() > behind).forEach(reader::offer);
            if (closed) {
                reader.close("the server is closing");
            }
            readers.add(reader);
            return reader;
        } finally {
            lock.unlock();
        }
    }

    /// What came behind an event that is not at hand any more. Blocks.
    ///
    /// @return none if it is not kept
    List<StreamEvent> missed(long behind) {
        try {
            return journal.behind(behind, PAGE);
        } catch (JournalException e) {
            return List.of();
        }
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

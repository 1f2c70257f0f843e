package dev.signalbox.engine.remote;

import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineSubscription;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.Ticket;
import dev.signalbox.time.TimeSource;
import dev.signalbox.wire.DefinitionMessage;
import dev.signalbox.wire.EventMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.ServiceMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is known here of an engine elsewhere. Its events say what has changed, and that is then read anew; so
/// what is shown is always something that the engine said as a whole.
final class Mirror implements Link.Handler, AutoCloseable {
    /// Nobody reads faster, and a flood of events becomes few requests.
    private static final Duration GAP = Duration.ofMillis(50);
    /// More services than that are read at once.
    private static final int FEW = 8;

    private final Http http;
    private final TimeSource time;
    private final Services services = new Services();
    private final Tickets tickets = new Tickets(this::isActive);
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("remote reader").factory());
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean allChanged = new AtomicBoolean();
    private final AtomicBoolean outcomesMissed = new AtomicBoolean();
    private final AtomicBoolean pending = new AtomicBoolean();
    private final AtomicLong operations = new AtomicLong();
    /// The newest that is counted; of the link's thread.
    private long newestOperation;
    private final ReentrantLock order = new ReentrantLock();
    /// Another one with each connection, and each loss of one: what was asked before comes too late.
    private final AtomicLong epoch = new AtomicLong();
    private volatile RemoteClock clock;
    private volatile Consumer<String> fault = _ -> {};
    private volatile Runnable connectionListener = () -> {};

    Mirror(Http http, TimeSource time) {
        this.http = http;
        this.time = time;
        this.clock = RemoteClock.inStep(time);
    }

    /// Sets what is told that the connection is of no use. Once, before anything is read.
    void onFault(Consumer<String> listener) {
        fault = listener;
    }

    /// Sets what hears first that the connection has changed. Once, before there is one.
    void onConnection(Runnable listener) {
        connectionListener = listener;
    }

    Services services() {
        return services;
    }

    RemoteClock clock() {
        return clock;
    }

    long operations() {
        return operations.get();
    }

    EngineSubscription subscribe(EngineListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private boolean isActive(Operation operation) {
        var service = services.find(operation.service());
        var active = service == null ? null : service.queue().active();
        return active != null && active.operation().id() == operation.id();
    }

    // --- what the link tells ---

    @Override
    public void opened(RemoteClock now) throws IOException, RefusedException, InterruptedException {
        clock = now;
        countOperations();
        epoch.incrementAndGet();
        readAll();
    }

    private void countOperations() throws IOException, RefusedException, InterruptedException {
        var answer = http.getWithHead("/operations?limit=1");
        var newest = Wire.readAnswer(answer.body(), OperationMessage[].class);
        newestOperation = newest.length == 0 ? 0 : newest[0].id();
        operations.set(answer.headers().firstValueAsLong("X-Total-Count").orElse(0));
    }

    /// Events that were missed come again, after their operations were counted.
    private void count(long operation) {
        if (operation > newestOperation) {
            newestOperation = operation;
            operations.incrementAndGet();
        }
    }

    @Override
    public void happened(String type, EventMessage event) throws IOException {
        var service = event.service();
        switch (type) {
            case "ended" -> {
                var operation = event.operation();
                if (operation != null) {
                    var end = operation.toEnded(clock);
                    tickets.ended(operation.id(), end.outcome());
                    listeners.forEach(listener -> listener.onEvent(new QueueEvent.Ended(end)));
                }
            }
            case "accepted" -> count(event.id() == null ? 0 : event.id());
            case "services" -> allChanged.set(true);
            case "missed", "reset", "engine" -> {
                allChanged.set(true);
                outcomesMissed.set(true);
            }
            case "dropped" -> throw new IOException(event.reason() == null ? "the engine ended it" : event.reason());
            default -> {
                // Its service has changed, whatever it is.
            }
        }
        if (service != null && !service.isEmpty()) {
            changed.add(service);
        }
        readSoon();
    }

    @Override
    public void lost() {
        order.lock();
        try {
            epoch.incrementAndGet();
            services.forget("the connection to " + http.host() + " was lost");
        } finally {
            order.unlock();
        }
        listeners.forEach(EngineListener::onServicesChanged);
    }

    @Override
    public void connectionChanged() {
        connectionListener.run();
        listeners.forEach(EngineListener::onConnectionChanged);
    }

    /// It is not known whether something was done.
    void unanswered(String text) {
        listeners.forEach(listener -> listener.onUnanswered(text));
    }

    /// The ticket of an operation that was accepted there.
    Ticket accepted(OperationMessage message) {
        var ticket = tickets.accepted(message.toOperation(clock), !Boolean.FALSE.equals(message.recorded()));
        if (message.outcome() != null) {
            tickets.ended(message.id(), message.toOutcome());
        }
        return ticket;
    }

    /// Ends of operations may have been told before anybody waited for them.
    void missOutcomes() {
        outcomesMissed.set(true);
        readSoon();
    }

    // --- reading ---

    private void readSoon() {
        if (pending.compareAndSet(false, true)) {
            time.schedule(GAP, () -> {
                if (!reader.isShutdown()) {
                    reader.execute(this::read);
                }
            });
        }
    }

    private void read() {
        // Before anything is read: an event that comes from now on leads to another reading.
        pending.set(false);
        try {
            if (outcomesMissed.getAndSet(false)) {
                readOutcomes();
            }
            var ids = new ArrayList<String>();
            for (var all = changed.iterator(); all.hasNext(); all.remove()) {
                ids.add(all.next());
            }
            if (allChanged.getAndSet(false)) {
                readAll();
            } else {
                readSome(ids);
            }
        } catch (IOException | RuntimeException e) {
            fault.accept(String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            fault.accept(e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() throws IOException, RefusedException, InterruptedException {
        var began = epoch.get();
        var definitions = List.of(Wire.readAnswer(http.get("/definitions"), DefinitionMessage[].class));
        var all = readServices();
        order.lock();
        try {
            if (epoch.get() != began) {
                return;
            }
            services.replace(definitions, all, clock);
        } finally {
            order.unlock();
        }
        listeners.forEach(EngineListener::onServicesChanged);
    }

    private void readSome(List<String> ids) throws IOException, RefusedException, InterruptedException {
        var began = epoch.get();
        var read = new ArrayList<ServiceMessage>();
        if (ids.size() > FEW) {
            read.addAll(readServices());
        } else {
            for (var id : ids) {
                var service = readService(id);
                if (service != null) {
                    read.add(service);
                }
            }
        }
        List<String> news;
        order.lock();
        try {
            news = epoch.get() == began ? services.update(read, clock) : List.of();
        } finally {
            order.unlock();
        }
        news.forEach(id -> listeners.forEach(listener -> listener.onChange(id)));
    }

    /// All services with all of their queues, of which a list tells but the beginning.
    private List<ServiceMessage> readServices() throws IOException, RefusedException, InterruptedException {
        var all = new ArrayList<ServiceMessage>();
        for (var service : Wire.readAnswer(http.get("/services"), ServiceMessage[].class)) {
            var whole = service.more() > 0 ? readService(service.id()) : service;
            all.add((whole == null ? service : whole).using(null));
        }
        return all;
    }

    /// @return `null` if it has gone, of which an event of its own tells
    private @Nullable ServiceMessage readService(String id) throws IOException, RefusedException, InterruptedException {
        try {
            // What it uses is another thing each second, and no change of it.
            return Wire.readAnswer(http.get("/services/" + Http.encoded(id)), ServiceMessage.class)
                    .using(null);
        } catch (RefusedException e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }

    /// Of operations that ended while nobody heard it.
    private void readOutcomes() throws IOException, RefusedException, InterruptedException {
        for (var open = tickets.open(); !open.isEmpty(); ) {
            for (var id : open) {
                try {
                    var operation = Wire.readAnswer(http.get("/operations/" + id), OperationMessage.class);
                    if (operation.outcome() != null) {
                        tickets.ended(id, operation.toOutcome());
                    }
                } catch (RefusedException e) {
                    if (e.status() != 404) {
                        throw e;
                    }
                    tickets.ended(id, new Outcome.Failed("the engine does not know it any more, effect unknown"));
                }
            }
            // Those that they were merged into.
            var next = new HashSet<>(tickets.open());
            next.removeAll(open);
            open = next;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}

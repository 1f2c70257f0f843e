package dev.signalbox.operation;

import dev.signalbox.time.TimeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the queues of all services share: the lock of their state, the journal, who listens, and what lives.
final class Engine {

    /// An operation of which the journal does not know all yet, and where it is.
    record Live(Entry entry, ServiceQueue queue) {}

    private final StateLock lock = new StateLock();
    private final TimeSource time;
    private final Recorder recorder;
    private final Coalescing coalescing;
    private final Threads threads;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Map<Long, Live> live = new ConcurrentHashMap<>();
    private final AtomicLong unfinished = new AtomicLong();
    private final CompletableFuture<Void> rest = new CompletableFuture<>();
    private final Lane lane;
    private boolean allHeld;
    private volatile boolean draining;
    private volatile boolean closed;
    private volatile boolean lettingGo;

    Engine(OperationJournal journal, TimeSource time, Coalescing coalescing, Threads threads) {
        this.time = time;
        this.threads = threads;
        this.lane = new Lane("rest", threads);
        this.coalescing = coalescing;
        // A change of nothing else: what waits looks whether it may start.
        this.recorder = new Recorder(
                journal,
                time,
                change -> lock.change(() -> {
                    change.run();
                    return true;
                }));
    }

    StateLock lock() {
        return lock;
    }

    TimeSource time() {
        return time;
    }

    Recorder recorder() {
        return recorder;
    }

    Coalescing coalescing() {
        return coalescing;
    }

    Threads threads() {
        return threads;
    }

    // --- events ---

    Subscription subscribe(int capacity, QueueListener listener) {
        var subscription = new Subscription(capacity, listener, subscriptions::remove, threads);
        subscriptions.add(subscription);
        return subscription;
    }

    void publish(QueueEvent event) {
        publish(listener -> listener.onEvent(event));
    }

    void publishChange(String service) {
        publish(listener -> listener.onChange(service));
    }

    private void publish(Consumer<QueueListener> delivery) {
        for (var subscription : subscriptions) {
            subscription.offer(delivery);
        }
    }

    // --- what lives ---

    void admitted(Entry entry, ServiceQueue queue) {
        live.put(entry.operation().id(), new Live(entry, queue));
    }

    /// It has ended; what the journal does not know of is kept until it does.
    void forget(Entry entry) {
        if (entry.state() == Ticket.State.ENDED && entry.isRecorded()) {
            live.remove(entry.operation().id());
        }
    }

    /// The operations of a plan that live, the last of it first.
    List<Live> ofPlan(long plan) {
        return live.values().stream()
                .filter(one -> one.entry().operation().plan() == plan)
                .sorted(Comparator.comparingLong(
                        (Live one) -> -one.entry().operation().id()))
                .toList();
    }

    @Nullable
    Live find(long id) {
        return live.get(id);
    }

    // --- the end of it all ---

    /// Announces `count` more submissions. Counted before `draining` is read, so that a submission that races
    /// with [#drain()] is either refused or waited for (rule 24).
    ///
    /// @return false if they must be refused
    boolean tryBegin(int count) {
        unfinished.addAndGet(count);
        if (draining) {
            done(count);
            return false;
        }
        return true;
    }

    /// A submission was refused, its ticket has completed, or what [#busy()] announced is over. Never called
    /// under a lock, as the last one lets those go on who wait for the rest.
    void done() {
        done(1);
    }

    void done(int count) {
        if (unfinished.addAndGet(-count) == 0 && draining) {
            rest.complete(null);
        }
    }

    /// A body begins, or a record is told that no ticket waits for.
    void busy() {
        unfinished.incrementAndGet();
    }

    CompletionStage<Void> drain() {
        draining = true;
        if (unfinished.get() == 0) {
            rest.complete(null);
        }
        return lane.follow(rest);
    }

    void close() {
        draining = true;
        closed = true;
    }

    void letGo() {
        lettingGo = true;
    }

    /// Whether neither what is held nor jobs are waited for any more.
    boolean lettingGo() {
        return lettingGo;
    }

    boolean closed() {
        return closed;
    }

    /// Whether every queue is held. Under the lock, as [#holdAll].
    boolean allHeld() {
        return allHeld;
    }

    void holdAll(boolean hold) {
        allHeld = hold;
    }
}

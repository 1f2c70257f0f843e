package dev.signalbox.service.supervision;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.Intent.Desired;
import dev.signalbox.service.Intent.Value;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What persons want of one service: what the last of them in its line asks for, or, where none waits, what the one
/// asked for whose operation began last (rule 25). Safe to use from any thread.
///
/// On the disk stands what holds if the engine ends now: the stop that was accepted last, whether it has begun or
/// not, else what began last.
final class DesiredState {
    private static final long DISK_SECONDS = 2;
    private static final String CANCELLING = "cancelling ";

    private final String service;
    private final Intents intents;
    private final OperationQueue queue;
    private final ReentrantLock lock = new ReentrantLock();
    private Desired begun;
    /// The operation that began last, and the start that was called off last; 0 for none.
    private volatile long latest;

    private volatile long declined;

    DesiredState(String service, Intents intents, OperationQueue queue) {
        this.service = service;
        this.intents = intents;
        this.queue = queue;
        this.begun = intents.of(service).desired();
    }

    /// What is wanted now.
    Desired now() {
        var wish = queue.wish(service);
        return wish == null || hasBegun(wish) ? intents.of(service).desired() : of(wish);
    }

    /// Whether its mark is kept, or never will be. What has started and has not come so far counts as if it waited
    /// still.
    private boolean hasBegun(Operation operation) {
        return operation.id() == latest || operation.id() == declined;
    }

    boolean isStopped() {
        return now().value() == Value.STOPPED;
    }

    /// The request by which it shall be stopped, for people.
    static String request(Desired stopped) {
        return stopped.by().startsWith(CANCELLING) ? stopped.by() : "stop #" + stopped.operation();
    }

    private static Desired of(Operation operation) {
        var value = operation.kind() == OperationKind.STOP ? Value.STOPPED : Value.RUNNING;
        return new Desired(value, operation.submittedAt(), operation.source().toString(), operation.id());
    }

    /// A person's operation begins. Blocks on the disk.
    ///
    /// @throws DriverException if it cannot be kept; what is wanted stays as it was then, unless it is a stop
    void begins(Operation operation) throws DriverException {
        Desired before;
        lock.lock();
        try {
            if (operation.id() == declined) {
                return; // before it came so far
            }
            before = begun;
            begun = of(operation);
        } finally {
            lock.unlock();
        }
        var kept = settle();
        latest = operation.id();
        try {
            var patience = kept.toCompletableFuture().copy();
            if (operation.kind() == OperationKind.STOP) { // it waits for no disk that hangs
                patience.orTimeout(DISK_SECONDS, TimeUnit.SECONDS);
            }
            patience.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new DriverException(Code.HANGS, "the disk has not answered within " + DISK_SECONDS + " s", e);
            }
            if (operation.kind() != OperationKind.STOP) {
                var _ = become(before);
            }
            throw e.getCause() instanceof DriverException cause
                    ? cause
                    : new DriverException(Code.NOT_WRITTEN, String.valueOf(e.getMessage()), e);
        }
    }

    /// A person wants this, although his operation did not begin. Does not wait.
    void wanted(Operation operation) {
        if (operation.id() > begun.operation()) {
            var _ = become(of(operation));
        }
    }

    /// A person wants what runs already, which was nobody's. Does not wait.
    void takenOver(Operation running, Operation by) {
        wanted(by);
        latest = running.id(); // or it would count as if it waited still, before all that is wanted later
    }

    /// A person has called off a start. Does not wait.
    void declined(Operation start, Instant now) {
        lock.lock();
        try {
            declined = start.id();
            begun = new Desired(Value.STOPPED, now, CANCELLING + start.label(), start.id());
        } finally {
            lock.unlock();
        }
        var _ = settle();
    }

    /// A person wants it to stay as it is, for this reason. Does not wait.
    CompletionStage<Void> say(Value value, Instant now, String by) {
        return become(new Desired(value, now, by, begun.operation()));
    }

    private CompletionStage<Void> become(Desired next) {
        lock.lock();
        try {
            begun = next;
        } finally {
            lock.unlock();
        }
        return settle();
    }

    /// Keeps what holds if the engine ends now.
    ///
    /// @return completes when it is durable, exceptionally if it cannot be written
    CompletionStage<Void> settle() {
        while (true) {
            var stop = queue.stopWish(service); // never under our lock: who has the queue's may come for ours
            var kept = keep(stop);
            if (Objects.equals(stop, queue.stopWish(service))) {
                return kept;
            }
        }
    }

    private CompletionStage<Void> keep(@Nullable Operation stop) {
        lock.lock();
        try {
            var holds = stop == null || hasBegun(stop) ? begun : of(stop);
            return intents.change(service, intent -> intent.desiring(holds));
        } finally {
            lock.unlock();
        }
    }
}

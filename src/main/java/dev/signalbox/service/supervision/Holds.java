package dev.signalbox.service.supervision;

import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The holds of queues, which outlive the engine and end by themselves where they have an end (rule 16). Safe to use
/// from any thread; nothing here waits for the disk.
public final class Holds {
    private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
    /// The timer knows nothing of clocks that are set and machines that sleep.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final OperationQueue queue;
    private final Intents intents;
    private final TimeSource time;
    /// So that what is kept and what the queue does agree.
    private final ReentrantLock lock = new ReentrantLock();

    /// Holds every queue at once if that is how the engine before was left.
    ///
    /// @param time its timer's tasks wait for nothing
    public Holds(OperationQueue queue, Intents intents, TimeSource time) {
        this.queue = queue;
        this.intents = intents;
        this.time = time;
        restore(Intents.ALL);
    }

    /// Keeps the queue of `service` from starting its next operation, for this engine at once. Where it is held
    /// already, a hold that says neither why nor until when leaves it as it is.
    ///
    /// @return completes when the next engine will know it, exceptionally if it cannot be written
    /// @throws IllegalArgumentException if it has no queue
    public CompletionStage<Void> hold(String service, Hold hold) {
        if (queue.find(service) == null) {
            throw new IllegalArgumentException("there is no service " + service);
        }
        return change(service, hold);
    }

    /// Undoes [#hold].
    public CompletionStage<Void> resume(String service) {
        return change(service, null);
    }

    /// As [#hold], for every queue that there is and will be.
    public CompletionStage<Void> holdAll(Hold hold) {
        return change(Intents.ALL, hold);
    }

    /// Undoes [#holdAll]; queues that are held by themselves stay so.
    public CompletionStage<Void> resumeAll() {
        return change(Intents.ALL, null);
    }

    /// Holds the queue of `service`, which is new, as the engine before has left it.
    public void restore(String service) {
        lock.lock();
        try {
            var kept = intents.of(service).hold();
            if (kept != null) {
                set(service, true);
                endLater(service, kept);
            }
        } finally {
            lock.unlock();
        }
    }

    private CompletionStage<Void> change(String service, @Nullable Hold hold) {
        lock.lock();
        try {
            var durable = intents.change(service, intent -> intent.held(next(intent.hold(), hold)));
            set(service, hold != null);
            if (hold != null) {
                endLater(service, hold);
            }
            return durable;
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Hold next(@Nullable Hold now, @Nullable Hold hold) {
        var saysNothing = hold != null && hold.why().isEmpty() && hold.until() == null;
        return now != null && saysNothing ? now : hold;
    }

    private void set(String service, boolean held) {
        if (service.equals(Intents.ALL)) {
            if (held) {
                queue.holdAll();
            } else {
                queue.resumeAll();
            }
        } else if (queue.find(service) != null) {
            try {
                if (held) {
                    queue.hold(service);
                } else {
                    queue.resume(service);
                }
            } catch (IllegalArgumentException _) {
                // It was let go of meanwhile; what holds it is kept for its return.
            }
        }
    }

    private void endLater(String service, Hold hold) {
        var until = hold.until();
        if (until != null && hold.equals(intents.of(service).hold())) {
            var left = Duration.between(time.now(), until);
            if (left.isPositive()) {
                time.schedule(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, () -> endLater(service, hold));
            } else {
                end(service, hold, until);
            }
        }
    }

    private void end(String service, Hold hold, Instant until) {
        lock.lock();
        try {
            if (hold.equals(intents.of(service).hold())) {
                var what = service.equals(Intents.ALL) ? "the hold of all queues" : service + ": its hold";
                LOG.info("{} by {} has ended, as it was until {}", what, hold.by(), until);
                change(service, null).exceptionally(e -> {
                    LOG.warn("{}: the next engine will not know that: {}", service, e.getMessage());
                    return null;
                });
            }
        } finally {
            lock.unlock();
        }
    }
}

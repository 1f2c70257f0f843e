package dev.signalbox.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One run of a body: from the moment its operation leaves the waiting list until the body has ended. At most one
/// per service. Everything but `abandoned` is guarded by the [StateLock].
final class Run implements OperationContext, Runnable {
    /// Steps beyond this many push out the oldest: a body that reports forever must not fill the memory.
    private static final int MAX_STEPS = 200;

    /// What remains to an operation that has no deadline: more than anything takes, and little enough to reckon
    /// with.
    private static final Duration FOR_EVER = Duration.ofDays(365);

    final Entry entry;
    private final ServiceQueue queue;

    private QueueSettings settings = QueueSettings.DEFAULT;
    private @Nullable Duration timeout;
    private boolean begun;
    private boolean idle;
    private boolean pointless;
    private long startedNanos;
    private Instant startedAt = Instant.EPOCH;
    private @Nullable Thread thread;
    private final List<Step> steps = new ArrayList<>();
    private final List<Runnable> abandonActions = new ArrayList<>();
    private boolean stopRequested;
    private @Nullable Cancellation cancellation;
    private long graceEndsNanos;
    private boolean wedged;
    private volatile boolean abandoned;

    Run(ServiceQueue queue, Entry entry) {
        this.queue = queue;
        this.entry = entry;
    }

    // --- what the body sees, on any thread ---

    @Override
    public Operation operation() {
        return entry.operation();
    }

    @Override
    public Duration remaining() {
        return queue.locked(() -> {
            var limit = timeout;
            if (limit == null) {
                return FOR_EVER;
            }
            var left = startedNanos + limit.toNanos() - queue.nanoTime();
            return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
        });
    }

    @Override
    public void step(String text) {
        queue.report(this, text, true);
    }

    @Override
    public boolean pointless(String why) {
        var unwanted = queue.locked(() -> pointless = entry.automatic());
        if (unwanted) {
            nothingToDo(why);
        }
        return unwanted;
    }

    @Override
    public void nothingToDo(String why) {
        queue.locked(() -> idle = true);
        step(why + ": nothing to do");
    }

    @Override
    public void doing(String text) {
        queue.report(this, text, false);
    }

    @Override
    public void underway() {
        queue.underway(this);
    }

    @Override
    public @Nullable Cancellation cancellation() {
        return queue.locked(() -> cancellation);
    }

    @Override
    public boolean automatic() {
        return queue.locked(entry::automatic);
    }

    @Override
    public boolean isHalf() {
        return entry.isHalf();
    }

    @Override
    public void late(String effect) {
        queue.late(this, effect);
    }

    @Override
    public boolean stopRequested() {
        return queue.locked(() -> stopRequested);
    }

    @Override
    public void onAbandoned(Runnable action) {
        Objects.requireNonNull(action);
        var now = queue.locked(() -> {
            if (!abandoned) {
                abandonActions.add(guarded(action));
            }
            return abandoned;
        });
        if (now) {
            guarded(action).run();
        }
    }

    /// Such an action is the body's code on somebody else's thread: what it throws is reported and goes no
    /// further.
    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                var thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        };
    }

    @Override
    public void requireLive() {
        if (abandoned) {
            throw new AbandonedException(operation());
        }
    }

    /// The body's thread.
    @Override
    public void run() {
        queue.runBody(this);
    }

    // --- what the queue does with it, with the lock held ---

    boolean begun() {
        return begun;
    }

    /// @param now those that hold until its end, whatever becomes of the queue's meanwhile
    void begin(QueueSettings now, Instant at, long nanos) {
        settings = now;
        timeout = now.timeout(operation().kind());
        begun = true;
        startedAt = at;
        startedNanos = nanos;
        entry.running();
    }

    /// From now on an interrupt reaches the body.
    void onThread(Thread body) {
        thread = body;
        if (stopRequested) {
            body.interrupt();
        }
    }

    /// From now on no interrupt is sent: the thread may be past the body.
    void offThread() {
        thread = null;
    }

    boolean stopped() {
        return stopRequested;
    }

    /// Asks the body to stop. May be called again, when the deadline comes after a cancellation: it then interrupts
    /// again.
    void requestStop(@Nullable Cancellation cause, long graceEnds) {
        if (!stopRequested) {
            stopRequested = true;
            cancellation = cause;
            graceEndsNanos = graceEnds;
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    QueueSettings settings() {
        return settings;
    }

    /// From its start to its deadline, `null` if it has none.
    @Nullable
    Duration timeout() {
        return timeout;
    }

    /// The deadline, on the clock that never jumps, if it has one.
    OptionalLong deadlineNanos() {
        return timeout == null ? OptionalLong.empty() : OptionalLong.of(startedNanos + timeout.toNanos());
    }

    long graceEndsNanos() {
        return graceEndsNanos;
    }

    /// When it has ended at the latest, wall clock, if it does not hang; `null` if it has all the time.
    @Nullable
    Instant endsBy() {
        if (stopRequested) {
            return startedAt.plusNanos(graceEndsNanos - startedNanos);
        }
        return timeout == null ? null : startedAt.plus(timeout);
    }

    boolean wedged() {
        return wedged;
    }

    void setWedged() {
        wedged = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    /// Revokes the body's handle on its service.
    ///
    /// @return the body's actions, which are to be run outside the lock
    List<Runnable> abandon() {
        abandoned = true;
        return abandonActions;
    }

    Step add(String text, boolean done, long nanos) {
        if (!steps.isEmpty() && !steps.getLast().done()) {
            steps.removeLast();
        }
        if (steps.size() == MAX_STEPS) {
            steps.removeFirst();
        }
        var step = new Step(text, Duration.ofNanos(nanos - startedNanos), done);
        steps.add(step);
        return step;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /// Whether it does nothing, as nobody wants it.
    boolean isPointless() {
        return pointless;
    }

    /// Whether it may have changed its service.
    boolean changed() {
        return !idle;
    }

    Duration waited() {
        return entry.waitedUntil(startedNanos);
    }

    Duration ranUntil(long nanos) {
        return Duration.ofNanos(nanos - startedNanos);
    }

    QueueSnapshot.Active snapshot() {
        return new QueueSnapshot.Active(
                operation(),
                entry.also(),
                startedAt,
                startedNanos,
                timeout,
                steps(),
                stopRequested,
                wedged,
                entry.urgent,
                entry.recordedOutcome());
    }
}

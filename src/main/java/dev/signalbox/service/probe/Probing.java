package dev.signalbox.service.probe;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Durations;
import dev.signalbox.service.Prober;
import dev.signalbox.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One probe of one service, asked again and again until it is closed. Between two tries there is a timer and no
/// thread. Each try has a thread of its own, which also tells its answer. Safe to use from any thread.
///
/// Tries never overlap: one that is due while another is still being asked, or its answer being told, is skipped.
public final class Probing implements Prober.Asking {
    /// Staggered tries of all probings happen at common ticks, so that the processor is woken twenty times a
    /// second at most and not once for each of them.
    private static final long TICK_NANOS = Duration.ofMillis(50).toNanos();

    private final String name;
    private final ThreadFactory threads;
    private final Question question;
    private final TimeSource time;
    private final Schedule schedule;
    private final Consumer<Answer> listener;
    private final Consumer<Probing> ended;

    private final ReentrantLock lock = new ReentrantLock();
    private Duration every;
    private boolean begun;
    private boolean closed;
    /// Of the timers that are set, only the one with this number counts.
    private int timer;
    private TimeSource.Timer set = () -> {};
    private int attempt;
    /// On the clock of `time`: the start of the last try, the time of the next, and when the last is to be broken
    /// off.
    private long startedNanos;
    private long dueNanos;
    private long deadlineNanos;
    /// From the start of a try until its answer has been told.
    private boolean busy;
    /// Who asks now, and may be interrupted; `null` while the listener is told.
    private @Nullable Thread asking;

    private boolean timedOut;

    /// @param name of the service
    /// @param threads give each try its thread
    /// @param ended told when this is closed and nobody asks any more; maybe twice
    Probing(
            String name,
            ThreadFactory threads,
            Question question,
            TimeSource time,
            Schedule schedule,
            Consumer<Answer> listener,
            Consumer<Probing> ended) {
        this.name = name;
        this.threads = threads;
        this.question = question;
        this.time = time;
        this.schedule = schedule;
        this.every = schedule.every();
        this.listener = listener;
        this.ended = ended;
    }

    @Override
    public void begin(boolean staggered) {
        lock.lock();
        try {
            if (begun) {
                throw new IllegalStateException("the probe of " + name + " has begun already");
            }
            begun = true;
            dueNanos = time.nanoTime() + schedule.initialDelay().toNanos();
            if (staggered) {
                dueNanos += schedule.stagger().toNanos();
                dueNanos += Math.floorMod(-dueNanos, TICK_NANOS);
            }
            setTimer();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pace(Duration newEvery) {
        lock.lock();
        try {
            every = newEvery;
            if (attempt > 0) {
                dueNanos = startedNanos + every.toNanos();
                setTimer();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            set.cancel();
            if (asking != null) {
                asking.interrupt();
                return;
            }
        } finally {
            lock.unlock();
        }
        ended.accept(this);
    }

    /// Waits until a try that was broken off has ended.
    void await(Duration patience) throws InterruptedException {
        Thread thread;
        lock.lock();
        try {
            thread = asking;
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            var _ = thread.join(patience);
        }
    }

    boolean isBusy() {
        lock.lock();
        try {
            return busy;
        } finally {
            lock.unlock();
        }
    }

    /// One timer at a time is enough, for the next try or for the end of this one.
    private void setTimer() {
        if (closed) {
            return;
        }
        var number = ++timer;
        var next = asking != null && !timedOut && deadlineNanos - dueNanos < 0 ? deadlineNanos : dueNanos;
        set.cancel();
        set = time.schedule(Duration.ofNanos(Math.max(0, next - time.nanoTime())), () -> ring(number));
    }

    private void ring(int number) {
        lock.lock();
        try {
            if (closed || number != timer) {
                return;
            }
            var now = time.nanoTime();
            if (asking != null && !timedOut && now - deadlineNanos >= 0) {
                timedOut = true;
                asking.interrupt();
            }
            try {
                if (now - dueNanos >= 0) {
                    var missed = (now - dueNanos) / every.toNanos();
                    dueNanos += (missed + 1) * every.toNanos();
                    if (!busy) {
                        start(now);
                    }
                }
            } finally {
                setTimer(); // also if there was no thread to be had for this try
            }
        } finally {
            lock.unlock();
        }
    }

    private void start(long now) {
        timedOut = false;
        startedNanos = now;
        deadlineNanos = now + schedule.tryTimeout().toNanos();
        var number = ++attempt;
        asking = threads.newThread(() -> attempt(number));
        asking.start();
        busy = true;
    }

    private void attempt(int number) {
        try {
            var finding = ask();
            if (endAsking()) {
                listener.accept(new Answer(finding.kind(), finding.text(), number));
            }
        } finally {
            free();
        }
    }

    private Finding ask() {
        try {
            return question.ask();
        } catch (UnaskableException | RuntimeException | Error e) {
            return Problems.of(e);
        } catch (InterruptedException | IOException e) {
            return wasTimedOut()
                    ? Finding.no("no answer within " + Durations.text(schedule.tryTimeout()))
                    : Problems.of(e);
        }
    }

    private boolean wasTimedOut() {
        lock.lock();
        try {
            return timedOut;
        } finally {
            lock.unlock();
        }
    }

    /// From here on nobody interrupts this thread.
    ///
    /// @return whether the answer is wanted still
    private boolean endAsking() {
        lock.lock();
        try {
            asking = null;
            var _ = Thread.interrupted();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void free() {
        boolean over;
        lock.lock();
        try {
            asking = null;
            busy = false;
            over = closed;
        } finally {
            lock.unlock();
        }
        if (over) {
            ended.accept(this);
        }
    }
}

package dev.signalbox.service.probe;

import dev.signalbox.operation.TimeSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One probe of one service, asked again and again until it is closed. Between two tries there is a timer and no
/// thread. Each try has a virtual thread of its own, which also tells its answer. Safe to use from any thread.
///
/// Tries never overlap: one that is due while another is still being asked, or its answer being told, is skipped.
public final class Probing implements AutoCloseable {
    private final String name;
    private final Question question;
    private final TimeSource time;
    private final Duration initialDelay;
    private final Duration stagger;
    private final Duration tryTimeout;
    private final UnaryOperator<String> mask;
    private final Consumer<Answer> listener;

    private final ReentrantLock lock = new ReentrantLock();
    private Duration every;
    private boolean begun;
    private boolean closed;
    /// Of the timers that are set, only the one with this number counts.
    private int timer;
    private int attempt;
    private long startedNanos;
    /// From the start of a try until its answer has been told.
    private boolean busy;
    /// Who asks now, and may be interrupted; `null` while the listener is told.
    private @Nullable Thread asking;

    private boolean timedOut;

    /// @param stagger how much later the first try is, if it is to be staggered
    /// @param mask takes secrets out of a text
    Probing(
            String name,
            Question question,
            TimeSource time,
            Schedule schedule,
            UnaryOperator<String> mask,
            Consumer<Answer> listener) {
        this.name = name;
        this.question = question;
        this.time = time;
        this.every = schedule.every();
        this.initialDelay = schedule.initialDelay();
        this.stagger = schedule.stagger();
        this.tryTimeout = schedule.tryTimeout();
        this.mask = mask;
        this.listener = listener;
    }

    /// When tries are made.
    record Schedule(Duration every, Duration initialDelay, Duration stagger, Duration tryTimeout) {}

    /// Asks for the first time when the probe's initial delay has passed, and from then on at its pace.
    ///
    /// @throws IllegalStateException if it has begun already
    public void begin() {
        begin(false);
    }

    /// As [#begin()].
    ///
    /// @param staggered whether the first try is later by a random part of a round, so that the probes of many
    ///     services do not all ask at the same moment
    public void begin(boolean staggered) {
        lock.lock();
        try {
            if (begun) {
                throw new IllegalStateException("the probe of " + name + " has begun already");
            }
            begun = true;
            schedule(staggered ? initialDelay.plus(stagger) : initialDelay);
        } finally {
            lock.unlock();
        }
    }

    /// Changes the time from the start of one try to the start of the next, counted from the last one's start. The
    /// first try stays when it is.
    public void pace(Duration newEvery) {
        lock.lock();
        try {
            every = newEvery;
            if (attempt > 0) {
                schedule(every.minusNanos(time.nanoTime() - startedNanos));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Asks no more. A try under way is broken off and its answer dropped; only a call of the listener that has begun
    /// already may outlast this. May be called by the listener, and twice.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (asking != null) {
                asking.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The thread that a close has to break off, or did.
    @Nullable
    Thread asking() {
        lock.lock();
        try {
            return asking;
        } finally {
            lock.unlock();
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

    private void schedule(Duration delay) {
        if (closed) {
            return;
        }
        var number = ++timer;
        time.schedule(delay.isNegative() ? Duration.ZERO : delay, () -> due(number));
    }

    private void due(int number) {
        lock.lock();
        try {
            if (closed || number != timer) {
                return;
            }
            schedule(every);
            if (!busy) {
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        busy = true;
        timedOut = false;
        startedNanos = time.nanoTime();
        var number = ++attempt;
        asking = Thread.ofVirtual().name("probe " + name).start(() -> attempt(number));
        time.schedule(tryTimeout, () -> timeOut(number));
    }

    private void timeOut(int number) {
        lock.lock();
        try {
            if (asking != null && number == attempt) {
                timedOut = true;
                asking.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void attempt(int number) {
        try {
            var finding = ask();
            if (endAsking()) {
                listener.accept(new Answer(finding.ok(), mask.apply(finding.text()), number));
            }
        } finally {
            free();
        }
    }

    private Finding ask() {
        try {
            return question.ask();
        } catch (InterruptedException | IOException e) {
            return Finding.no(wasTimedOut() ? "no answer within " + Texts.duration(tryTimeout) : describe(e));
        }
    }

    private static String describe(Exception problem) {
        return switch (problem) {
            case ConnectException _ -> "connection refused";
            case UnknownHostException e -> "no such host: " + e.getMessage();
            default -> {
                var message = problem.getMessage();
                yield message == null ? problem.getClass().getSimpleName() : message;
            }
        };
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
        lock.lock();
        try {
            asking = null;
            busy = false;
        } finally {
            lock.unlock();
        }
    }
}

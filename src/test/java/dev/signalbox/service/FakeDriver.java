package dev.signalbox.service;

import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A driver of a service that exists in memory only. Starts and stops take as long as a test wants, fail or
/// hang; the lives of its instances are kept. Unlike a true driver it can be opened again after it was
/// closed, which stands for a later engine. Safe to use from any thread, so that a test may find out that
/// it was used wrongly.
public class FakeDriver implements ServiceDriver {
    /// A time span, on the clock of [System#nanoTime].
    public record Interval(long begin, long end) {}

    private record Instance(long pid, Instant since, long begin) {}

    private static final AtomicLong PIDS = new AtomicLong(1000);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final List<Interval> lives = new CopyOnWriteArrayList<>();
    private final List<Interval> calls = new CopyOnWriteArrayList<>();
    private volatile Duration startTime = Duration.ZERO;
    private volatile Duration stopTime = Duration.ZERO;
    private volatile @Nullable String startFailure;
    private volatile @Nullable String stopFailure;
    private volatile @Nullable ExitStatus endOfStart;
    private volatile int leftovers;
    private volatile boolean hangNextStop;
    private volatile boolean deaf;
    private volatile boolean asked;
    private final AtomicInteger kills = new AtomicInteger();
    private volatile @Nullable LogFiles log;
    private volatile CountDownLatch hang = new CountDownLatch(0);
    private @Nullable Instance instance;
    private boolean adopted;
    private DriverStatus down = new Stopped(true);
    private @Nullable Consumer<DriverStatus> watcher;

    /// How long starts and stops take from now on.
    public FakeDriver takes(Duration start, Duration stop) {
        startTime = start;
        stopTime = stop;
        return this;
    }

    /// Lets the next start fail with this message.
    public void failNextStart(String message) {
        startFailure = message;
    }

    /// Lets the next start succeed, and the service end by itself before it returns, as a job may.
    public void endNextStart(ExitStatus exit) {
        endOfStart = exit;
    }

    /// How many processes its ends leave behind from now on.
    public FakeDriver leaving(int processes) {
        leftovers = processes;
        return this;
    }

    /// Nobody can tell what it does, until it is started.
    public synchronized void cannotBeLookedAt(String reason) {
        down = new DriverStatus.Unknown(reason);
    }

    /// Lets the next stop fail with this message, and the service run on.
    public void failNextStop(String message) {
        stopFailure = message;
    }

    /// Lets starts and stops hang until they are interrupted, or [#release] is called.
    public void hang() {
        hang = new CountDownLatch(1);
    }

    /// Lets starts and stops hang until [#release] is called, whatever anybody asks them.
    public void hangDeaf() {
        deaf = true;
        hang();
    }

    /// Lets the next stop hang until it is interrupted.
    public void hangNextStop() {
        hangNextStop = true;
    }

    /// Ends the hanging.
    public void release() {
        deaf = false;
        hang.countDown();
    }

    /// Ends a running service, as if by itself; what was asked to end by a stop that was called off ends as asked.
    public void crash(ExitStatus exit, String... lastLines) {
        @Nullable Consumer<DriverStatus> told;
        DriverStatus news;
        synchronized (this) {
            endInstance();
            down = asked ? new Stopped(true) : new Exited(exit, Instant.now(), List.of(lastLines), leftovers);
            news = down;
            told = watcher;
        }
        if (told != null) {
            told.accept(news);
        }
    }

    /// The machine was started anew: nothing of the service is there, and nobody knows how it ended.
    public synchronized void vanish() {
        endInstance();
        down = new Stopped(true);
    }

    /// The lives of the instances that have ended.
    public List<Interval> lives() {
        return List.copyOf(lives);
    }

    /// When calls of [#start] and [#stop] were under way, as far as they have ended.
    public List<Interval> calls() {
        return List.copyOf(calls);
    }

    /// Whether two of these intervals have a moment in common.
    public static boolean overlap(List<Interval> intervals) {
        var sorted = intervals.stream()
                .sorted(Comparator.comparingLong(Interval::begin))
                .toList();
        return IntStream.range(1, sorted.size())
                .anyMatch(i -> sorted.get(i).begin() < sorted.get(i - 1).end());
    }

    /// How many instances are alive.
    public synchronized int instances() {
        return instance == null ? 0 : 1;
    }

    @Override
    public synchronized void open(Consumer<DriverStatus> newWatcher) {
        watcher = newWatcher;
        adopted = instance != null;
    }

    @Override
    public void start(OperationContext work) throws DriverException, InterruptedException {
        var begin = System.nanoTime();
        try {
            work.requireLive();
            if (instances() == 1) {
                work.nothingToDo("already running");
                return;
            }
            work.doing("starting");
            pass(startTime);
            var failure = startFailure;
            startFailure = null;
            if (failure != null) {
                clear();
                throw new DriverException(failure);
            }
            work.requireLive();
            asked = false;
            work.step("started pid " + beginInstance());
            var end = endOfStart;
            endOfStart = null;
            if (end != null) {
                crash(end);
            }
        } catch (InterruptedException e) {
            clear();
            throw e;
        } finally {
            calls.add(new Interval(begin, System.nanoTime()));
        }
    }

    @Override
    public void kill(Operation operation) {
        kills.incrementAndGet();
        synchronized (this) {
            endInstance();
            down = new Stopped(true);
        }
        release();
    }

    /// How often it was told to kill.
    public int kills() {
        return kills.get();
    }

    @Override
    public void stop(OperationContext work) throws DriverException, InterruptedException {
        var begin = System.nanoTime();
        try {
            work.requireLive();
            if (instances() == 0) {
                clear();
                if (work.operation().kind() == OperationKind.STOP) {
                    work.nothingToDo("not running");
                }
                return;
            }
            work.step("SIGTERM sent");
            work.doing("waiting for 1 process to exit");
            if (hangNextStop) {
                hangNextStop = false;
                NEVER.await();
            }
            pass(stopTime);
            var failure = stopFailure;
            stopFailure = null;
            if (failure != null) {
                throw new DriverException(failure);
            }
            work.requireLive();
            synchronized (this) {
                endInstance();
                down = new Stopped(true);
            }
            work.step("exited");
        } catch (InterruptedException e) {
            asked = work.cancellation() != null;
            throw e;
        } finally {
            calls.add(new Interval(begin, System.nanoTime()));
        }
    }

    @Override
    public synchronized DriverStatus status() {
        return instance == null ? down : new Running(instance.pid(), instance.since(), adopted);
    }

    @Override
    public @Nullable LogFiles log() {
        return log;
    }

    /// Its output is in these files from now on.
    public FakeDriver logTo(LogFiles files) {
        log = files;
        return this;
    }

    @Override
    public synchronized void close() {
        watcher = null;
    }

    private void pass(Duration time) throws InterruptedException {
        var deadline = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                hang.await();
                var _ = NEVER.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return;
            } catch (InterruptedException e) {
                if (!deaf) {
                    throw e;
                }
            }
        }
    }

    private synchronized long beginInstance() {
        var begun = new Instance(PIDS.incrementAndGet(), Instant.now(), System.nanoTime());
        instance = begun;
        adopted = false;
        return begun.pid();
    }

    private synchronized void endInstance() {
        if (instance != null) {
            lives.add(new Interval(instance.begin(), System.nanoTime()));
            instance = null;
        }
    }

    private synchronized void clear() {
        down = new Stopped(true);
    }
}

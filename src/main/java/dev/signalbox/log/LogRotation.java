package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rotates the logs of a workspace's services while they write, with nothing asked of them and no byte lost: the
/// beginning of a file that got long, or old, is copied to a compressed file of its own, and then taken out of
/// the file by making a hole there. The service goes on at the same offset of the same file, so whatever speaks
/// of offsets stays true. [LogTail] and [LastLines] begin where the hole ends.
///
/// A crash at any moment is made good by the next engine. What a service cuts off its log by itself is not in
/// this promise. On a file system that knows no holes a service writes through log-writer processes, and whole
/// [Segments] are freed; the log of one that was started without them grows, and [#problems] says so.
///
/// All files are looked at once a second by one thread, and rotated by others, each by one at a time and some at
/// once, so that one that is busy for long lets the others not grow. Safe to use from any thread.
public final class LogRotation implements AutoCloseable {

    /// How much of each of a service's two files is kept.
    ///
    /// @param maxSize bytes before a piece of the file is rotated, and of each such piece
    /// @param keep how many rotated files stay
    /// @param maxAge of what is in the file before all of it is rotated; `null` if only its size counts
    public record Limits(long maxSize, int keep, @Nullable Duration maxAge) {
        public Limits {
            if (maxSize <= 0 || keep < 0) {
                throw new IllegalArgumentException("maxSize is " + maxSize + " and keep is " + keep
                        + ", but must be more than zero, and at least zero");
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final long CLOSING_SECONDS = 5;
    /// Logs that are compressed at a time.
    private static final int AT_ONCE = 4;

    private final LogKeeper keeper;
    private final Supplier<Map<String, String>> losses;
    private final InstantSource clock;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Map<LogFiles, Limits> wanted = new ConcurrentHashMap<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log rotation").factory());
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("log rotation ", 1).factory());
    private volatile Map<String, String> problems = Map.of();

    /// Begins at once, with no service. Only one may be at work in a folder.
    ///
    /// @param folder of all the logs
    /// @param total bytes that all logs there may take on the disk, those of services that are gone included;
    ///     what was rotated first is deleted first
    /// @param notes for what the reader of a log shall know; closed by the caller, later
    /// @param clock the wall clock
    /// @throws IOException if the folder cannot be read
    public LogRotation(Path folder, long total, LogNotes notes, InstantSource clock) throws IOException {
        this(
                workers -> new LogKeeper(
                        folder.toAbsolutePath(), total, new SystemDisk(Holes::punch), notes::mark, workers),
                notes::problems,
                clock);
    }

    /// How a keeper is made.
    interface Making {
        LogKeeper by(Executor workers) throws IOException;
    }

    /// @param losses why output does not reach logs, by service
    LogRotation(Making making, Supplier<Map<String, String>> losses, InstantSource clock) throws IOException {
        this.keeper = making.by(workers);
        this.losses = losses;
        this.clock = clock;
        keeper.whenMoved(this::lookAgain);
        var _ = executor.scheduleWithFixedDelay(this::run, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Holds `log` within `limits` from now on, instead of any earlier ones.
    public void keep(LogFiles log, Limits limits) {
        wanted.put(log, limits);
    }

    /// Lets all logs take other `total` bytes on the disk from now on.
    public void limitTotal(long total) {
        keeper.limitTotal(total);
    }

    /// Leaves `log` alone, as its service is gone from the workspace. Its files stay until their room is needed.
    public void forget(LogFiles log) {
        wanted.remove(log);
    }

    /// What keeps logs from being rotated now, or output from reaching them, by service.
    public Map<String, String> problems() {
        return problems;
    }

    /// Adds a watcher that is told when [#problems] has changed, on the rotation's thread; it must not block.
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    private void lookAgain() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            // It is over.
        }
    }

    private void run() {
        try {
            while (keeper.tick(clock.instant(), wanted) && !executor.isShutdown()) {
                report();
            }
            report();
        } catch (RuntimeException e) {
            // Or the executor would never come back.
            LOG.error("logs cannot be rotated", e);
        }
    }

    private void report() {
        var before = problems;
        var own = keeper.problems();
        var now = new TreeMap<>(own);
        now.putAll(losses.get());
        if (now.equals(before) || executor.isShutdown()) {
            return;
        }
        problems = Map.copyOf(now);
        own.forEach((service, problem) -> { // of losses it is told where they are found
            if (!problem.equals(before.get(service))) {
                LOG.warn("log of {}: {}", service, problem);
            }
        });
        watchers.forEach(Runnable::run);
    }

    /// Breaks off the copies that are being made, and ends the threads.
    @Override
    public void close() {
        executor.shutdownNow();
        workers.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)
                    || !workers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a log is still being rotated");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

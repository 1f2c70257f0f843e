package dev.signalbox.console.inspector;

import dev.signalbox.console.FxThread;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogTail;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows one service's output on a thread of its own and hands it to the FX thread, at most once per pulse.
/// However slow the FX thread is, no more than the newest [#LIMIT] lines wait for it.
final class LogFollower implements AutoCloseable {
    /// As many lines as the view holds.
    static final int LIMIT = 5_000;

    private static final long PAUSE_MILLIS = 200;

    /// What is new.
    ///
    /// @param lines that were added
    /// @param outSize bytes of standard output
    /// @param errSize bytes of standard error
    /// @param problem why the files cannot be read, empty if they can
    record News(List<LogLine> lines, long outSize, long errSize, String problem) {}

    private final LogFiles files;
    private final Consumer<News> sink;
    private final Runnable signal = FxThread.coalesced(this::deliver);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-follower").factory());
    private @Nullable LogTail tail;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogLine> inbox = new ArrayDeque<>();
    private News newest = new News(List.of(), 0, 0, "");

    /// Read and written on the FX thread.
    private boolean closed;

    /// Begins at once.
    ///
    /// @param sink called on the FX thread until [#close]
    LogFollower(LogFiles files, Consumer<News> sink) {
        this.files = files;
        this.sink = sink;
        var _ = executor.scheduleWithFixedDelay(this::poll, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            var current = tail;
            if (current == null) {
                current = LogTail.open(files, LIMIT);
                tail = current;
            }
            offer(new News(current.poll(), files.outLength(), files.errLength(), ""));
        } catch (IOException e) {
            offer(new News(List.of(), newest.outSize(), newest.errSize(), String.valueOf(e.getMessage())));
        }
    }

    private void offer(News news) {
        lock.lock();
        try {
            if (news.equals(newest)) {
                return;
            }
            for (var line : news.lines()) {
                inbox.addLast(line);
                if (inbox.size() > LIMIT) {
                    inbox.removeFirst();
                }
            }
            newest = new News(List.of(), news.outSize(), news.errSize(), news.problem());
        } finally {
            lock.unlock();
        }
        signal.run();
    }

    private void deliver() {
        if (!closed) {
            sink.accept(take());
        }
    }

    private News take() {
        lock.lock();
        try {
            var lines = List.copyOf(inbox);
            inbox.clear();
            return new News(lines, newest.outSize(), newest.errSize(), newest.problem());
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread; nothing is handed over any more. FX thread.
    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
    }
}

package dev.signalbox.console.inspector;

import dev.signalbox.console.FxThread;
import dev.signalbox.engine.OutputReader;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.Operation;
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
    /// @param reach how much of what was asked for there is
    record News(List<LogLine> lines, long outSize, long errSize, String problem, Reach reach) {}

    /// How far what was asked for goes.
    enum Reach {
        /// To the end, and it goes on.
        ON,
        /// It ends where as many lines were read as the view holds.
        CUT_SHORT,
        /// Where it should begin is not kept.
        NOT_KEPT
    }

    /// One of these two is there.
    private final @Nullable LogFiles files;

    private final @Nullable OutputReader remote;
    private final Consumer<News> sink;
    private final Runnable signal = FxThread.coalesced(this::deliver);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-follower").factory());
    private final @Nullable Operation begin;
    private @Nullable LogTail tail;
    private Reach reach = Reach.ON;
    /// How many lines were read from the operation on.
    private int read;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogLine> inbox = new ArrayDeque<>();
    private News newest = new News(List.of(), 0, 0, "", Reach.ON);

    /// Read and written on the FX thread.
    private boolean closed;

    /// Begins at once.
    ///
    /// @param begin the operation to begin at; `null` to begin with the newest lines
    /// @param sink called on the FX thread until [#close]
    LogFollower(LogFiles files, @Nullable Operation begin, Consumer<News> sink) {
        this(files, null, begin, sink);
    }

    /// Begins at once.
    ///
    /// @param remote closed with this one
    /// @param sink called on the FX thread until [#close]
    LogFollower(OutputReader remote, Consumer<News> sink) {
        this(null, remote, null, sink);
    }

    private LogFollower(
            @Nullable LogFiles files, @Nullable OutputReader remote, @Nullable Operation begin, Consumer<News> sink) {
        this.files = files;
        this.remote = remote;
        this.begin = begin;
        this.sink = sink;
        var _ = executor.scheduleWithFixedDelay(this::poll, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            if (remote != null) {
                offer(new News(remote.poll(), 0, 0, "", reach));
            } else if (files != null) {
                offer(new News(lines(files), files.outLength(), files.errLength(), "", reach));
            }
        } catch (IOException e) {
            offer(new News(List.of(), newest.outSize(), newest.errSize(), String.valueOf(e.getMessage()), reach));
        }
    }

    private List<LogLine> lines(LogFiles files) throws IOException {
        if (reach != Reach.ON) {
            return List.of();
        }
        if (tail == null) {
            tail = begin == null
                    ? LogTail.open(files, LIMIT)
                    : LogTail.openAt(files, begin.mark()).orElse(null);
        }
        if (tail == null) {
            reach = Reach.NOT_KEPT;
            return List.of();
        }
        return begin == null ? tail.poll() : upToLimit(tail.poll());
    }

    /// More would push out the beginning.
    private List<LogLine> upToLimit(List<LogLine> lines) {
        if (read + lines.size() > LIMIT) {
            reach = Reach.CUT_SHORT;
        }
        var taken = lines.subList(0, Math.min(lines.size(), LIMIT - read));
        read += taken.size();
        return taken;
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
            newest = new News(List.of(), news.outSize(), news.errSize(), news.problem(), news.reach());
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
            return new News(lines, newest.outSize(), newest.errSize(), newest.problem(), newest.reach());
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread; nothing is handed over any more. FX thread.
    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
        if (remote != null) {
            remote.close();
        }
    }
}

package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.engine.Output;
import dev.signalbox.log.LogLine;
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
    /// @param reach how much of what was asked for there is
    /// @param sizes how much the service has written; `null` if that is not known
    /// @param problem why no lines come, empty if they do
    record News(List<LogLine> lines, Output.Reach reach, Output.@Nullable Sizes sizes, String problem) {}

    private final Output output;
    private final Consumer<News> sink;
    private final Runnable signal = FxThread.coalesced(this::deliver);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-follower").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LogLine> inbox = new ArrayDeque<>();
    private News newest = new News(List.of(), Output.Reach.ON, null, "");

    /// Read and written on the FX thread.
    private boolean closed;

    /// Begins at once.
    ///
    /// @param output closed with this one
    /// @param sink called on the FX thread until [#close]
    LogFollower(Output output, Consumer<News> sink) {
        this.output = output;
        this.sink = sink;
        var _ = executor.scheduleWithFixedDelay(this::poll, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            var news = output.poll();
            offer(new News(news.lines(), news.reach(), news.sizes(), ""));
        } catch (IOException e) {
            offer(new News(List.of(), newest.reach(), newest.sizes(), String.valueOf(e.getMessage())));
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
            newest = new News(List.of(), news.reach(), news.sizes(), news.problem());
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
            return new News(lines, newest.reach(), newest.sizes(), newest.problem());
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread; nothing is handed over any more. FX thread.
    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
        output.close();
    }
}

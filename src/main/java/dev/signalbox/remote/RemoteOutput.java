package dev.signalbox.remote;

import dev.signalbox.engine.OutputReader;
import dev.signalbox.log.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows a service's output on a thread of its own. What is written while there is no connection is not fetched
/// later, and a line of the console itself says so.
final class RemoteOutput implements OutputReader {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Http http;
    private final String path;
    private final int newest;
    private final Supplier<RemoteClock> clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    /// The oldest are dropped if nobody fetches them.
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private String problem = "";
    private volatile @Nullable ServerSentEvents stream;
    private volatile boolean closed;

    /// Begins at once.
    ///
    /// @param path of the log, with the beginning of a query
    /// @param from the rest of it, which counts at first only
    /// @param newest how many lines are asked for at first, and how many wait at most to be fetched
    RemoteOutput(Http http, String path, String from, int newest, Supplier<RemoteClock> clock) {
        this.http = http;
        this.path = path;
        this.newest = newest;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("remote output").start(() -> run(from));
    }

    private void run(String from) {
        try {
            read("&lines=" + newest + from);
            while (!closed) {
                Thread.sleep(RETRY);
                read("&lines=0");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads until the stream ends or breaks.
    private void read(String query) throws InterruptedException {
        var reason = "the engine ended the connection";
        try (var events = http.stream(path + query, "")) {
            stream = events;
            connected();
            for (var event = events.next(); event != null && !closed; event = events.next()) {
                if (event.type().equals("line")) {
                    add(line(Wire.read(event.data(), Wire.Line.class), clock.get()));
                }
            }
        } catch (IOException | RuntimeException e) {
            reason = String.valueOf(e.getMessage());
        } catch (RefusedException e) {
            reason = e.reason();
        }
        lock.lock();
        try {
            problem = reason;
        } finally {
            lock.unlock();
        }
    }

    private void connected() {
        lock.lock();
        try {
            if (!problem.isEmpty()) {
                var text = "what was written while there was no connection is not shown: " + problem;
                add(new LogLine(clock.get().time().now(), LogLine.Stream.CONSOLE, text));
            }
            problem = "";
        } finally {
            lock.unlock();
        }
    }

    static LogLine line(Wire.Line wire, RemoteClock clock) {
        var time = wire.time();
        return new LogLine(
                time == null ? null : clock.here(time),
                Words.constant(LogLine.Stream.class, wire.stream()),
                wire.text());
    }

    private void add(LogLine line) {
        lock.lock();
        try {
            if (lines.size() == newest) {
                lines.removeFirst();
            }
            lines.addLast(line);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<LogLine> poll() throws IOException {
        lock.lock();
        try {
            if (lines.isEmpty() && !problem.isEmpty()) {
                throw new IOException(problem);
            }
            var taken = List.copyOf(lines);
            lines.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        var now = stream;
        if (now != null) {
            now.close();
        }
    }
}

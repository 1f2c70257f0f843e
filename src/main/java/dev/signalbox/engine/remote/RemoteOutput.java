package dev.signalbox.engine.remote;

import dev.signalbox.engine.Output;
import dev.signalbox.log.LogLine;
import dev.signalbox.operation.Operation;
import dev.signalbox.wire.LogLineMessage;
import dev.signalbox.wire.ReachMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows a service's output on a thread of its own. What is written while there is no connection is not fetched
/// later, and a line of the engine itself says so.
final class RemoteOutput implements Output {
    private static final int BAD_REQUEST = 400;

    private final Http http;
    private final String path;
    private final @Nullable Operation from;
    private final int limit;
    private final Supplier<RemoteClock> clock;
    private final Reader reader = new Reader("remote output", this::read);

    private final ReentrantLock lock = new ReentrantLock();
    /// The oldest are dropped if nobody fetches them.
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private Reach reach = Reach.ON;
    private String problem = "";

    /// Whether the beginning was asked for, and an answer came. These three are of the one thread only.
    private boolean begun;
    /// Whether the engine does not know how to begin at an operation.
    private boolean older;
    /// How many lines have come since the operation.
    private int since;

    /// Begins at once.
    ///
    /// @param from see [dev.signalbox.engine.Engine#output], as of `limit`; no more lines than that wait to be
    ///     fetched
    RemoteOutput(Http http, String service, @Nullable Operation from, int limit, Supplier<RemoteClock> clock) {
        this.http = http;
        this.path = "/services/" + Http.encoded(service) + "/log?follow=true";
        this.from = from;
        this.limit = limit;
        this.clock = clock;
        reader.start();
    }

    /// Reads until the stream ends or breaks.
    ///
    /// @return whether more may come
    private boolean read() throws InterruptedException {
        var reason = "the engine ended the connection";
        try (var events = open()) {
            connected();
            for (var event = reader.next(events); event != null; event = reader.next(events)) {
                if (!take(event)) {
                    return false;
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
        return true;
    }

    private ServerSentEvents open() throws IOException, RefusedException, InterruptedException {
        if (begun || from == null) {
            return http.stream(path + "&lines=" + (begun ? 0 : limit), "");
        }
        var beginning = path + "&lines=" + limit;
        try {
            return http.stream(beginning + "&from=" + from.id(), "");
        } catch (RefusedException e) {
            if (e.status() != BAD_REQUEST) {
                throw e;
            }
            older = true;
            var time = clock.get().there(from.submittedAt());
            return http.stream(beginning + "&since=" + Http.encoded(time.toString()), "");
        }
    }

    private void connected() {
        lock.lock();
        try {
            if (begun && !problem.isEmpty()) {
                var text = "what was written while there was no connection is not shown: " + problem;
                add(new LogLine(clock.get().time().now(), LogLine.Stream.CONSOLE, text));
            }
            problem = "";
        } finally {
            lock.unlock();
        }
        begun = true;
    }

    /// @return whether more may come
    private boolean take(ServerSentEvents.Event event) throws IOException {
        lock.lock();
        try {
            switch (event.type()) {
                case "line" ->
                    add(Wire.readAnswer(event.data(), LogLineMessage.class).toLine(clock.get()));
                case "reach" ->
                    reach = Wire.readAnswer(event.data(), ReachMessage.class).toReach();
                default -> {} // of a later engine
            }
            return reach == Reach.ON;
        } finally {
            lock.unlock();
        }
    }

    /// Adds a line. More of them than wanted would push out what the operation began with.
    private void add(LogLine line) {
        if (from != null && !older) {
            if (since == limit) {
                reach = Reach.CUT_SHORT;
                return;
            }
            since++;
        }
        if (lines.size() == limit) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    @Override
    public News poll() throws IOException {
        lock.lock();
        try {
            if (lines.isEmpty() && !problem.isEmpty()) {
                throw new IOException(problem);
            }
            var taken = List.copyOf(lines);
            lines.clear();
            return new News(taken, reach, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}

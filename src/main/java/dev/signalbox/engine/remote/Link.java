package dev.signalbox.engine.remote;

import dev.signalbox.engine.Connection;
import dev.signalbox.time.TimeSource;
import dev.signalbox.wire.EventMessage;
import dev.signalbox.wire.HealthMessage;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the connection to an engine: reads its events, measures how long it takes to answer, and begins anew
/// when it is lost.
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /// What is done with what comes. Called on the link's thread, but for [#connectionChanged].
    interface Handler {
        /// The engine answers, and its events are collected from now on. Reads all that there is.
        void opened(RemoteClock clock) throws IOException, RefusedException, InterruptedException;

        /// Something happened there.
        void happened(String type, EventMessage event) throws IOException;

        /// From now on nothing is known.
        void lost();

        /// [Link#connection()] is another one.
        void connectionChanged();
    }

    /// How often something is done.
    ///
    /// @param measure between two measurements of the latency
    /// @param firstRetry after a connection was lost; twice as long after each vain try
    /// @param longestRetry the most that it becomes
    record Pace(Duration measure, Duration firstRetry, Duration longestRetry) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30));

        Duration after(Duration retry) {
            var next = retry.multipliedBy(2);
            return next.compareTo(longestRetry) > 0 ? longestRetry : next;
        }
    }

    private final Http http;
    private final TimeSource time;
    private final Handler handler;
    private final Pace pace;
    private final ReentrantLock telling = new ReentrantLock();
    private final Semaphore wake = new Semaphore(0);
    private volatile Connection connection;
    private volatile @Nullable HealthMessage health;
    private volatile @Nullable ServerSentEvents stream;
    /// Why this side gave the stream up; `null` if it did not.
    private volatile @Nullable String fault;
    private volatile boolean closed;
    /// Of the newest event that was told, and of the greeting before the first.
    private String lastId = "";

    Link(Http http, TimeSource time, Handler handler, Pace pace) {
        this.http = http;
        this.time = time;
        this.handler = handler;
        this.pace = pace;
        this.connection = lostNow("it was not connected yet", time.now(), Duration.ZERO);
    }

    /// Connects for the first time, and follows what happens then on a thread of its own.
    void open() throws IOException, RefusedException, InterruptedException {
        connect();
        Thread.ofVirtual().name("remote engine").start(this::run);
    }

    Connection connection() {
        return connection;
    }

    /// What the engine said of itself last.
    @Nullable
    HealthMessage health() {
        return health;
    }

    private void connect() throws IOException, RefusedException, InterruptedException {
        fault = null;
        var begin = time.nanoTime();
        var answer = http.ask("/health", ANSWER);
        var latency = Duration.ofNanos(time.nanoTime() - begin);
        health = Wire.readAnswer(answer.body(), HealthMessage.class);
        var fresh = http.stream("/events", lastId);
        stream = fresh;
        if (closed) {
            fresh.close();
        }
        if (lastId.isEmpty()) {
            // Else a connection that is lost at once could not be gone on with: what happens meanwhile would be missed.
            var greeting = fresh.next();
            if (greeting == null) {
                throw new IOException("the engine ended the connection");
            }
            lastId = greeting.id();
        }
        guarded(() -> handler.opened(clock(answer)));
        tell(new Connection.Connected(http.host(), latency));
        measureLater(fresh);
    }

    private RemoteClock clock(HttpResponse<String> answer) {
        var date = answer.headers().firstValue("Date").orElse("");
        try {
            var told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return RemoteClock.of(time, told.toInstant(), time.now());
        } catch (DateTimeException e) {
            return RemoteClock.inStep(time);
        }
    }

    private void tell(Connection now) {
        connection = now;
        handler.connectionChanged();
    }

    /// A measurement must not say of a connection that it is there after it was lost.
    private void tell(Connection now, ServerSentEvents of) {
        telling.lock();
        try {
            if (stream == of) {
                tell(now);
            }
        } finally {
            telling.unlock();
        }
    }

    // --- following ---

    private void run() {
        try {
            while (!closed) {
                var reason = follow();
                if (!closed) {
                    reconnect(reason);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads events until there are no more.
    ///
    /// @return why
    private String follow() throws InterruptedException {
        var reason = "the engine ended the connection";
        try (var events = stream) {
            if (events != null) {
                for (var event = events.next(); event != null; event = events.next()) {
                    if (!event.id().isEmpty()) {
                        lastId = event.id();
                    }
                    if (!event.data().isEmpty()) {
                        var data = Wire.readAnswer(event.data(), EventMessage.class);
                        var type = event.type();
                        guarded(() -> handler.happened(type, data));
                    }
                }
            }
        } catch (IOException e) {
            reason = message(e);
        } catch (RefusedException e) {
            reason = e.reason();
        }
        var own = fault;
        return own == null ? reason : own;
    }

    private static String message(IOException e) {
        var message = e.getMessage();
        return message == null || message.isEmpty() ? "the connection broke" : message;
    }

    /// Tries until it is connected again, or closed.
    private void reconnect(String first) throws InterruptedException {
        var since = time.now();
        var reason = first;
        abort();
        handler.lost();
        for (var retry = pace.firstRetry(); !closed; retry = pace.after(retry)) {
            tell(lostNow(reason, since, retry));
            wake.tryAcquire(retry.toNanos(), TimeUnit.NANOSECONDS);
            wake.drainPermits();
            if (closed) {
                return;
            }
            tell(lostNow(reason, since, Duration.ZERO));
            try {
                connect();
                return;
            } catch (IOException e) {
                reason = message(e);
            } catch (RefusedException e) {
                reason = e.reason();
            }
            abort();
        }
    }

    private Connection lostNow(String reason, Instant since, Duration retry) {
        return new Connection.Lost(http.host(), reason, since, time.now().plus(retry));
    }

    private interface Action {
        void run() throws IOException, RefusedException, InterruptedException;
    }

    /// An engine of another version may say what is unknown here, or not what is expected; whatever that leads to
    /// must not end the thread that keeps the connection.
    private static void guarded(Action action) throws IOException, RefusedException, InterruptedException {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("an answer of the engine is not understood", e);
            throw new IOException("what answers there is no Signalbox that this one understands", e);
        }
    }

    // --- measuring ---

    private void measureLater(ServerSentEvents of) {
        time.schedule(
                pace.measure(), () -> Thread.ofVirtual().name("remote latency").start(() -> measure(of)));
    }

    private void measure(ServerSentEvents of) {
        if (stream != of) {
            return;
        }
        try {
            var begin = time.nanoTime();
            var answer = http.ask("/health", ANSWER);
            var latency = Duration.ofNanos(time.nanoTime() - begin);
            health = Wire.readAnswer(answer.body(), HealthMessage.class);
            tell(new Connection.Connected(http.host(), latency), of);
            measureLater(of);
        } catch (IOException e) {
            broken(of, message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives the present connection up, as something else than its stream has shown that it is of no use.
    void broken(String reason) {
        var now = stream;
        if (now != null) {
            broken(now, reason);
        }
    }

    private void broken(ServerSentEvents of, String reason) {
        if (stream == of) {
            fault = reason;
            abort();
        }
    }

    private void abort() {
        ServerSentEvents now;
        telling.lock();
        try {
            now = stream;
            stream = null;
        } finally {
            telling.unlock();
        }
        if (now != null) {
            now.close();
        }
    }

    /// Waits no longer before it tries again.
    void retry() {
        wake.release();
    }

    @Override
    public void close() {
        closed = true;
        abort();
        wake.release();
    }
}

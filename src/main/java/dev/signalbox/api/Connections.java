package dev.signalbox.api;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches the connections: one that takes long over sending a request or taking its answer is cut off. Each
/// connection has a thread of its own, which makes all calls of the listener.
final class Connections implements Http1ConnectionListener, AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 500;

    /// A request that is on its way, or an answer.
    private static final class Arrival {
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private boolean complete;

        /// Interrupting a virtual thread that reads or writes closes its connection.
        synchronized void cutOff() {
            if (!complete) {
                thread.interrupt();
            }
        }

        synchronized void complete() {
            complete = true;
        }
    }

    private static final ThreadLocal<@Nullable Arrival> CURRENT = new ThreadLocal<>();

    private final Set<Arrival> arrivals = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("slow requests").daemon().factory());
    private final Duration limit;

    /// @param limit within which a request must have arrived, and an answer been taken
    Connections(Duration limit) {
        this.limit = limit;
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        var now = System.nanoTime();
        var late = arrivals.stream()
                .filter(arrival -> now - arrival.since > limit.toNanos())
                .toList();
        late.forEach(Arrival::cutOff);
        late.forEach(arrivals::remove);
    }

    @Override
    public void data(ConnectionContext ctx, BufferData data) {
        arrives();
    }

    @Override
    public void data(ConnectionContext ctx, byte[] bytes, int position, int length) {
        arrives();
    }

    private void arrives() {
        if (CURRENT.get() == null) {
            var arrival = new Arrival();
            CURRENT.set(arrival);
            arrivals.add(arrival);
        }
    }

    @Override
    public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
        // What came with the beginning of the connection is not told as data.
        arrives();
    }

    @Override
    public void headers(ConnectionContext ctx, Headers headers) {}

    /// This thread sends an answer now, which is to be taken as quickly as a request is to be sent.
    void answers() {
        arrives();
    }

    /// The request of this thread has arrived as a whole, or its answer.
    void complete() {
        var arrival = CURRENT.get();
        if (arrival != null) {
            arrival.complete();
            arrivals.remove(arrival);
            CURRENT.remove();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

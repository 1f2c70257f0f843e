package dev.signalbox.engine.remote;

import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Usages;
import dev.signalbox.time.TimeSource;
import dev.signalbox.wire.RemoteClock;
import dev.signalbox.wire.SeriesMessage;
import dev.signalbox.wire.UsagesMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What services use that run elsewhere. As long as somebody wants to know, the engine there is asked once a second: of
/// figures it tells no events. Safe to use from any thread.
final class RemoteUsages {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /// An engine of an earlier version cannot tell.
    private static final Duration PERIOD_AFTER_REFUSAL = Duration.ofMinutes(1);

    private final Http http;
    private final TimeSource time;
    private final Supplier<RemoteClock> clock;
    private final BooleanSupplier isConnected;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Usages known = Usages.NONE;
    /// When it is asked again, on the [TimeSource#nanoTime()].
    private volatile long due;

    RemoteUsages(Http http, TimeSource time, Supplier<RemoteClock> clock, BooleanSupplier isConnected) {
        this.http = http;
        this.time = time;
        this.clock = clock;
        this.isConnected = isConnected;
        this.due = time.nanoTime();
    }

    /// What is known; nothing while there is no connection.
    Usages get() {
        if (!isConnected.getAsBoolean()) {
            known = Usages.NONE;
        } else if (time.nanoTime() - due >= 0 && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("remote usage").start(this::ask);
        }
        return known;
    }

    private void ask() {
        var next = PERIOD;
        try {
            known = Wire.readAnswer(http.get("/usage"), UsagesMessage.class).toUsages(clock.get());
        } catch (IOException | RuntimeException e) {
            known = Usages.NONE;
        } catch (RefusedException e) {
            known = Usages.NONE;
            next = PERIOD_AFTER_REFUSAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            due = time.nanoTime() + next.toNanos();
            asking.set(false);
        }
    }

    /// Waits.
    Series series(String service, Instant since, Duration step) throws IOException {
        var path = "/services/" + Http.encoded(service) + "/metrics?since="
                + Http.encoded(clock.get().there(since).toString()) + "&step=" + step.toSeconds() + "s";
        try {
            return Wire.readAnswer(http.get(path), SeriesMessage.class).toSeries(clock.get());
        } catch (RefusedException e) {
            throw new IOException(e.reason(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the question was ended", e);
        }
    }
}

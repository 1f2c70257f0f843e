package dev.signalbox.engine.local;

import dev.signalbox.operation.Threads;
import dev.signalbox.service.Reason;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Looks every few seconds for what services wait for that was missing when they were defined, such as a folder that
/// is not mounted yet. Nothing tells when it comes. Safe to use from any thread.
final class TroubleWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final TimeSource time;
    private final Threads threads;
    private final Services services;
    private final ServiceWork.Sources sources;
    private final AtomicBoolean appointed = new AtomicBoolean();
    private volatile boolean closed;

    TroubleWatch(TimeSource time, Threads threads, Services services, ServiceWork.Sources sources) {
        this.time = time;
        this.threads = threads;
        this.services = services;
        this.sources = sources;
        services.onDecided(this::see);
    }

    private void see(Supervisor supervisor) {
        if (waits(supervisor) && !closed && appointed.compareAndSet(false, true)) {
            time.schedule(PAUSE, () -> threads.start("looking for what was missing", this::look));
        }
    }

    private static boolean waits(Supervisor supervisor) {
        return supervisor.decision().reason().code() == Reason.Code.TROUBLE;
    }

    private void look() {
        var waiting = services.all().stream()
                .filter(TroubleWatch::waits)
                .map(supervisor -> supervisor.definition().id())
                .toList();
        if (!closed && !waiting.isEmpty()) {
            sources.lookAgain(waiting); // of all at once, as all files are read for it
        }
        appointed.set(false);
        services.all().forEach(this::see);
    }

    /// Looks no more. A look that goes on changes nothing.
    @Override
    public void close() {
        closed = true;
    }
}

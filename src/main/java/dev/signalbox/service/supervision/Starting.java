package dev.signalbox.service.supervision;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.Background;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.Probe;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The half of an operation that brings a service up: its process, and then its readiness, or the end of a job.
final class Starting {
    /// How often a clean-up may be interrupted and is tried again: an operation is asked to stop by a
    /// cancellation, by its deadline and by the end of the program.
    private static final int INTERRUPTIONS = 3;

    private final ServiceDefinition definition;
    private final ServiceDriver driver;
    private final boolean isReady;
    private final Supervision shared;
    private final OperationContext work;
    private final CompletableFuture<Exited> ended = new CompletableFuture<>();
    /// Until then the driver may still tell of an earlier run.
    private volatile boolean started;

    private boolean mine;

    /// @param isReady whether it runs already and is known to be ready
    Starting(
            ServiceDefinition definition,
            ServiceDriver driver,
            boolean isReady,
            Supervision shared,
            OperationContext work) {
        this.definition = definition;
        this.driver = driver;
        this.isReady = isReady;
        this.shared = shared;
        this.work = work;
    }

    /// Starts the service, and returns when it is up.
    ///
    /// @param running called when its process runs
    void run(Runnable running) throws DriverException, InterruptedException {
        var before = driver.status();
        try (var readiness = isReady ? null : prepare(before instanceof Running)) {
            driver.start(work);
            mine = !(before instanceof Running);
            started = true;
            work.underway();
            running.run();
            look();
            if (definition.oneShot()) {
                requireSuccess(get(ended));
            } else if (readiness != null) {
                await(readiness);
            }
        }
    }

    private @Nullable Readiness prepare(boolean runs) {
        var probe = definition.oneShot() ? null : definition.ready();
        if (probe == null || (runs && probe.check() instanceof Probe.Check.Log)) {
            return null;
        }
        return new Readiness(definition, probe, driver, shared, work);
    }

    private void await(Readiness readiness) throws DriverException, InterruptedException {
        var answer = readiness.begin();
        get(CompletableFuture.anyOf(answer, ended));
        if (!answer.isDone()) {
            var end = ended.join();
            throw new DriverException(end.exit().why(), "ended before it was ready: " + describe(end));
        }
        var problem = answer.join();
        if (problem != null) {
            throw new DriverException(Code.NOT_READY, problem);
        }
    }

    private void requireSuccess(Exited end) throws DriverException {
        work.step("ended with " + end.exit().describe());
        if (!definition.restart().isGood(end.exit())) {
            throw new DriverException(end.exit().why(), describe(end));
        }
    }

    private static String describe(Exited end) {
        if (!end.background().isEmpty()) {
            return Background.ended(end.background());
        }
        var lines = end.lastLines();
        return end.exit().describe() + (lines.isEmpty() ? "" : ": " + lines.getLast());
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause()); // nothing fails any of them
        }
    }

    /// The driver has news.
    void look() {
        if (started && driver.status() instanceof Exited end) {
            ended.complete(end);
        }
    }

    /// How it ended, as far as it was seen to; `null` if it was not.
    @Nullable
    Exited end() {
        return ended.getNow(null);
    }

    /// Leaves nothing of what [#run] has started, also on a thread that was interrupted, or is again meanwhile.
    void cleanUp() {
        var end = end();
        if (!mine || (end != null && end.leftovers() == 0)) {
            return;
        }
        work.requireLive();
        var _ = Thread.interrupted();
        for (var i = 0; i <= INTERRUPTIONS; i++) {
            try {
                driver.stop(work);
                return;
            } catch (InterruptedException e) {
                // It was asked to stop once more, which is what it does.
            } catch (DriverException e) {
                work.step("could not be stopped: " + e.getMessage());
                return;
            }
        }
    }
}

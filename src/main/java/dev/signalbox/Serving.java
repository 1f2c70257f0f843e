package dev.signalbox;

import dev.signalbox.api.ReloadFailedException;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.Source;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.PlanRequest;
import dev.signalbox.workspace.Workspace.OnExit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the signals do to an engine that is served: SIGHUP reloads the workspace, SIGTERM and SIGINT end it in
/// good order, and a second one of them without waiting for operations.
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final long DRAIN_SECONDS = 60;

    private final Signalbox engine;
    private final ServiceManager manager;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> hurried = new CompletableFuture<>();

    Serving(Signalbox engine, ServiceManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    void handleSignals() {
        ProcessSignals.handle("HUP", this::reload);
        ProcessSignals.handle("TERM", this::end);
        ProcessSignals.handle("INT", this::end);
    }

    /// Reads the workspace file again. A broken one changes nothing.
    private void reload() {
        manager.reloading();
        try {
            var report = new ServedEngine(engine).reload(true);
            LOG.info(
                    "reloaded: added {}, removed {}, changed {}, restarting {}",
                    report.added(),
                    report.removed(),
                    report.changed().stream().map(change -> change.id()).toList(),
                    report.restarts());
        } catch (ReloadFailedException e) {
            LOG.error("not reloaded: {}", e.getMessage());
            e.mistakes().forEach(LOG::error);
        }
        manager.ready();
    }

    private synchronized void end() {
        if (asked.getCount() == 0) {
            var _ = hurried.complete(null);
        }
        asked.countDown();
    }

    /// Returns when the engine was asked to end, its operations have ended, and its services were left or stopped
    /// as the workspace says.
    void await() throws InterruptedException {
        asked.await();
        manager.stopping();
        engine.closing(true);
        if (engine.workspace().onExit() == OnExit.STOP) {
            stopAll();
        } else {
            held().forEach(engine.queue()::clear);
        }
        drain();
        var left = engine.supervisors().stream()
                .filter(supervisor -> supervisor.status().pid() >= 0)
                .map(supervisor -> supervisor.definition().id())
                .toList();
        if (left.isEmpty() && engine.workspace().onExit() == OnExit.STOP) {
            engine.stoppedAll();
        }
        if (!left.isEmpty()) {
            LOG.warn("left running: {}; until the next engine nothing restarts them if they end", left);
        }
    }

    private void drain() throws InterruptedException {
        var drained = engine.queue().drain().toCompletableFuture();
        try {
            CompletableFuture.anyOf(drained, hurried).get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("operations have not ended within {} s", DRAIN_SECONDS);
        } catch (ExecutionException e) {
            LOG.error("the queue could not be drained", e);
        }
        if (!drained.isDone()) {
            LOG.warn("what runs is told to stop, and what waits is cancelled");
        }
    }

    /// The services whose queues would wait for ever.
    private List<String> held() {
        return ids().stream().filter(id -> engine.queue().snapshot(id).isHeld()).toList();
    }

    private List<String> ids() {
        return engine.supervisors().stream()
                .map(supervisor -> supervisor.definition().id())
                .toList();
    }

    /// Each service gets its stop, whatever runs, waits or is held, and however the others end.
    private void stopAll() {
        var views = engine.supervisors().stream()
                .map(supervisor -> BulkPlanner.View.of(
                        supervisor,
                        engine.queue().snapshot(supervisor.definition().id())))
                .toList();
        var wanted = ids().stream().collect(Collectors.toCollection(LinkedHashSet::new));
        var plan = new BulkPlanner(views).propose(PlanRequest.stopNow(wanted)).plan();
        if (plan.members().isEmpty()) {
            return;
        }
        var _ = engine.queue().submit(plan, Source.CLOSING).thenAccept(answer -> {
            if (answer instanceof PlanSubmission.Refused(var reason)) {
                LOG.error("services could not be stopped: {}", reason);
            }
        });
    }
}

package dev.signalbox;

import dev.signalbox.api.ApiServer;
import dev.signalbox.api.ReloadFailedException;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.PlanRequest;
import dev.signalbox.workspace.Workspace.OnExit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the signals do to an engine that is served.
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final Source SIGNAL = new Source(Road.COMMAND_LINE, "SIGTERM");
    private static final long DRAIN_SECONDS = 60;

    private final Signalbox engine;
    private final ApiServer api;
    private final ServiceManager manager;

    Serving(Signalbox engine, ApiServer api, ServiceManager manager) {
        this.engine = engine;
        this.api = api;
        this.manager = manager;
    }

    /// Reads the workspace file again. A broken one changes nothing.
    void reload() {
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

    /// Lets operations end, leaves or stops the services as the workspace says, and closes everything.
    void end() {
        manager.stopping();
        if (engine.workspace().onExit() == OnExit.STOP) {
            stopAll();
        }
        var drained = engine.queue().drain().toCompletableFuture();
        try {
            drained.get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("operations have not ended within {} s and are cancelled", DRAIN_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("the queue could not be drained", e);
        }
        var left = engine.supervisors().stream()
                .filter(supervisor -> supervisor.status().pid() >= 0)
                .map(supervisor -> supervisor.definition().id())
                .toList();
        api.close();
        engine.close();
        if (!left.isEmpty()) {
            LOG.warn("left running: {}; until the next engine nothing restarts them if they end", left);
        }
    }

    private void stopAll() {
        var views = engine.supervisors().stream()
                .map(supervisor -> new BulkPlanner.View(
                        supervisor.definition(),
                        supervisor.status(),
                        engine.queue().snapshot(supervisor.definition().id()),
                        supervisor.hasCompleted()))
                .toList();
        var ids =
                views.stream().map(view -> view.definition().id()).collect(Collectors.toCollection(LinkedHashSet::new));
        // What waits would come before the stops, and is of no use any more.
        List.copyOf(ids).forEach(engine.queue()::clear);
        var plan = new BulkPlanner(views)
                .propose(PlanRequest.of(OperationKind.STOP, ids))
                .plan();
        if (plan.members().isEmpty()) {
            return;
        }
        engine.queue().submit(plan, SIGNAL).thenAccept(answer -> {
            if (answer instanceof PlanSubmission.Refused(var reason)) {
                LOG.error("services could not be stopped: {}", reason);
            }
        });
    }
}

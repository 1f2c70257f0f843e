package dev.signalbox.serve;

import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceChanges.ServiceChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the signals do to an engine that is served: SIGHUP reloads the workspace, SIGTERM and SIGINT end it in
/// good order (rule 29). The SIGHUP of a terminal that is closed does nothing.
///
/// Where services are left, what is at work has a minute to end, but jobs, and a second signal lets go of it at
/// once: it goes on without the engine, and the next one takes it over. Where services stop, a second signal
/// begins all stops at once, and a third kills what is left.
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    /// For operations to end where services are left.
    private static final Duration DRAIN = Duration.ofSeconds(60);
    /// For the journal to learn of what has ended.
    private static final Duration RECORDING = Duration.ofSeconds(2);
    /// For what comes after the operations.
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final LocalEngine engine;
    private final Systemd systemd;
    private final Runnable renewal;
    private final ControllingTerminal terminal;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> hurried = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> forced = new CompletableFuture<>();

    /// @param renewal looks again at files that are no workspace's, when that is reloaded
    Serving(LocalEngine engine, Systemd systemd, Runnable renewal) {
        this.engine = engine;
        this.renewal = renewal;
        this.systemd = systemd;
        terminal = new ControllingTerminal(engine.time(), Serving::tellOfTerminal);
    }

    void handleSignals() {
        terminal.watch();
        ProcessSignals.handle("HUP", this::hangUp);
        ProcessSignals.handle("TERM", this::end);
        ProcessSignals.handle("INT", this::end);
    }

    private void hangUp() {
        if (!terminal.hangsUp()) {
            reload();
        }
    }

    private static void tellOfTerminal() {
        LOG.warn(
                "the terminal was closed, and the engine goes on, in process {}: kill -TERM ends it, and kill -HUP"
                        + " reloads",
                ProcessHandle.current().pid());
    }

    /// Reads the workspace file again. A broken one changes nothing.
    private void reload() {
        systemd.reloading();
        renewal.run();
        try {
            var reloads = engine.reloads();
            var proposal = reloads.propose();
            var changes = proposal.changes();
            if (!changes.isEmpty()) {
                var _ = reloads.apply(proposal);
            }
            LOG.info(
                    "reloaded: added {}, removed {}, changed {}, restarting {}",
                    ids(changes.added().stream()),
                    ids(changes.removed().stream()),
                    ids(changes.changed().stream().map(ServiceChange::after)),
                    proposal.restarts());
        } catch (InvalidWorkspaceException e) {
            LOG.error("not reloaded: the workspace file has mistakes, and nothing was changed");
            e.problems().forEach(problem -> LOG.error("{}", problem));
        } catch (ReloadRefusedException e) {
            LOG.error("not reloaded: {}", e.getMessage());
        }
        systemd.ready();
    }

    private static List<String> ids(Stream<ServiceDefinition> services) {
        return services.map(ServiceDefinition::id).toList();
    }

    private synchronized void end() {
        if (asked.getCount() > 0) {
            asked.countDown();
        } else if (!hurried.complete(null)) {
            var _ = forced.complete(null);
        }
    }

    /// Returns when the engine was asked to end, and its services were left or stopped as the workspace says.
    ///
    /// @return the services of which something lives that should not
    List<String> await() throws InterruptedException {
        asked.await();
        engine.ending().closing(true);
        if (engine.ending().stopsServices()) {
            return stop();
        }
        leave();
        return List.of();
    }

    private void leave() throws InterruptedException {
        LOG.info("services are left as they are; what is at work has {} s to end, but jobs", DRAIN.toSeconds());
        systemd.stopping(DRAIN.plus(CLOSING));
        var drained = engine.queue().drain();
        engine.queue().letGo();
        if (!isIn(DRAIN, CompletableFuture.anyOf(drained.toCompletableFuture(), hurried))) {
            LOG.warn("operations have not ended within {} s", DRAIN.toSeconds());
        }
        if (!drained.toCompletableFuture().isDone()) {
            LOG.warn("what is at work goes on without the engine, and what waits is cancelled");
        }
        var left = engine.living();
        if (!left.isEmpty()) {
            LOG.warn("left running: {}; until the next engine nothing restarts them if they end", left);
        }
    }

    private List<String> stop() throws InterruptedException {
        var stops = engine.ending().stops();
        var length = stops.length();
        LOG.info("stopping {} services, which takes at most {} s", stops.count(), length.toSeconds());
        systemd.stopping(length.plus(RECORDING).plus(CLOSING));
        var ended = stops.begin().thenCompose(Serving::outcomes);
        var _ = hurried.thenRun(stops::hurry);
        var _ = forced.thenRun(stops::kill);
        var drained = engine.queue().drain();
        if (!isIn(length, ended)) {
            LOG.warn("services have not stopped within {} s", length.toSeconds());
        }
        if (!isIn(RECORDING, drained)) {
            LOG.warn("the journal does not know of all that has ended");
        }
        var left = engine.living();
        if (!left.isEmpty()) {
            LOG.error("not stopped: {}", left);
        }
        return left;
    }

    private static CompletionStage<?> outcomes(PlanSubmission answer) {
        return switch (answer) {
            case PlanSubmission.Accepted(var ticket) -> ticket.outcomes();
            case PlanSubmission.Refused(var reason, var _) -> {
                LOG.error("services could not be stopped: {}", reason);
                yield CompletableFuture.completedStage(List.of());
            }
        };
    }

    private static boolean isIn(Duration time, CompletionStage<?> stage) throws InterruptedException {
        try {
            var _ = stage.toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("it never fails", e);
        }
    }
}

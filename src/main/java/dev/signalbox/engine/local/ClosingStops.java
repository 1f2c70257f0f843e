package dev.signalbox.engine.local;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.BulkPlanner;
import dev.signalbox.service.PlanRequest;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.Supervisor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stops with which an engine ends: each service gets its own, whatever runs, waits or is held, and however the
/// others end (rules 28e and 29). Safe to use from any thread.
public final class ClosingStops {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingStops.class);
    /// For SIGKILL, after a stop's own time.
    private static final Duration KILL = Duration.ofSeconds(5);
    /// For what is at work as they begin.
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private final Signalbox engine;
    private final BulkPlan plan;
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    /// Completes when they are queued, never if they are refused.
    private final CompletableFuture<PlanTicket> queued = new CompletableFuture<>();

    private ClosingStops(Signalbox engine) {
        this.engine = engine;
        engine.supervisors()
                .forEach(supervisor -> supervisors.put(supervisor.definition().id(), supervisor));
        this.plan = new BulkPlanner(engine.snapshots())
                .propose(PlanRequest.stopNow(new LinkedHashSet<>(supervisors.keySet())))
                .plan();
    }

    public static ClosingStops of(Signalbox engine) {
        return new ClosingStops(engine);
    }

    public int count() {
        return plan.members().size();
    }

    /// How long they take at most: of each wave the longest.
    public Duration length() {
        var waves = plan.waves();
        return waves.stream().map(this::longest).reduce(BEFORE, Duration::plus);
    }

    private Duration longest(List<Integer> wave) {
        return wave.stream()
                .map(member -> plan.members().get(member).service())
                .map(service -> supervisor(service).definition())
                .map(ServiceDefinition::stop)
                .map(stop -> stop.timeout().plus(KILL))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Supervisor supervisor(String service) {
        return Objects.requireNonNull(supervisors.get(service));
    }

    /// Queues them.
    ///
    /// @return completes when all have ended, however they did; never exceptionally
    public CompletionStage<?> begin() {
        if (plan.members().isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return engine.queue().submit(plan, Source.CLOSING).thenCompose(answer -> switch (answer) {
            case PlanSubmission.Accepted(var accepted) -> {
                queued.complete(accepted);
                yield accepted.outcomes();
            }
            case PlanSubmission.Refused(var reason) -> {
                LOG.error("services could not be stopped: {}", reason);
                yield CompletableFuture.completedStage(List.of());
            }
        });
    }

    /// Lets none wait for another, as soon as they are queued.
    public void hurry() {
        var _ = queued.thenAccept(ticket -> {
            LOG.warn("all stops begin at once");
            engine.queue().release(ticket.id());
        });
    }

    /// Sends SIGKILL to what is left, as soon as they are queued.
    public void kill() {
        var _ = queued.thenAccept(ticket -> {
            var left = ticket.members().stream()
                    .map(Ticket::operation)
                    .filter(stop -> supervisor(stop.service()).mayLive())
                    .toList();
            LOG.warn("killing {}", left.stream().map(Operation::service).collect(Collectors.joining(", ")));
            left.forEach(stop -> Thread.ofVirtual()
                    .name(stop.service() + " kill")
                    .start(() -> supervisor(stop.service()).kill(stop)));
        });
    }
}

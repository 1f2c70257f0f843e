package dev.signalbox.engine.local;

import dev.signalbox.engine.ClosingStops;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.service.plan.PlanRequest;
import dev.signalbox.service.supervision.Supervisor;
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

/// The stops with which an engine of this program ends.
final class LocalStops implements ClosingStops {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStops.class);
    /// For SIGKILL, after a stop's own time.
    private static final Duration KILL = Duration.ofSeconds(5);
    /// For what is at work as they begin.
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private final OperationQueue queue;
    private final Runnable begins;
    private final Runnable ended;
    private final BulkPlan plan;
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    /// Completes when they are queued, never if they are refused.
    private final CompletableFuture<PlanTicket> queued = new CompletableFuture<>();

    /// @param planner for the services as they are now
    /// @param supervisors of all services
    /// @param begins told as they begin
    /// @param ended told when all have ended, however they did; must not wait
    LocalStops(
            BulkPlanner planner, List<Supervisor> supervisors, OperationQueue queue, Runnable begins, Runnable ended) {
        this.queue = queue;
        this.begins = begins;
        this.ended = ended;
        supervisors.forEach(
                supervisor -> this.supervisors.put(supervisor.definition().id(), supervisor));
        this.plan = planner.propose(PlanRequest.stopNow(new LinkedHashSet<>(this.supervisors.keySet())))
                .plan();
    }

    @Override
    public int count() {
        return plan.members().size();
    }

    @Override
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

    @Override
    public CompletionStage<PlanSubmission> begin() {
        begins.run();
        if (plan.members().isEmpty()) {
            ended.run();
            return CompletableFuture.completedStage(new PlanSubmission.Accepted(new PlanTicket(0, plan, List.of())));
        }
        return queue.submit(plan, Source.CLOSING).thenApply(answer -> {
            if (answer instanceof PlanSubmission.Accepted(var ticket)) {
                queued.complete(ticket);
                var _ = ticket.outcomes().thenRun(ended);
            }
            return answer;
        });
    }

    @Override
    public void hurry() {
        var _ = queued.thenAccept(ticket -> {
            LOG.warn("all stops begin at once");
            queue.release(ticket.id());
        });
    }

    @Override
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

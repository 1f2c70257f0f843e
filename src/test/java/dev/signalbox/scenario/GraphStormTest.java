package dev.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.service.plan.DependencyGraph;
import dev.signalbox.service.plan.PlanRequest;
import dev.signalbox.service.supervision.Supervision;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.service.supervision.TestSupervision;
import dev.signalbox.time.SystemTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 200 services that need each other at random, of which one start or stop in ten fails.
/// `-Dseed=…` repeats a run.
@DisplayName("Nobody starts before what it needs is ready, nobody stops before those that need it")
class GraphStormTest {
    private static final int SERVICES = 200;
    private static final int MOST_NEEDS = 4;

    @TempDir
    private Path folder;

    private final long seed = Seed.of(GraphStormTest.class);
    private final Random random = new Random(seed);
    private final SystemTime time = new SystemTime();
    private final OperationQueue queue = new OperationQueue(new InMemoryJournal(1), time, 1);
    private final Supervision shared = TestSupervision.of(queue, time);
    private final Map<String, FakeDriver> drivers = new LinkedHashMap<>();
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Set<String> up = ConcurrentHashMap.newKeySet();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private DependencyGraph graph;

    @BeforeEach
    void makeServices() {
        IntStream.range(0, SERVICES).forEach(i -> {
            var needs = random.ints(random.nextInt(MOST_NEEDS + 1), 0, Math.max(1, i))
                    .filter(other -> other < i)
                    .distinct()
                    .mapToObj(other -> new Dependency("s" + other, Condition.READY))
                    .toList();
            add(TestDefinitions.argv("s" + i, "x").but().dependsOn(needs).build());
        });
        // This is about plans: nothing is to be started beside them.
        shared.reconciler().closing(true);
        graph = new DependencyGraph(
                supervisors.values().stream().map(Supervisor::definition).toList());
    }

    private void add(ServiceDefinition definition) {
        var driver = new FakeDriver().takes(Duration.ofNanos(random.nextInt(300_000)), Duration.ofNanos(200_000));
        var supervisor = new Supervisor(definition, _ -> driver, shared);
        supervisor.open();
        drivers.put(definition.id(), driver);
        supervisors.put(definition.id(), supervisor);
        queue.register(definition.id(), definition.queue(), work -> run(supervisor, work));
    }

    @AfterEach
    void close() {
        queue.close();
        soon(queue.drain());
        supervisors.values().forEach(Supervisor::close);
        time.close();
    }

    private CompletionStage<?> run(Supervisor supervisor, OperationContext work) throws Exception {
        var id = supervisor.definition().id();
        if (work.operation().kind() == OperationKind.STOP) {
            graph.neededBy(id).stream()
                    .filter(up::contains)
                    .forEach(other -> violations.add(id + " stops while " + other + " runs"));
            ready.remove(id);
            var rest = supervisor.run(work);
            up.remove(id);
            return rest;
        }
        graph.needs(id).stream()
                .map(Dependency::service)
                .filter(other -> !ready.contains(other))
                .forEach(other -> violations.add(id + " starts before " + other + " is ready"));
        up.add(id);
        try {
            var rest = supervisor.run(work);
            ready.add(id);
            return rest;
        } catch (Exception e) {
            up.remove(id);
            throw e;
        }
    }

    private BulkPlan all(OperationKind kind) {
        var views = supervisors.values().stream()
                .map(supervisor -> supervisor.snapshot(
                        queue.snapshot(supervisor.definition().id()), false))
                .toList();
        return new BulkPlanner(views)
                .propose(PlanRequest.of(kind, drivers.keySet()))
                .plan();
    }

    private PlanTicket submit(BulkPlan plan) {
        return ((PlanSubmission.Accepted) soon(queue.submit(plan, Source.OPERATOR))).ticket();
    }

    private static <T> T soon(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void failSome(OperationKind kind) {
        drivers.values().stream().filter(_ -> random.nextInt(10) == 0).forEach(driver -> {
            if (kind == OperationKind.STOP) {
                driver.failNextStop("as planned");
            } else {
                driver.failNextStart("as planned");
            }
        });
    }

    /// Runs a plan, and what failed of it again, until all is well.
    private void runToSuccess(BulkPlan plan) {
        var rounds = 0;
        for (var rest = plan; !rest.members().isEmpty(); rounds++) {
            assertThat(rounds).as("rounds, -Dseed=%d", seed).isLessThan(SERVICES);
            var ticket = submit(rest);
            var outcomes = soon(ticket.outcomes());
            assertThat(outcomes).hasSize(rest.members().size());
            checkVictims(ticket, outcomes);
            rest = ticket.failedPart();
        }
        assertThat(violations).as("-Dseed=%d", seed).isEmpty();
    }

    /// Who was called off names an operation of the plan that failed.
    private void checkVictims(PlanTicket ticket, List<Outcome> outcomes) {
        var failed = new ArrayList<Long>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Failed) {
                failed.add(ticket.members().get(i).operation().id());
            }
        }
        for (var outcome : outcomes) {
            if (outcome instanceof Outcome.Cancelled(Cancellation.Dependency(var culprit, var _))) {
                assertThat(failed).as("-Dseed=%d", seed).contains(culprit);
            } else {
                assertThat(outcome).isInstanceOfAny(Outcome.Succeeded.class, Outcome.Failed.class);
            }
        }
    }

    @RepeatedTest(5)
    void startAll_restartAll_stopAll_withFailures() {
        failSome(OperationKind.START);
        runToSuccess(all(OperationKind.START));
        assertThat(ready).hasSize(SERVICES);
        assertThat(all(OperationKind.START).members())
                .as("nothing is left to start")
                .isEmpty();
        failSome(OperationKind.START);
        failSome(OperationKind.STOP);
        runToSuccess(all(OperationKind.RESTART));
        assertThat(ready).hasSize(SERVICES);
        failSome(OperationKind.STOP);
        runToSuccess(all(OperationKind.STOP));
        assertThat(up).isEmpty();
        assertThat(drivers.values())
                .allSatisfy(driver -> assertThat(driver.instances()).isZero());
    }

    @Test
    void overlappingPlans_keepTheOrder_andAllEnd() {
        var tickets = new ArrayList<PlanTicket>();
        tickets.add(submit(all(OperationKind.START)));
        tickets.add(submit(all(OperationKind.RESTART)));
        tickets.add(submit(all(OperationKind.RESTART)));
        tickets.add(submit(all(OperationKind.STOP)));
        // The last word is a stop: it supersedes the starts before it that still wait for others, and what waits for
        // those is cancelled with them.
        tickets.forEach(ticket -> assertThat(soon(ticket.outcomes()))
                .as("-Dseed=%d", seed)
                .allMatch(outcome -> outcome instanceof Outcome.Succeeded
                        || outcome instanceof Outcome.Cancelled(Cancellation.Superseded _)
                        || outcome instanceof Outcome.Cancelled(Cancellation.Dependency _)));
        assertThat(soon(tickets.getLast().outcomes())).containsOnly(new Outcome.Succeeded());
        assertThat(violations).as("-Dseed=%d", seed).isEmpty();
        assertThat(up).isEmpty();
    }
}

package dev.signalbox.service;

import static org.awaitility.Awaitility.await;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.FakeTime;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.Intent.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Several services under one engine, which can be killed and opened again: what is wanted, the services and the
/// time stay. With everything in a test's hand.
final class World implements AutoCloseable {
    final FakeTime time = new FakeTime();
    final MemoryStore store = new MemoryStore();
    private final Map<String, FakeDriver> drivers = new ConcurrentHashMap<>();
    private final Map<String, ServiceDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    private final InMemoryJournal journal = new InMemoryJournal(10_000);
    private volatile boolean journalDown;
    private long nextId = 1;
    OperationQueue queue;
    Reconciler reconciler;
    Intents intents;

    World with(ServiceDefinitionBuilder definition) {
        var built = definition.build();
        definitions.put(built.id(), built);
        drivers.computeIfAbsent(built.id(), _ -> new FakeDriver());
        return this;
    }

    static ServiceDefinitionBuilder service(String id, String... needs) {
        return TestDefinitions.argv(id, "x")
                .but()
                .dependsOn(List.of(needs).stream()
                        .map(need ->
                                new ServiceDefinition.Dependency(need, ServiceDefinition.Dependency.Condition.READY))
                        .toList());
    }

    /// Opens an engine over what there is.
    World open(String boot) {
        try {
            intents = new Intents(store, boot);
            queue = new OperationQueue(
                    records -> journalDown
                            ? CompletableFuture.failedFuture(new IOException("disk full"))
                            : journal.append(records),
                    time,
                    nextId);
            reconciler = new Reconciler(queue);
            var shared = new Supervision(queue, time, new Random(1), new FakeProber(), intents, reconciler);
            supervisors.clear();
            for (var definition : definitions.values()) {
                var supervisor = new Supervisor(definition, _ -> driver(definition.id()), shared);
                supervisors.put(definition.id(), supervisor);
                queue.register(definition.id(), definition.queue(), supervisor);
                supervisor.open();
            }
            intents.engineRuns();
            reconciler.begin();
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The engine is gone from one moment to the next, and leaves the services as they are.
    void kill() {
        nextId = 1
                + journal.records().stream()
                        .map(JournalRecord::operation)
                        .mapToLong(Operation::id)
                        .max()
                        .orElse(0);
        reconciler.close();
        supervisors.values().forEach(Supervisor::close);
    }

    FakeDriver driver(String id) {
        return drivers.get(id);
    }

    Supervisor supervisor(String id) {
        return supervisors.get(id);
    }

    void journalDown(boolean down) {
        journalDown = down;
    }

    // --- asking ---

    Ticket submit(String id, OperationKind kind) {
        return submit(id, kind, Source.OPERATOR);
    }

    Ticket submit(String id, OperationKind kind, Source source) {
        return ((Submission.Accepted) Supervised.soon(queue.submit(id, kind, source))).ticket();
    }

    PlanTicket submit(BulkPlan plan) {
        return ((PlanSubmission.Accepted) Supervised.soon(queue.submit(plan, Source.OPERATOR))).ticket();
    }

    void mustRun(String id, OperationKind kind) {
        var outcome = Supervised.soon(submit(id, kind).effectiveOutcome());
        if (!(outcome instanceof Outcome.Succeeded)) {
            throw new AssertionError(id + " " + kind + ": " + outcome);
        }
    }

    // --- looking ---

    Value desired(String id) {
        return supervisor(id).intent().desired().value();
    }

    void awaitUp(String... ids) {
        for (var id : ids) {
            await(id + " is up").until(() -> supervisor(id).status().state() == ServiceState.RUNNING);
        }
        awaitRest();
    }

    void awaitReason(String id, Predicate<Reason> condition) {
        await(id).until(() -> supervisor(id).decision().reason(), condition);
    }

    /// Waits until nothing runs or waits in any queue, and nothing is to be started.
    void awaitRest() {
        await().until(() -> supervisors.values().stream().allMatch(supervisor -> {
            var snapshot = queue.snapshot(supervisor.definition().id());
            return snapshot.active() == null
                    && snapshot.waiting().isEmpty()
                    && !(supervisor.decision() instanceof Decision.Start);
        }));
    }

    int instances(String id) {
        return driver(id).instances();
    }

    /// What was accepted of a service, oldest first: `4 start autostart`.
    List<String> accepted(String id) {
        var accepted = new ArrayList<String>();
        for (var record : journal.records()) {
            if (record instanceof JournalRecord.Accepted(var operation, var _)
                    && operation.service().equals(id)) {
                accepted.add(operation.kind().word() + " "
                        + operation.source().road().words());
            }
        }
        return accepted;
    }

    @Override
    public void close() {
        drivers.values().forEach(FakeDriver::release);
        reconciler.close();
        queue.close();
        supervisors.values().forEach(Supervisor::close);
    }
}

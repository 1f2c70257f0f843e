package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;

import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.time.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Several services under one engine, which can be killed and opened again: what is wanted, the services and the
/// time stay. With everything in a test's hand.
final class World implements AutoCloseable {
    final FakeTime time = new FakeTime();
    final MemoryStore store = new MemoryStore();
    private final Map<String, FakeDriver> drivers = new ConcurrentHashMap<>();
    private final Map<String, ServiceDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    private final InMemoryJournal journal = new InMemoryJournal(10_000);
    private final AtomicInteger atWork = new AtomicInteger();
    private volatile boolean journalDown;
    private volatile boolean journalHangs;
    private AtomicBoolean alive = new AtomicBoolean();
    private long nextId = 1;
    OperationQueue queue;
    Holds holds;
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
            var life = new AtomicBoolean(true);
            alive = life;
            intents = new Intents(new Living(store, life), boot);
            queue = new OperationQueue(journal(life), time, Math.max(nextId, intents.firstNumber(true)));
            holds = new Holds(queue, intents, time);
            reconciler = new Reconciler(queue);
            var shared = new Supervision(queue, time, new Random(1), new FakeProber(), intents, reconciler);
            supervisors.clear();
            for (var definition : definitions.values()) {
                var supervisor = new Supervisor(definition, _ -> new Counted(driver(definition.id()), life), shared);
                supervisors.put(definition.id(), supervisor);
                queue.register(definition.id(), definition.queue(), supervisor);
                holds.restore(definition.id());
                supervisor.open();
            }
            intents.engineRuns();
            reconciler.begin();
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private OperationJournal journal(AtomicBoolean life) {
        return new OperationJournal() {
            @Override
            public CompletionStage<?> append(List<? extends JournalRecord> records) {
                return World.this.append(records, life);
            }

            @Override
            public CompletionStage<?> keepNumber(long id) {
                return intents.keepNumber(id);
            }
        };
    }

    /// What an engine that is gone would still ask for is never answered.
    private CompletionStage<?> append(List<? extends JournalRecord> records, AtomicBoolean life) {
        if (!life.get() || journalHangs) {
            return new CompletableFuture<>();
        }
        return journalDown ? CompletableFuture.failedFuture(new IOException("disk full")) : journal.append(records);
    }

    /// A driver that knows whether anybody is at work with it.
    private final class Counted implements ServiceDriver {
        private final FakeDriver driver;
        private final AtomicBoolean life;

        Counted(FakeDriver driver, AtomicBoolean life) {
            this.driver = driver;
            this.life = life;
        }

        private void requireLife() throws InterruptedException {
            if (!life.get()) {
                throw new InterruptedException("the engine is gone");
            }
        }

        @Override
        public void open(Consumer<DriverStatus> watcher) {
            driver.open(watcher);
        }

        @Override
        public void start(OperationContext work) throws DriverException, InterruptedException {
            atWork.incrementAndGet();
            try {
                requireLife();
                driver.start(work);
            } finally {
                atWork.decrementAndGet();
            }
        }

        @Override
        public void stop(OperationContext work) throws DriverException, InterruptedException {
            atWork.incrementAndGet();
            try {
                requireLife();
                driver.stop(work);
            } finally {
                atWork.decrementAndGet();
            }
        }

        @Override
        public void kill(Operation operation) {
            if (life.get()) {
                driver.kill(operation);
            }
        }

        @Override
        public DriverStatus status() {
            return driver.status();
        }

        @Override
        public @Nullable LogFiles log() {
            return driver.log();
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    /// Waits until no engine that is gone is at work with a service any more: its threads would be gone with it.
    void awaitNobodyAtWork() {
        await().until(() -> atWork.get() == 0);
    }

    /// A store into which an engine that is gone writes nothing any more.
    private record Living(MemoryStore store, AtomicBoolean life) implements Intents.Store {
        @Override
        public Map<String, String> texts() {
            return store.texts();
        }

        @Override
        public void put(String key, String text) throws IOException {
            if (!life.get()) {
                throw new IOException("the engine is gone");
            }
            store.put(key, text);
        }

        @Override
        public void reserve(String key) {
            store.reserve(key);
        }

        @Override
        public Set<String> keys() {
            return store.keys();
        }

        @Override
        public void remove(String key) throws IOException {
            if (!life.get()) {
                throw new IOException("the engine is gone");
            }
            store.remove(key);
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /// The engine is gone from one moment to the next, and leaves the services as they are.
    void kill() {
        alive.set(false);
        nextId = 1
                + journal.records().stream()
                        .map(JournalRecord::operation)
                        .mapToLong(Operation::id)
                        .max()
                        .orElse(0);
        reconciler.close();
        supervisors.values().forEach(Supervisor::close);
    }

    /// What that did to the operations, as the journal of the next engine tells it. The services' clock is the true
    /// one.
    Interruption interruption() {
        var open = new LinkedHashMap<Long, RecordedOperation>();
        for (var record : journal.records()) {
            var operation = record.operation();
            switch (record) {
                case JournalRecord.Accepted(var _, var at, var _) ->
                    open.put(operation.id(), new RecordedOperation(operation, at, null, null));
                case JournalRecord.Started(var _, var at) ->
                    open.computeIfPresent(
                            operation.id(), (_, cut) -> new RecordedOperation(operation, cut.acceptedAt(), at, null));
                case JournalRecord.Ended _ -> open.remove(operation.id());
                case JournalRecord.LateEffect _, JournalRecord.Abandoned _ -> {}
            }
        }
        var begun =
                open.values().stream().filter(cut -> cut.startedAt() != null).toList();
        var waited =
                open.values().stream().filter(cut -> cut.startedAt() == null).toList();
        return new Interruption(Instant.now(), waited, begun);
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

    /// From now on it answers nothing.
    void journalHangs() {
        journalHangs = true;
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

    List<String> ids() {
        return List.copyOf(definitions.keySet());
    }

    ServiceDefinition definition(String id) {
        return definitions.get(id);
    }

    Value desired(String id) {
        return supervisor(id).intent().desired().value();
    }

    void awaitUp(String... ids) {
        for (var id : ids) {
            await(id + " is up").until(() -> supervisor(id).status().state() == ServiceState.RUNNING);
        }
        awaitRest();
    }

    /// Lets it end by itself whenever it runs, until its policy gives it up.
    void crashUntilGivenUp(String id) {
        await().until(() -> {
            if (instances(id) == 1) {
                driver(id).crash(new ExitStatus(1));
            }
            time.advance(Duration.ofSeconds(1));
            return supervisor(id).decision().reason().code() == Reason.Code.GAVE_UP;
        });
    }

    void awaitReason(String id, Predicate<Reason> condition) {
        await(id).until(() -> supervisor(id).decision().reason(), condition);
    }

    /// Waits until nothing runs or waits in any queue, and nothing is to be started.
    void awaitRest() {
        await().until(this::isAtRest);
    }

    /// Whether nothing runs or waits, and nothing is to be started, now or by itself later.
    boolean isAtRest() {
        return supervisors.values().stream().allMatch(supervisor -> {
            var snapshot = queue.snapshot(supervisor.definition().id());
            return snapshot.active() == null
                    && snapshot.waiting().isEmpty()
                    && switch (supervisor.decision().reason().code()) {
                        case STARTS, RETRY, PENDING, JOURNAL -> false;
                        case UNKNOWN -> supervisor.status().state() == ServiceState.UNKNOWN; // else not looked at yet
                        default -> true;
                    };
        });
    }

    int instances(String id) {
        return driver(id).instances();
    }

    /// What was accepted of a service, oldest first: `4 start autostart`.
    List<String> accepted(String id) {
        var accepted = new ArrayList<String>();
        for (var record : journal.records()) {
            if (record instanceof JournalRecord.Accepted(var operation, var _, var _)
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

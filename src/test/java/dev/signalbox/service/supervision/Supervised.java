package dev.signalbox.service.supervision;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.time.FakeTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A service under supervision, with everything around it in a test's hand: driver, probes, time and chance.
final class Supervised implements AutoCloseable {
    static final String ID = "service";

    private final long seed = Long.getLong("signalbox.seed", new Random().nextInt(1_000_000));
    final FakeTime time = new FakeTime();
    final FakeDriver driver = new FakeDriver();
    final FakeProber prober = new FakeProber();
    final OperationQueue queue;
    final MemoryStore store = new MemoryStore();
    final Supervisor supervisor;
    private final InMemoryJournal journal = new InMemoryJournal(10_000);

    Supervised(ServiceDefinition definition, Path folder) {
        this(definition, folder, new FakeDriver[0]);
    }

    /// @param later drivers for the definitions that come after the first one
    Supervised(ServiceDefinition definition, Path folder, FakeDriver... later) {
        System.out.println("supervision from -Dsignalbox.seed=" + seed);
        queue = new OperationQueue(journal, time, 1);
        var drivers = Stream.concat(Stream.of(driver), Stream.of(later)).iterator();
        supervisor = new Supervisor(
                definition,
                _ -> drivers.next(),
                TestSupervision.of(queue, time, new Random(seed), prober, new Intents(store, "boot")));
        queue.register(ID, definition.queue(), supervisor);
        supervisor.open();
    }

    static ServiceDefinitionBuilder definition() {
        return TestDefinitions.argv(ID, "x").but();
    }

    Ticket submit(OperationKind kind) {
        return submit(kind, Source.OPERATOR);
    }

    Ticket submit(OperationKind kind, Source source) {
        return ((Submission.Accepted) soon(queue.submit(ID, kind, source))).ticket();
    }

    Outcome run(OperationKind kind) {
        return outcome(submit(kind));
    }

    void mustRun(OperationKind kind) {
        assertThat(run(kind)).isEqualTo(new Outcome.Succeeded());
    }

    static Outcome outcome(Ticket ticket) {
        return soon(ticket.outcome());
    }

    static <T> T soon(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    ServiceStatus status() {
        return supervisor.status();
    }

    ServiceState state() {
        return status().state();
    }

    ServiceStatus awaitStatus(Predicate<ServiceStatus> condition) {
        return await().until(this::status, condition);
    }

    /// Waits until nothing runs or waits.
    void awaitIdle() {
        await().until(() -> {
            var snapshot = queue.snapshot(ID);
            return snapshot.active() == null && snapshot.waiting().isEmpty();
        });
    }

    void pass(Duration by) {
        time.advance(by);
    }

    /// What was accepted by this road, oldest first.
    List<Operation> accepted(Road road) {
        return journal.records().stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .map(JournalRecord::operation)
                .filter(operation -> operation.source().road() == road)
                .toList();
    }

    /// What has ended, oldest first.
    List<QueueSnapshot.Ended> ended() {
        return journal.records().stream()
                .filter(JournalRecord.Ended.class::isInstance)
                .map(record -> ((JournalRecord.Ended) record).end())
                .toList();
    }

    /// The effects that were told after the ends of their operations.
    List<String> lateEffects() {
        return journal.records().stream()
                .filter(JournalRecord.LateEffect.class::isInstance)
                .map(record -> ((JournalRecord.LateEffect) record).effect())
                .toList();
    }

    Ticket kill() {
        return ((Submission.Accepted) soon(queue.kill(ID, Source.OPERATOR))).ticket();
    }

    /// What the operation that runs says that it does.
    String doing() {
        var active = queue.snapshot(ID).active();
        return active == null || active.steps().isEmpty()
                ? ""
                : active.steps().getLast().text();
    }

    @Override
    public void close() {
        driver.release();
        queue.close();
        soon(queue.drain());
        supervisor.close();
    }
}

package dev.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.driver.process.ProcessDrivers;
import dev.signalbox.engine.LocalEngine;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationBody;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.SystemTime;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervision;
import dev.signalbox.service.Supervisor;
import dev.signalbox.service.TestSupervision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The real engine over real processes: queue, supervisors, drivers, with the body of each operation recorded.
public final class Scenario implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final String STARTED = "started pid ";

    /// When a body ran.
    record Interval(String service, long begin, long end) {}

    private final Path folder;
    private final SystemTime time = new SystemTime();
    private final LogNotes notes = new LogNotes(InstantSource.system());
    private final ProcessDrivers drivers;
    private final InMemoryJournal journal = new InMemoryJournal(1_000);
    private final OperationQueue queue = new OperationQueue(journal, time, 1);
    private final Supervision shared;
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Interval> bodies = new ConcurrentLinkedQueue<>();

    public Scenario(Path folder) throws IOException {
        this.folder = folder;
        this.drivers =
                new ProcessDrivers(folder, "scenario-" + ProcessHandle.current().pid(), notes, InstantSource.system());
        this.shared = TestSupervision.of(queue, time);
    }

    /// A service that records its lives.
    ///
    /// @param stopMillis how long it takes to stop; negative if it ignores SIGTERM
    /// @param stopTimeout until SIGKILL
    public ServiceDefinition recording(String id, long stopMillis, Duration stopTimeout) throws IOException {
        var port = RecordingService.freePort();
        return ServiceDefinition.builder(
                        id, new Command.Argv(RecordingService.command(port, lifeFile(id), stopMillis)), folder)
                .ports(List.of(port))
                .stop(new StopSettings("SIGTERM", stopTimeout))
                .build();
    }

    public Scenario with(ServiceDefinition definition) {
        var supervisor = new Supervisor(definition, drivers::driver, shared);
        supervisors.put(definition.id(), supervisor);
        queue.register(definition.id(), definition.queue(), recorded(definition.id(), supervisor));
        supervisor.open();
        return this;
    }

    private OperationBody recorded(String service, OperationBody body) {
        return work -> {
            var begin = System.nanoTime();
            try {
                return body.run(work);
            } finally {
                bodies.add(new Interval(service, begin, System.nanoTime()));
            }
        };
    }

    private Path lifeFile(String service) {
        return folder.resolve(service + ".lives");
    }

    Ticket submit(String service, OperationKind kind) {
        var submission = get(queue.submit(service, kind, Source.OPERATOR).toCompletableFuture());
        assertThat(submission).isInstanceOf(Submission.Accepted.class);
        return ((Submission.Accepted) submission).ticket();
    }

    Outcome outcome(Ticket ticket) {
        return get(ticket.outcome().toCompletableFuture());
    }

    public Outcome run(String service, OperationKind kind) {
        return outcome(submit(service, kind));
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    OperationQueue queue() {
        return queue;
    }

    ServiceStatus status(String service) {
        return supervisors.get(service).status();
    }

    ServiceState state(String service) {
        return supervisors.get(service).status().state();
    }

    public long pid(String service) {
        return supervisors.get(service).status().pid();
    }

    public Lives lives(String service) throws IOException {
        return Lives.read(lifeFile(service));
    }

    /// The steps that the active operation of `service` has reported so far.
    List<String> activeSteps(String service) {
        var active = queue.snapshot(service).active();
        return active == null
                ? List.of()
                : active.steps().stream().map(Step::text).toList();
    }

    /// The outcomes of all operations that have ended, in order.
    public List<Outcome> outcomes() {
        return ended().map(QueueSnapshot.Ended::outcome).toList();
    }

    private Stream<QueueSnapshot.Ended> ended() {
        return journal.records().stream()
                .filter(JournalRecord.Ended.class::isInstance)
                .map(record -> ((JournalRecord.Ended) record).end());
    }

    /// A model of all services for a window.
    public OperationQueueModel model() {
        return new OperationQueueModel(new LocalEngine(
                queue, TestSupervision.holds(queue, time), () -> List.copyOf(supervisors.values()), time));
    }

    /// The pids that operations on `service` reported to have started, in order.
    public List<Long> startedPids(String service) {
        return ended().filter(end -> end.operation().service().equals(service))
                .flatMap(end -> end.steps().stream())
                .map(Step::text)
                .filter(step -> step.startsWith(STARTED))
                .map(step -> Long.parseLong(step.substring(STARTED.length())))
                .toList();
    }

    /// At most one body ran at a time on each service.
    public void assertBodiesDisjoint() {
        for (var one : bodies) {
            for (var two : bodies) {
                if (one != two && one.service().equals(two.service())) {
                    assertThat(one.end() <= two.begin() || two.end() <= one.begin())
                            .as("%s and %s", one, two)
                            .isTrue();
                }
            }
        }
    }

    /// Kills whatever runs still, and lets go of everything.
    @Override
    public void close() {
        for (var service : supervisors.keySet()) {
            queue.stopNow(service, Source.OPERATOR);
        }
        get(queue.drain().toCompletableFuture());
        queue.close();
        supervisors.values().forEach(Supervisor::close);
        drivers.close();
        notes.close();
        time.close();
    }
}

package dev.signalbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.engine.local.TestEngine;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private final TestEngine test;
    private final ConcurrentLinkedQueue<Interval> bodies = new ConcurrentLinkedQueue<>();

    public Scenario(Path folder) {
        this.folder = folder;
        this.test = new TestEngine(folder).withProcesses(this::recorded);
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
        test.add(definition);
        return this;
    }

    private ServiceDriver recorded(ServiceDriver driver) {
        return (ServiceDriver) Proxy.newProxyInstance(
                Scenario.class.getClassLoader(), new Class<?>[] {ServiceDriver.class}, (_, method, arguments) -> {
                    var begin = System.nanoTime();
                    try {
                        return method.invoke(driver, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (arguments != null && arguments[0] instanceof OperationContext work) {
                            bodies.add(new Interval(work.operation().service(), begin, System.nanoTime()));
                        }
                    }
                });
    }

    private Path lifeFile(String service) {
        return folder.resolve(service + ".lives");
    }

    Ticket submit(String service, OperationKind kind) {
        var submission = get(queue().submit(service, kind, Source.OPERATOR).toCompletableFuture());
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
        return test.queue();
    }

    public LocalEngine engine() {
        return test.engine();
    }

    ServiceStatus status(String service) {
        return test.supervisor(service).status();
    }

    ServiceState state(String service) {
        return test.supervisor(service).status().state();
    }

    public long pid(String service) {
        return test.supervisor(service).status().pid();
    }

    public Lives lives(String service) throws IOException {
        return Lives.read(lifeFile(service));
    }

    /// The steps that the active operation of `service` has reported so far.
    List<String> activeSteps(String service) {
        var active = queue().snapshot(service).active();
        return active == null
                ? List.of()
                : active.steps().stream().map(Step::text).toList();
    }

    /// The outcomes of all operations that have ended, in order.
    public List<Outcome> outcomes() {
        return ended().map(QueueSnapshot.Ended::outcome).toList();
    }

    private Stream<QueueSnapshot.Ended> ended() {
        return test.records().stream()
                .filter(JournalRecord.Ended.class::isInstance)
                .map(record -> ((JournalRecord.Ended) record).end());
    }

    /// A model of all services for a window.
    public OperationQueueModel model() {
        return new OperationQueueModel(engine());
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
        for (var service : engine().services()) {
            queue().kill(service, Source.OPERATOR);
        }
        get(queue().drain().toCompletableFuture());
        test.close();
    }
}

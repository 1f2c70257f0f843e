package dev.signalbox.console;

import dev.signalbox.engine.LocalEngine;
import dev.signalbox.journal.Interruption;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.SystemTime;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Holds;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervision;
import dev.signalbox.service.Supervisor;
import dev.signalbox.service.TestSupervision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Services in memory with true queues and supervisors in front of them, and the model over all. Registered in
/// the order in which they are added; [#model] comes last.
public final class FakeServices implements AutoCloseable {
    final SystemTime time = new SystemTime();
    final InMemoryJournal journal = new InMemoryJournal(10_000);
    volatile boolean journalDown;
    public final OperationQueue queue = new OperationQueue(this::append, time, 1);
    private final Supervision shared = TestSupervision.of(queue, time);
    private final Map<String, FakeDriver> drivers = new LinkedHashMap<>();
    private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
    private final Map<String, ServiceStatus> shown = new ConcurrentHashMap<>();
    private volatile List<Supervisor> listed = List.of();
    private @Nullable Path logs;
    private @Nullable LocalEngine engine;
    /// What is told of the engine before; given before the engine is asked for.
    @Nullable
    Interruption interruption;

    private CompletionStage<?> append(List<? extends JournalRecord> records) {
        return journalDown ? CompletableFuture.failedStage(new IOException("disk full")) : journal.append(records);
    }

    /// The output of services that are added from now on is in files of this folder.
    public FakeServices logIn(Path folder) {
        logs = folder;
        return this;
    }

    /// @param folder for what was wanted of the services
    public FakeServices(Path folder) {}

    public FakeServices add(String group, String id, String command, String... needs) {
        return add(group, id, command, QueueSettings.DEFAULT, needs);
    }

    public FakeServices add(String group, String id, String command, QueueSettings settings, String... needs) {
        return add(define(group, id, command, needs).queue(settings).build());
    }

    static ServiceDefinitionBuilder define(String group, String id, String command, String... needs) {
        return ServiceDefinition.builder(
                        id,
                        new Command.Argv(List.of(command.split(" ", -1))),
                        Path.of("").toAbsolutePath())
                .group(group)
                .dependsOn(Stream.of(needs)
                        .map(need -> new Dependency(need, Dependency.Condition.READY))
                        .toList());
    }

    public FakeServices add(ServiceDefinition definition) {
        var id = definition.id();
        var driver = new FakeDriver().takes(Duration.ofMillis(1), Duration.ofMillis(1));
        var supervisor = new Supervisor(definition, _ -> driver, shared);
        if (logs != null) {
            driver.logTo(LogFiles.in(logs, id));
        }
        drivers.put(id, driver);
        supervisors.put(id, supervisor);
        queue.register(id, definition.queue(), supervisor);
        supervisor.open();
        return this;
    }

    FakeDriver driver(String id) {
        return drivers.get(id);
    }

    public OperationQueueModel model() {
        return new OperationQueueModel(engine());
    }

    LocalEngine engine() {
        if (engine == null) {
            listed = List.copyOf(supervisors.values());
            engine = new LocalEngine(
                    queue,
                    new Holds(queue, shared.intents(), time),
                    () -> listed,
                    time,
                    supervisor -> shown.getOrDefault(supervisor.definition().id(), supervisor.status()),
                    closing(),
                    interruption);
        }
        return engine;
    }

    private LocalEngine.Closing closing() {
        return new LocalEngine.Closing() {
            @Override
            public void closing(boolean ends) {
                shared.reconciler().closing(ends);
            }

            @Override
            public void stoppedAll() {}
        };
    }

    /// From now on there are these services, in this order.
    void list(String... ids) {
        listed = Stream.of(ids).map(supervisors::get).toList();
        engine().servicesChanged();
    }

    /// Defines one of the services anew.
    void redefine(ServiceDefinition definition) {
        var driver = drivers.get(definition.id());
        supervisors.get(definition.id()).leaveToPersons(true);
        var supervisor = new Supervisor(definition, _ -> driver, shared);
        supervisor.open();
        supervisors.put(definition.id(), supervisor);
        listed = List.copyOf(supervisors.values());
        engine().servicesChanged();
    }

    /// Lets this status of a service be shown, whatever its supervisor says.
    void show(String id, ServiceStatus status) {
        shown.put(id, status);
        engine().statusChanged(id);
    }

    @Override
    public void close() {
        drivers.values().forEach(FakeDriver::release);
        queue.close();
        supervisors.values().forEach(Supervisor::close);
        time.close();
    }
}

package dev.signalbox.console.model;

import dev.signalbox.engine.Engine;
import dev.signalbox.engine.local.TestEngine;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.workspace.Workspace.OnExit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Services in memory for a window, in front of them the engine as it ships. Its engine is opened at the first use,
/// with what was added until then.
public final class FakeServices implements AutoCloseable {
    public final TestEngine test;
    private final ShownEngine shown;
    private @Nullable Path logs;

    /// @param folder for the engine's state
    public FakeServices(Path folder) {
        test = new TestEngine(folder);
        shown = new ShownEngine(test::engine);
    }

    /// The output of services that are added from now on is in files of this folder.
    public FakeServices logIn(Path folder) {
        logs = folder;
        return this;
    }

    public FakeServices stoppedOnExit() {
        test.onExit(OnExit.STOP);
        return this;
    }

    public FakeServices add(String group, String id, String command, String... needs) {
        return add(group, id, command, QueueSettings.DEFAULT, needs);
    }

    public FakeServices add(String group, String id, String command, QueueSettings settings, String... needs) {
        return add(define(group, id, command, needs).queue(settings).build());
    }

    public static ServiceDefinitionBuilder define(String group, String id, String command, String... needs) {
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
        var driver = new FakeDriver().takes(Duration.ofMillis(1), Duration.ofMillis(1));
        if (logs != null) {
            driver.logTo(LogFiles.in(logs, definition.id()));
        }
        test.add(definition, driver);
        return this;
    }

    public FakeDriver driver(String id) {
        return test.driver(id);
    }

    public OperationQueue queue() {
        return test.queue();
    }

    public OperationQueueModel model() {
        return new OperationQueueModel(engine());
    }

    /// The engine, as it is shown.
    public Engine engine() {
        return shown.engine();
    }

    /// What it shows otherwise than it is.
    public ShownEngine shown() {
        return shown;
    }

    public List<JournalRecord> records() {
        return test.records();
    }

    /// From now on there are these services, in this order.
    public void list(String... ids) {
        test.keep(ids);
    }

    /// Defines one of the services anew.
    public void redefine(ServiceDefinition definition) {
        test.add(definition);
    }

    /// Lets this status of a service be shown, whatever its supervisor says.
    public void show(String id, ServiceStatus status) {
        shown.show(id, status);
    }

    @Override
    public void close() {
        test.close();
    }
}

package dev.signalbox.driver.process;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogFolder;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// One console after another over the same state folder, with one service. Kills at the end whatever is left.
final class Bench implements AutoCloseable {
    /// Differs from that of a test run beside this one, whose processes are not ours to kill.
    static final String KEY = "bench-" + ProcessHandle.current().pid();

    final Path folder;
    final List<DriverStatus> news = new CopyOnWriteArrayList<>();
    final LinuxProcessTable table = new LinuxProcessTable(text -> text);
    final ServiceDefinition definition;
    private final HolesProbe.Attempt holes;
    LogNotes notes;
    ProcessDrivers drivers;
    ServiceDriver driver;
    /// How much the clock of a console that was entered is ahead of the machine's.
    volatile Duration ahead = Duration.ZERO;

    Bench(Path folder, ServiceDefinition definition) throws IOException {
        this(folder, definition, new LinuxProcessTable(text -> text));
    }

    Bench(Path folder, ServiceDefinition definition, ProcessTable seen) throws IOException {
        this(folder, definition, seen, LogFolder::hasHoles);
    }

    Bench(Path folder, ServiceDefinition definition, ProcessTable seen, HolesProbe.Attempt holes) throws IOException {
        this.holes = holes;
        this.folder = folder;
        this.definition = definition;
        notes = new LogNotes(InstantSource.system());
        drivers = new ProcessDrivers(folder, KEY, notes, InstantSource.system(), new Secrets(), seen, holes);
        driver = drivers.driver(definition);
        driver.open(news::add);
    }

    /// Starts another console; the one before must have been left.
    void enter() throws IOException {
        enter(news::add);
    }

    /// The same with `watcher` told of what happens.
    void enter(Consumer<DriverStatus> watcher) throws IOException {
        news.clear();
        notes = new LogNotes(InstantSource.system());
        InstantSource clock = () -> Instant.now().plus(ahead);
        drivers = new ProcessDrivers(folder, KEY, notes, clock, new Secrets(), table, holes);
        driver = drivers.driver(definition);
        driver.open(watcher);
    }

    /// Ends the engine and leaves the service.
    void leave() {
        driver.close();
        drivers.close();
        notes.close();
    }

    TestWork start() throws Exception {
        var work = TestWork.start();
        driver.start(work);
        return work;
    }

    TestWork stop() throws Exception {
        var work = TestWork.stop();
        driver.stop(work);
        return work;
    }

    /// The processes that carry the service's cookie.
    Census census() {
        return strays().census();
    }

    RunFiles files() {
        return RunFiles.in(folder.resolve("run").toAbsolutePath(), definition.id());
    }

    LogFiles log() {
        return LogFiles.in(folder.resolve("log").toAbsolutePath(), definition.id());
    }

    long pid() {
        return ((DriverStatus.Running) driver.status()).pid();
    }

    /// The process that has this pid.
    ProcessInfo process(long pid) {
        return Objects.requireNonNull(table.find(pid));
    }

    boolean isRunning() {
        return driver.status() instanceof DriverStatus.Running;
    }

    boolean isAlive(long pid) {
        var found = table.find(pid);
        return found != null && found.isAlive();
    }

    private ProcessTree strays() {
        return new ProcessTree(table, KEY + ":" + definition.id() + ":", null, false);
    }

    @Override
    public void close() {
        leave();
        Killing.of(strays());
    }
}

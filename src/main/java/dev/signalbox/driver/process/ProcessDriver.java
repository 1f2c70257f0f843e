package dev.signalbox.driver.process;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.DriverStatus.Unknown;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One service as a local process.
final class ProcessDriver implements ServiceDriver {

    /// What is known of the service while no operation changes it.
    private sealed interface State {
        record Down(boolean verified) implements State {}

        record Up(Run run) implements State {}

        /// @param tree of what may live on of it
        record Over(Exited how, ProcessTree tree) implements State {}

        record Doubt(String reason) implements State {}

        default DriverStatus status() {
            return switch (this) {
                case Down(var verified) -> new Stopped(verified);
                case Up(var run) -> run.running();
                case Over(var how, var _) -> how;
                case Doubt(var reason) -> new Unknown(reason);
            };
        }
    }

    private final ServiceDefinition definition;
    private final ProcessTable table;
    private final PortHolders ports;
    private final Launcher launcher;
    private final Starter starter;
    private final RunFiles files;
    private final LogFiles log;
    private final LogNotes notes;
    private final ExitScan scan;
    private final InstantSource clock;
    private final String cookiePrefix;

    private final ReentrantLock lock = new ReentrantLock();
    private State state = new State.Down(false);
    /// The operation that changes the service now, which knows itself why a process ends.
    private @Nullable OperationContext owner;
    private volatile @Nullable Consumer<DriverStatus> watcher;

    ProcessDriver(ServiceDefinition definition, ProcessDrivers.Parts parts) {
        this.definition = definition;
        this.table = parts.table();
        this.ports = new PortHolders(table);
        this.launcher = new Launcher(definition, parts.environment());
        this.files = RunFiles.in(parts.runFolder(), definition.id());
        this.log = LogFiles.in(parts.logFolder(), definition.id());
        this.notes = parts.notes();
        this.scan = parts.scan();
        this.clock = parts.clock();
        this.starter = new Starter(table, launcher, files, log, notes, clock);
        this.cookiePrefix = parts.workspaceKey() + ":" + definition.id() + ":";
    }

    @Override
    public void open(Consumer<DriverStatus> newWatcher) {
        lock.lock();
        try {
            watcher = newWatcher;
            state = adopt();
        } catch (IOException e) {
            state = new State.Doubt("its record cannot be read: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private State adopt() throws IOException {
        return switch (Adoption.look(table, files, cookiePrefix)) {
            case Adoption.Nothing(var verified) -> new State.Down(verified);
            case Adoption.Ambiguous(var reason) -> new State.Doubt(reason);
            case Adoption.Over(var record, var tree, var left) ->
                over(record, files.exitStatus(record.cookie()), tree, left);
            case Adoption.Found(var run) -> {
                notes.follow(log);
                notes.mark(log, "adopted pid " + run.pid());
                run.onEnd(scan, () -> ended(run));
                yield new State.Up(run);
            }
        };
    }

    private State over(RunRecord record, ExitStatus exit, ProcessTree tree, Census left) throws IOException {
        if (record.stopAsked() && left.isEmpty()) {
            files.clear();
            return new State.Down(left.verified());
        }
        return new State.Over(new Exited(exit, clock.instant(), LastWords.of(log, record), left.size()), tree);
    }

    @Override
    public void start(OperationContext work) throws DriverException, InterruptedException {
        var before = begin(work);
        if (before instanceof State.Up(var run)) {
            keep(run, work);
            return;
        }
        State after = before;
        try {
            switch (before) {
                case State.Doubt(var reason) -> throw new DriverException(reason + "; stop it first");
                case State.Over(var _, var tree) -> clear(tree, work);
                case State.Down(var verified) when !verified -> clear(strays(), work);
                default -> {}
            }
            after = new State.Down(false);
            requireFreePorts();
            launcher.check();
            var run = starter.start(cookiePrefix, work);
            run.onEnd(scan, () -> ended(run));
            after = new State.Up(run);
        } finally {
            push(finish(work, after instanceof State.Down ? down() : after));
        }
    }

    private void keep(Run run, OperationContext work) throws DriverException {
        try {
            work.requireLive();
            run.stopAsked(false);
            work.step("already running as pid " + run.pid() + ": nothing to do");
        } catch (IOException e) {
            throw cannotRecord(e);
        } finally {
            push(finish(work, new State.Up(run)));
        }
    }

    private void requireFreePorts() throws DriverException {
        for (int port : definition.ports()) {
            var holder = ports.holder(port);
            if (holder != null) {
                throw new DriverException("port " + port + " is held by " + holder);
            }
        }
    }

    @Override
    public void stop(OperationContext work) throws DriverException, InterruptedException {
        var before = begin(work);
        var after = before;
        try {
            if (before instanceof State.Up(var run)) {
                work.requireLive();
                run.stopAsked(true);
                var verified = new Stopper(run.tree(), run, definition.stop(), work).stop();
                scan.forget(run);
                mark(run, run.exit());
                after = new State.Down(verified);
            } else {
                after = new State.Down(clear(before instanceof State.Over(var _, var tree) ? tree : strays(), work));
            }
            work.requireLive();
            files.clear();
            for (int port : definition.ports()) {
                var holder = ports.holder(port);
                if (holder != null) {
                    work.step("port " + port + " is still held by " + holder);
                }
            }
        } catch (IOException e) {
            throw cannotRecord(e);
        } finally {
            var _ = finish(work, after);
        }
    }

    /// Stops what is left of an earlier run.
    ///
    /// @return whether it could be verified that nothing is
    private boolean clear(ProcessTree tree, OperationContext work) throws DriverException, InterruptedException {
        var left = tree.census();
        if (left.isEmpty()) {
            return left.verified();
        }
        work.step("found " + Census.count(left.size()) + " of an earlier run: " + tree.describe(left));
        return new Stopper(tree, null, definition.stop(), work).stop();
    }

    private ProcessTree strays() {
        return new ProcessTree(table, cookiePrefix, null, false);
    }

    /// Nothing runs, as far as can be seen.
    private State down() {
        var tree = strays();
        var left = tree.census();
        return left.isEmpty()
                ? new State.Down(left.verified())
                : new State.Doubt(Census.count(left.size()) + " of it could not be ended: " + tree.describe(left));
    }

    private State begin(OperationContext work) {
        lock.lock();
        try {
            if (state instanceof State.Up(var run) && !run.isAlive()) {
                notice(run);
            } else if (owner != null && state instanceof State.Down) {
                // It was abandoned, so nobody knows what it has done.
                state = new State.Down(false);
            }
            owner = work;
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// Lays down what `work` has made of the service, unless it was abandoned and a later operation has
    /// taken over.
    ///
    /// @return the status if it is another one already
    private @Nullable DriverStatus finish(OperationContext work, State after) {
        lock.lock();
        try {
            if (!Objects.equals(owner, work)) {
                return null;
            }
            owner = null;
            state = after;
            return after instanceof State.Up(var run) && !run.isAlive() ? notice(run) : null;
        } finally {
            lock.unlock();
        }
    }

    /// The watched process has ended.
    private void ended(Run run) {
        DriverStatus news;
        lock.lock();
        try {
            var expected = owner != null || !(state instanceof State.Up(var current) && current == run);
            news = expected ? null : notice(run);
        } finally {
            lock.unlock();
        }
        push(news);
    }

    /// Finds out how `run` ended. With the lock held.
    private @Nullable DriverStatus notice(Run run) {
        if (watcher == null) {
            return null;
        }
        try {
            var exit = run.exit();
            state = over(run.record(), exit, run.tree(), run.tree().census());
            mark(run, exit);
        } catch (IOException e) {
            state = new State.Doubt("its record cannot be written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        return state.status();
    }

    private void mark(Run run, ExitStatus exit) {
        notes.mark(log, "pid " + run.pid() + " ended, " + exit.describe());
        notes.unfollow(log);
    }

    private void push(@Nullable DriverStatus news) {
        var target = watcher;
        if (news != null && target != null) {
            target.accept(news);
        }
    }

    private DriverException cannotRecord(IOException e) {
        return new DriverException("cannot write " + files.record() + ": " + e.getMessage(), e);
    }

    @Override
    public DriverStatus status() {
        DriverStatus news = null;
        lock.lock();
        try {
            if (state instanceof State.Up(var run) && !run.isAlive()) {
                if (owner != null) {
                    return new Unknown("it is being stopped, and some of its processes may live");
                }
                news = notice(run);
            }
            return state.status();
        } finally {
            lock.unlock();
            push(news);
        }
    }

    @Override
    public LogFiles log() {
        return log;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            watcher = null;
            if (state instanceof State.Up(var run)) {
                scan.forget(run);
            }
            notes.unfollow(log);
        } finally {
            lock.unlock();
        }
    }
}

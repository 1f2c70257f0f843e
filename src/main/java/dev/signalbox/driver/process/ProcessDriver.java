package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Listeners;
import dev.signalbox.service.PortHeldException;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One service as a local process.
final class ProcessDriver implements ServiceDriver {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessDriver.class);

    private final ServiceDefinition definition;
    private final ProcessTable table;
    private final FirstLook firstLook;
    private final PortHolders ports;
    private final Impostors impostors;
    private final Launcher launcher;
    private final Beside beside;
    private final Starter starter;
    private final RunFiles files;
    private final Output output;
    private final LogFiles log;
    private final LogNotes notes;
    private final Ends ends;
    private final Kin kin;
    private final TakenOver taken;
    private final StrangerWatch strangers;
    private final Leftovers left;
    private final Succession succession;
    private final Watch watch;
    private final LeftWatch leftWatch;
    private final RunReadings readings;
    private final Supplier<@Nullable Run> shown;
    /// The operation that the log's last mark names; one at a time works here.
    private long marked;
    /// The stop that an operation was at which another has superseded. Known to the operations only.
    private @Nullable Stopper begunStop;
    /// Held while all that lives is killed, while another run begins and while the record of one is deleted: so a
    /// kill that is late neither ends what was started after it was asked for, nor records it anew.
    private final ReentrantLock killing = new ReentrantLock();
    /// The operation that has begun the last run.
    private volatile @Nullable OperationContext begunBy;

    ProcessDriver(ServiceDefinition definition, ProcessDrivers.Parts parts) {
        this.definition = definition;
        this.table = parts.table();
        this.firstLook = parts.firstLook();
        this.ports = new PortHolders(table, parts.identity());
        this.files = RunFiles.in(parts.runFolder(), definition.id());
        this.output = new Output(definition, parts);
        this.log = output.log();
        this.notes = parts.notes();
        this.ends = parts.ends();
        this.left = new Leftovers(parts.groups(), parts.runFolder(), definition.id());
        var lastWords = new LastWords(output, parts.mask());
        this.succession = new Succession(definition, parts.user());
        this.watch = new Watch(output, lastWords, notes, ends, parts.clock(), succession);
        this.leftWatch = new LeftWatch(watch, left, parts.strangerScan());
        this.readings = parts.readings();
        this.shown = watch::run;
        this.launcher = new Launcher(
                definition, output, parts.environment(), parts.identity().folder());
        this.beside = new Beside(definition, parts, launcher, output, lastWords);
        this.starter = new Starter(definition, parts, launcher, beside, files, output, lastWords, succession);
        this.taken = new TakenOver(parts.runFolder(), definition.id(), table.bootId());
        var owners = new Owners(parts.user(), definition.process());
        this.kin = new Kin(parts.identity(), definition.id(), owners, taken, table);
        this.impostors = new Impostors(ports, table, kin, watch::run);
        this.strangers = new StrangerWatch(definition, parts, kin, watch, files, log);
    }

    @Override
    public void open(Consumer<DriverStatus> watcher) {
        State found;
        var look = List.<Seen>of();
        try {
            look = firstLook.of(definition.id(), kin::concerns);
            found = found(look);
        } catch (UnseenException e) {
            found = doubt(e);
        }
        left.open(
                switch (found) {
                    case State.Up(var run) -> run.tree().groups();
                    case State.Over(var _, var tree) -> tree.groups();
                    case State.Down _, State.Doubt _ -> List.of();
                });
        watch.open(found, definition.stop().timeout(), news -> watcher.accept(withLeft(news)));
        strangers.note(look);
        readings.watch(definition.id(), shown);
    }

    private State found(List<Seen> look) {
        try {
            taken.load();
            return adopt(look);
        } catch (IOException e) {
            return new State.Doubt("its record cannot be read: " + e.getMessage());
        }
    }

    private static State doubt(UnseenException e) {
        return new State.Doubt(e.getMessage());
    }

    private State adopt(List<Seen> look) throws IOException {
        return switch (Adoption.look(table, look, files, kin)) {
            case Adoption.Nothing(var verified) -> new State.Down(verified, null);
            case Adoption.Ambiguous(var reason) -> new State.Doubt(reason);
            case Adoption.Over(var record, var tree, var left) -> {
                var exit = record.hasHeir() ? ExitStatus.UNKNOWN : files.exitStatus(record.cookie());
                var heir = succession.afterAbsence(record, exit, left);
                var written = files.endedAt();
                var at = exit.equals(ExitStatus.UNKNOWN) ? Instant.MAX : written;
                yield heir == null
                        ? watch.over(record, exit, at, tree, left, succession.background(record, exit, written, left))
                        : adopted(Run.heirOf(table, files, record, heir, true));
            }
            case Adoption.Found(var run) -> adopted(run);
        };
    }

    private State adopted(Run run) {
        run.compare(definition);
        output.isOpenIn(run.leader());
        notes.follow(log, output);
        notes.mark(log, "adopted pid " + run.pid());
        return new State.Up(run);
    }

    @Override
    public void start(OperationContext work) throws DriverException, InterruptedException {
        var before = watch.begin(work);
        begunStop = null; // it shall run again: another stop asks anew
        if (before instanceof State.Up(var run)) {
            keep(run, work);
            return;
        }
        State after = before;
        try {
            markOperation(work);
            if (before instanceof State.Doubt(var reason)) {
                throw new DriverException(Code.UNKNOWN, reason + "; stop it first");
            }
            StrangerWatch.requireAlone(strangers.look());
            if (!(before instanceof State.Down(var verified, var _)) || !verified) {
                after = end(before, false, work);
            }
            after = settle(after, work);
            requireFreePorts();
            var cookie = kin.newCookie();
            after = new State.Down(false, cookie);
            begins(work);
            var run = starter.start(cookie, work);
            impostors.began(run);
            after = new State.Up(run);
        } catch (DriverException e) {
            after = settle(after, work);
            throw e;
        } catch (UnseenException e) {
            throw e.failure();
        } finally {
            watch.finish(work, after instanceof State.Down(var _, var due) ? down(due) : after, true);
            launcher.rest(work);
        }
    }

    private void begins(OperationContext work) {
        killing.lock();
        try {
            begunBy = work;
        } finally {
            killing.unlock();
        }
    }

    private void keep(Run run, OperationContext work) throws DriverException {
        try {
            work.requireLive();
            run.stopAsked(false);
            work.nothingToDo("already running as pid " + run.pid());
        } catch (IOException e) {
            throw cannotRecord(e);
        } finally {
            watch.finish(work, new State.Up(run), true);
        }
    }

    private void requireFreePorts() throws PortHeldException {
        for (var port : definition.ports()) {
            var holder = ports.holder(port);
            if (holder != null) {
                throw new PortHeldException(port, holder.text(), holder.service());
            }
        }
    }

    @Override
    public void stop(OperationContext work) throws DriverException, InterruptedException {
        var before = watch.begin(work);
        var after = before;
        try {
            var others = strangers.withoutOrphans(strangers.look(), work);
            if (work.operation().kind() == OperationKind.RESTART && others.areElsewhere()) {
                throw new DriverException(Code.ELSEWHERE, others.advice()); // it could not be started again
            }
            after = end(before, !others.isNone(), work);
            if (!others.isNone()) {
                others = strangers.look();
            }
            after = settle(after, work);
            for (var port : definition.ports()) {
                var holder = ports.holder(port);
                if (holder != null) {
                    work.step("port " + port + " is still held by " + holder.text());
                }
            }
            StrangerWatch.leave(others, work);
        } catch (UnseenException e) {
            throw e.failure();
        } finally {
            watch.finish(work, after, false);
            launcher.rest(work);
        }
    }

    @Override
    public void kill(Operation operation) {
        killing.lock();
        try {
            var begun = begunBy;
            if (begun != null && begun.operation().id() > operation.id()) {
                return;
            }
            var run = watch.run();
            if (run != null && run.isAlive()) {
                kill(run);
            }
            Killing.once(strays());
        } finally {
            killing.unlock();
        }
    }

    private void kill(Run run) {
        watch.dies(run);
        try {
            run.stopAsked(true);
        } catch (IOException e) {
            // Its end is taken for a crash then, until the operation that follows has seen to it.
            LOG.warn("{}: cannot write {}: {}", definition.id(), files.record(), e.getMessage());
        }
        Killing.once(run.tree());
        watch.died(run);
    }

    /// Ends whatever lives of the service.
    ///
    /// @param others whether there is more than this engine has started
    private State.Down end(State before, boolean others, OperationContext work)
            throws DriverException, InterruptedException {
        return switch (before) {
            case State.Up(var run) -> {
                work.requireLive();
                markOperation(work);
                noteStop(run, work);
                var verified = stop(run, work);
                ends.forget(run);
                output.settle();
                watch.mark(run, run.exit());
                // What lives on of the runs before.
                var alone = (!others && left.groups().isEmpty()) || clear(strays(), work);
                yield new State.Down(verified && alone, run.record().cookie());
            }
            case State.Over(var _, var tree) -> {
                clear(tree, work);
                // An operation that was abandoned may have begun another run.
                yield new State.Down(clear(strays(), work), tree.cookie());
            }
            case State.Down(var _, var due) -> {
                var strays = strays();
                if (work.operation().kind() == OperationKind.STOP
                        && !others
                        && strays.census(takesAll(work)).isEmpty()) {
                    nameLeft(left.groups(), work);
                    work.nothingToDo("not running");
                }
                yield new State.Down(clear(strays, work), due);
            }
            case State.Doubt _ -> new State.Down(clear(strays(), work), kin.newCookie());
        };
    }

    /// Stops a run, or goes on with its stop where the operation before was superseded.
    private boolean stop(Run run, OperationContext work) throws DriverException, InterruptedException {
        var known = begunStop;
        begunStop = null;
        Stopper stopper;
        if (known != null && known.goesOnFor(run) && !work.operation().kills()) {
            stopper = known;
            stopper.handOver(work);
        } else {
            stopper = new Stopper(run.tree(), run, definition.stop(), beside, work);
        }
        try {
            return stopper.stop();
        } catch (InterruptedException e) {
            if (work.cancellation() instanceof Cancellation.Superseded && stopper.hasAsked()) {
                begunStop = stopper;
            } else if (work.cancellation() != null && !stopper.hasAsked()) {
                unnoteStop(run, work);
            }
            throw e;
        }
    }

    /// Nothing was asked to end after all, so an end would be one by itself.
    private void unnoteStop(Run run, OperationContext work) {
        try {
            work.requireLive();
            run.stopAsked(false);
        } catch (IOException e) {
            work.step("cannot write " + files.record() + ": " + e.getMessage());
        }
    }

    /// Does what is due after the end of a run, and forgets it.
    ///
    /// @return the state then; what is no [State.Down] stays as it is
    private State settle(State state, OperationContext work) throws DriverException, InterruptedException {
        if (!(state instanceof State.Down(var verified, var due))) {
            return state;
        }
        if (due != null) {
            postStop(due, work);
        }
        work.requireLive();
        killing.lock();
        try {
            nameLeft(left.lookAfter(groupOnRecord()), work);
            files.clear();
            if (watch.strangers().taken().isEmpty()) {
                taken.clear();
            }
        } catch (IOException e) {
            throw cannotRecord(e);
        } finally {
            killing.unlock();
        }
        return new State.Down(verified, null);
    }

    private void postStop(String due, OperationContext work) throws DriverException, InterruptedException {
        try {
            beside.postStop(due, work);
        } catch (UnseenException e) {
            throw e.failure();
        }
    }

    /// Records that the end of `run` is as asked. A stop goes on without, as the service may be what fills the
    /// disk, and so does a start that ends what it has begun; a restart does not, as it could not start the
    /// service again.
    private void noteStop(Run run, OperationContext work) throws DriverException {
        try {
            run.stopAsked(true);
        } catch (IOException e) {
            if (work.operation().kind() == OperationKind.RESTART && !work.equals(begunBy)) {
                throw cannotRecord(e);
            }
            work.step("cannot write " + files.record() + ": " + e.getMessage());
        }
    }

    /// Stops what is left of an earlier run.
    ///
    /// @return whether it could be verified that nothing is
    private boolean clear(ProcessTree tree, OperationContext work) throws DriverException, InterruptedException {
        var found = tree.census(takesAll(work));
        if (found.isEmpty()) {
            return found.verified();
        }
        markOperation(work);
        work.step("found " + Census.count(found.size()) + " of an earlier run: " + tree.describe(found));
        return new Stopper(tree, null, definition.stop(), beside, work).stop();
    }

    private ProcessTree strays() {
        strangers.letGo();
        return ProcessTree.of(table, kin::isOursByNow).within(left.withAll());
    }

    @Override
    public TakeOver takeOver() {
        return strangers.takeOver();
    }

    private boolean takesAll(OperationContext work) {
        return Stopper.takesAll(definition.stop(), work);
    }

    /// The control group of the run that is about to be forgotten.
    private List<ControlGroup> groupOnRecord() {
        try {
            return files.read()
                    .filter(record -> record.bootId().equals(table.bootId()))
                    .map(ControlGroup::of)
                    .map(List::of)
                    .orElse(List.of());
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /// Says who lives on of what a stop does not take.
    private void nameLeft(List<ControlGroup> groups, OperationContext work) {
        if (groups.isEmpty()) {
            return;
        }
        var tree = strays().within(groups);
        var outside = tree.census().outside();
        if (!outside.isEmpty()) {
            work.step(Census.count(outside.size()) + (outside.size() == 1 ? " lives" : " live")
                    + " on outside of its group: " + tree.describe(outside));
        }
    }

    private DriverStatus withLeft(DriverStatus status) {
        var whole = status instanceof DriverStatus.Stopped(var verified, var _)
                ? new DriverStatus.Stopped(verified, left.count())
                : status;
        leftWatch.follow(whole);
        return whole;
    }

    /// Nothing runs, as far as can be seen.
    private State down(@Nullable String due) {
        var tree = strays();
        try {
            var left = tree.census();
            return left.isEmpty()
                    ? new State.Down(left.verified(), due)
                    : new State.Doubt(Census.count(left.size()) + " of it could not be ended: " + tree.describe(left));
        } catch (UnseenException e) {
            return doubt(e);
        }
    }

    /// Marks in the log where the output belongs to an operation, so that it can be found by its number.
    private void markOperation(OperationContext work) {
        var operation = work.operation();
        if (marked != operation.id()) {
            marked = operation.id();
            notes.mark(log, operation.mark());
        }
    }

    private DriverException cannotRecord(IOException e) {
        return new DriverException(Code.NOT_WRITTEN, "cannot write " + files.record() + ": " + e.getMessage(), e);
    }

    @Override
    public Listeners listeners() {
        return impostors;
    }

    @Override
    public LogFiles log() {
        return log;
    }

    @Override
    public DriverStatus status() {
        return withLeft(watch.status());
    }

    @Override
    public void close() {
        readings.forget(definition.id(), shown);
        strangers.close();
        watch.close();
        leftWatch.close();
    }
}

package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver.TakeOver;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for the [Strangers] of one service, lets its [Watch] know of them, and takes them over. Safe to use from any
/// thread.
final class StrangerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StrangerWatch.class);

    private final ServiceDefinition definition;
    private final Kin kin;
    private final Watch watch;
    private final RunFiles files;
    private final LogFiles log;
    private final LogNotes notes;
    private final Strangers.Engines engines;
    private final StrangerScan scan;
    private final long user;
    private final SideThread foreign = new SideThread();
    /// Held while they are looked for and noted, so that no look is noted after a later one.
    private final ReentrantLock looking = new ReentrantLock();

    private final Runnable lookAgain = this::lookAgain;

    StrangerWatch(
            ServiceDefinition definition,
            ProcessDrivers.Parts parts,
            Kin kin,
            Watch watch,
            RunFiles files,
            LogFiles log) {
        this.definition = definition;
        this.kin = kin;
        this.watch = watch;
        this.files = files;
        this.log = log;
        this.notes = parts.notes();
        this.engines = parts.engines();
        this.scan = parts.strangerScan();
        this.user = parts.user();
    }

    /// Looks for them now, and notes what is found.
    ///
    /// @return the strangers, and those that were taken over
    /// @throws UnseenException if the processes cannot be looked at
    Strangers look() {
        looking.lock();
        try {
            return note(kin.table().look());
        } finally {
            looking.unlock();
        }
    }

    /// Notes what a look has found, and has it looked at again as long as there are any.
    Strangers note(List<Seen> seen) {
        retain(key -> kin.lives(key, seen) && !Strangers.engineLives(key, kin.owners(), engines));
        var own = watch.run();
        var found = Strangers.of(seen, own == null ? "" : own.record().cookie(), kin, engines);
        watch.beside(found);
        if (found.isNone()) {
            scan.forget(lookAgain);
        } else {
            scan.watch(lookAgain);
        }
        return found;
    }

    /// Lets go of what was taken over and has an engine again.
    void letGo() {
        retain(key -> !Strangers.engineLives(key, kin.owners(), engines));
    }

    /// Lets go of what was taken over and is not such, but for the run that is on record.
    private void retain(Predicate<String> keys) {
        var known = kin.keyOf(watch.cookie());
        try {
            kin.taken().retain(key -> key.equals(known) || keys.test(key));
        } catch (IOException e) {
            LOG.warn("{}: what was taken over cannot be written: {}", definition.id(), e.getMessage());
        }
    }

    private void lookAgain() {
        var before = watch.strangers();
        try {
            if (!before.isNone() && !look().equals(before)) {
                watch.tell();
            }
        } catch (UnseenException e) {
            LOG.debug("{}: {}", definition.id(), e.getMessage()); // they are looked at again soon
        }
    }

    /// @throws DriverException if there is anybody but this engine's processes
    static void requireAlone(Strangers strangers) throws DriverException {
        if (!strangers.isNone()) {
            throw new DriverException(Code.ELSEWHERE, strangers.advice());
        }
    }

    /// Takes over for a person what has nobody else: its state folder is gone, and no engine of it lives.
    ///
    /// @return the strangers that are left, and those that were taken over
    Strangers withoutOrphans(Strangers strangers, OperationContext work) {
        var orphans = strangers.orphans();
        if (work.automatic() || orphans.isEmpty()) {
            return strangers;
        }
        try {
            kin.taken().add(orphans);
        } catch (IOException e) {
            work.step("the next engine will not know it: " + e.getMessage());
        }
        orphans.forEach(group -> work.step("takes over what nobody else can: " + group.text()));
        return look();
    }

    /// Strangers are not this engine's to stop. Whoever wanted that is told so.
    static void leave(Strangers strangers, OperationContext work) throws DriverException {
        if (!strangers.areElsewhere()) {
            return;
        }
        if (!work.automatic()) {
            throw new DriverException(Code.ELSEWHERE, strangers.advice());
        }
        work.step("left as they are: " + strangers.text());
    }

    /// See [ServiceDriver#takeOver].
    TakeOver takeOver() {
        try {
            var groups = look().groups();
            var folder = groups.size() == 1 ? groups.getFirst().folder() : "";
            var theirs = folder.isEmpty()
                    ? null
                    : TheirRun.read(folder, definition.id(), user, foreign).orElse(null);
            return () -> takeOver(theirs);
        } catch (UnseenException e) {
            return () -> {
                throw e.failure();
            };
        }
    }

    private String takeOver(@Nullable TheirRun theirs) throws DriverException {
        var strangers = lookNow();
        if (strangers.engineLives()) {
            throw new DriverException(Code.ELSEWHERE, strangers.advice());
        }
        try {
            if (strangers.areElsewhere()) {
                kin.taken().add(strangers.groups());
                takeOverRun(strangers.groups(), theirs);
                look();
            }
        } catch (IOException e) {
            throw new DriverException(Code.NOT_WRITTEN, "the next engine will not know it: " + e.getMessage(), e);
        }
        return strangers.areElsewhere() ? strangers.text() : "";
    }

    private Strangers lookNow() throws DriverException {
        try {
            return look();
        } catch (UnseenException e) {
            throw e.failure();
        }
    }

    /// Takes over a run as it is, where its record tells which process is the service. What the run writes goes on
    /// into the log of the other folder.
    private void takeOverRun(List<Strangers.Group> groups, @Nullable TheirRun theirs) throws IOException {
        if (theirs == null || groups.size() > 1 || !watch.isDown()) {
            return;
        }
        var run = Adoption.runOf(kin.table(), theirs, files, log, kin);
        if (run != null) {
            run.compare(definition);
            notes.follow(log);
            notes.mark(log, "taken over pid " + run.pid() + ", whose output goes on in " + theirs.folder());
            watch.takeOver(run);
        }
    }

    /// Looks no more.
    @Override
    public void close() {
        scan.forget(lookAgain);
    }
}

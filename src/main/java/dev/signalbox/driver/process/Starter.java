package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.Background;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.Durations;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.StartKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Starts a service that does not run.
final class Starter {
    /// What ends sooner seems to a person not to have run at all.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /// From the spawn until the wrapper has told the service's pid.
    private static final Duration SPAWN = Duration.ofSeconds(10);

    private final ServiceDefinition definition;
    private final ProcessTable table;
    private final Launcher launcher;
    private final Beside beside;
    private final RunFiles files;
    private final Output output;
    private final LogFiles log;
    private final LastWords lastWords;
    private final LogNotes notes;
    private final Semaphore spawning;
    private final InstantSource clock;
    private final ControlGroups groups;
    private final Succession succession;

    Starter(
            ServiceDefinition definition,
            ProcessDrivers.Parts parts,
            Launcher launcher,
            Beside beside,
            RunFiles files,
            Output output,
            LastWords lastWords,
            Succession succession) {
        this.definition = definition;
        this.table = parts.table();
        this.launcher = launcher;
        this.beside = beside;
        this.files = files;
        this.output = output;
        this.log = output.log();
        this.lastWords = lastWords;
        this.notes = parts.notes();
        this.spawning = parts.spawning();
        this.clock = parts.clock();
        this.groups = parts.groups();
        this.succession = succession;
    }

    /// Returns when the service runs; a job may also have ended by then. If it throws, nothing is left of what it
    /// did, unless the engine ends.
    ///
    /// @param cookie of the new run
    Run start(String cookie, OperationContext work) throws DriverException, InterruptedException {
        work.requireLive();
        var group = groups.make(cookie);
        var keys = StartKeys.of(definition);
        var intent =
                begunNow(new RunRecord(cookie, table.bootId(), clock.instant(), 0, 0, null, false, keys).in(group));
        write(intent);
        notes.follow(log, output);
        var done = false;
        try {
            if (Thread.interrupted() || work.stopRequested()) {
                throw new InterruptedException("asked to stop");
            }
            beside.preStart(cookie, work);
            var run = spawn(begunNow(intent), work);
            done = true;
            return run;
        } catch (UnseenException e) {
            throw e; // what was begun may live
        } catch (DriverException | InterruptedException | RuntimeException e) {
            if (!work.letsGo()) { // the next engine finds by it what was begun
                forget(intent, e);
            }
            throw e;
        } finally {
            if (!done && !work.letsGo() && definition.hooks().preStart() != null) {
                Killing.of(new ProcessTree(table, cookie, null, false).within(group));
            }
            if (!done && !work.letsGo() && group != null) {
                group.remove();
            }
        }
    }

    private RunRecord begunNow(RunRecord record) {
        return record.begunAt(clock.instant(), log.outLength(), log.errLength());
    }

    private Run spawn(RunRecord intent, OperationContext work) throws DriverException, InterruptedException {
        Attempt attempt;
        Run run;
        var done = false;
        var permit = new Permit();
        try {
            work.requireLive();
            notes.begin(log);
            attempt = new Attempt(intent, launcher.spawn(intent.cookie(), ControlGroup.of(intent), files, work, () -> {
                permit.close(); // what hangs keeps no other service from its start
                work.doing("starting a process in " + definition.shownCwd() + " hangs; waiting for its end");
            }));
            try {
                requireLive(work, attempt);
                run = attempt.run(work);
                done = true;
            } finally {
                if (!done && !work.letsGo()) {
                    attempt.abort();
                }
            }
        } finally {
            permit.close();
        }
        return attempt.settle(run, work);
    }

    /// One of the services that may be spawned at a time, until it is closed.
    private final class Permit implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();

        Permit() throws InterruptedException {
            spawning.acquire();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                spawning.release();
            }
        }
    }

    /// What was born after the operation was given up is not let live.
    private static void requireLive(OperationContext work, Attempt born) {
        try {
            work.requireLive();
        } catch (OperationContext.AbandonedException e) {
            work.late("pid " + born.child.pid() + " was started after it was abandoned, and is killed");
            throw e;
        }
    }

    private void write(RunRecord record) throws DriverException {
        try {
            files.write(record);
        } catch (IOException e) {
            throw new DriverException(Code.NOT_WRITTEN, "cannot write " + files.record() + ": " + e.getMessage(), e);
        }
    }

    private void forget(RunRecord record, Exception why) {
        try {
            // If this operation was abandoned, a later one may have written its own.
            if (files.read().filter(now -> now.cookie().equals(record.cookie())).isPresent()) {
                notes.unfollow(log);
                files.clear();
            }
        } catch (IOException | IllegalArgumentException e) {
            why.addSuppressed(e);
        }
    }

    /// What follows the spawn.
    private final class Attempt {
        private final RunRecord intent;
        private final Process child;
        private final @Nullable ProcessInfo leader;
        private final ProcessTree tree;

        Attempt(RunRecord intent, Process child) {
            this.intent = intent;
            this.child = child;
            output.isOpenIn(child.pid());
            // A child that has ended and was reaped already has none.
            this.leader = table.find(child.pid());
            this.tree = new ProcessTree(table, intent.cookie(), leader == null ? null : leader.id(), true)
                    .within(ControlGroup.of(intent));
        }

        Run settle(Run first, OperationContext work) throws DriverException, InterruptedException {
            var run = first;
            var done = false;
            try {
                notes.name(log, "started pid " + run.pid() + writing());
                work.step("started pid " + run.pid() + writing());
                if (succession.forks()) {
                    run = fork(run, work);
                }
                if (hasToSettle() && run.awaitEnd(definition.settle())) {
                    throw exited(run, definition.settle(), OptionalLong.of(run.pid()));
                }
                if (work.stopRequested()) {
                    throw new InterruptedException("asked to stop");
                }
                done = true;
                return run;
            } catch (InterruptedException e) {
                if (!work.leavesWhatItBegan()) {
                    throw e;
                }
                done = true;
                Thread.currentThread().interrupt(); // whoever waits for more than its process is to know
                return run;
            } finally {
                if (!done) {
                    abort();
                }
            }
        }

        private Run fork(Run command, OperationContext work) throws DriverException, InterruptedException {
            try {
                var heir = succession.afterFork(command, work);
                work.requireLive(); // else a later one may have written its own meanwhile
                var run = command.goesOnAs(heir);
                notes.mark(log, "went into the background as pid " + run.pid());
                work.step("went into the background as pid " + run.pid());
                return run;
            } catch (DriverException e) {
                var why = new DriverException(e.code(), e.getMessage() + lastWord(), e);
                markEnd(command.pid(), command.exit());
                throw why;
            }
        }

        private String lastWord() {
            output.settle();
            var words = lastWords.of(intent);
            return words.isEmpty() ? "" : ": " + words.getLast();
        }

        /// Whether it has not started if it ends soon, as nobody asks whether it is ready.
        private boolean hasToSettle() {
            return definition.ready() == null
                    && !definition.oneShot()
                    && !definition.settle().isZero();
        }

        private String writing() {
            return output.isWrittenForIt()
                    ? ", its log written by a log-writer process, as the file system has no holes"
                    : "";
        }

        /// Waits until the service has told its pid, and records it.
        Run run(OperationContext work) throws DriverException, InterruptedException {
            var pauses = new Pauses(SPAWN);
            for (; ; ) {
                var ended = child.waitFor(1, TimeUnit.MILLISECONDS);
                var pid = files.servicePid(intent.cookie());
                var service = pid.isPresent() ? table.find(pid.getAsInt()) : null;
                if (service != null && leader != null) {
                    var processes = new RunRecord.Processes(leader.id(), service.id());
                    var complete = intent.with(processes);
                    work.requireLive(); // else a later one may have written its own meanwhile
                    write(complete);
                    return new Run(table, files, complete, processes, tree, child);
                }
                if (ended && pid.isPresent() && (definition.oneShot() || succession.forks())) {
                    return ended(pid.getAsInt());
                }
                if (ended && pid.isPresent()) {
                    notes.name(log, "started pid " + pid.getAsInt() + writing());
                    throw exited(null, Duration.ZERO, OptionalLong.of(pid.getAsInt()));
                }
                if (ended) {
                    throw exited(null, Duration.ZERO, OptionalLong.empty());
                }
                if (pauses.isOver()) {
                    throw new DriverException(
                            Code.HANGS, "its process has not begun within " + SPAWN.toSeconds() + " s");
                }
            }
        }

        /// The run of a job that was over before it could be looked at. Its record stays the intent, which with
        /// the files of the wrapper tells the same to a later engine.
        private Run ended(long pid) {
            var processes = new RunRecord.Processes(ProcessId.gone(child.pid()), ProcessId.gone(pid));
            return new Run(table, files, intent, processes, tree, child);
        }

        /// @param run of which that is known; `null` if it was too short for that
        /// @param within the time that it has not survived
        /// @param pid of the service, if it has told it
        private DriverException exited(@Nullable Run run, Duration within, OptionalLong pid)
                throws InterruptedException {
            var when = within.compareTo(AT_ONCE) > 0 ? "within " + Durations.text(within) : "at once";
            if (run != null && run.record().hasHeir()) {
                var why = new DriverException(Code.EXITED, "ended " + when + " in the background" + lastWord());
                markEnd(run.pid(), run.exit());
                return why;
            }
            var exit = new ExitStatus(child.waitFor());
            var words = lastWord();
            pid.ifPresent(known -> markEnd(known, exit));
            var background = exit.code() == 0 ? living() : List.<Long>of();
            return new DriverException(
                    exit.why(),
                    background.isEmpty()
                            ? "exited " + when + " with " + exit.describe() + (words.isEmpty() ? silent(exit) : words)
                            : Background.ended(background));
        }

        private List<Long> living() {
            try {
                return tree.census().whole().pids();
            } catch (UnseenException e) {
                return List.of();
            }
        }

        /// Notes the end in the log, which is not waited for for ever.
        private void markEnd(long pid, ExitStatus exit) {
            output.inTime(
                    () -> {
                        notes.end(log, "pid " + pid + " ended, " + exit.describe());
                        return true;
                    },
                    false);
        }

        /// Nothing else tells why it ended so.
        private static String silent(ExitStatus exit) {
            return exit.code() == 0 ? ", having written nothing; its standard input is /dev/null" : "";
        }

        void abort() {
            // This touches only what carries the cookie of this very run, so it is right in an abandoned
            // body too.
            Killing.of(tree);
        }
    }
}

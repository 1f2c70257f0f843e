package dev.signalbox.driver.process;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ExitStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Starts a service that does not run.
final class Starter {
    /// A service that ends within this time has not started.
    private static final Duration SETTLE = Duration.ofMillis(200);

    /// From the spawn until the wrapper has told the service's pid.
    private static final Duration SPAWN = Duration.ofSeconds(10);

    private final ProcessTable table;
    private final Launcher launcher;
    private final RunFiles files;
    private final LogFiles log;
    private final LogNotes notes;
    private final InstantSource clock;

    Starter(ProcessTable table, Launcher launcher, RunFiles files, LogFiles log, LogNotes notes, InstantSource clock) {
        this.table = table;
        this.launcher = launcher;
        this.files = files;
        this.log = log;
        this.notes = notes;
        this.clock = clock;
    }

    /// Returns when the service runs. If it throws, nothing is left of what it did.
    ///
    /// @param cookiePrefix what the cookies of all runs of this service begin with
    Run start(String cookiePrefix, OperationContext work) throws DriverException, InterruptedException {
        var random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var intent = new RunRecord(
                cookiePrefix + random,
                table.bootId(),
                clock.instant(),
                log.out().toFile().length(),
                log.err().toFile().length(),
                null,
                false);
        work.requireLive();
        write(intent);
        notes.follow(log);
        try {
            if (Thread.interrupted() || work.stopRequested()) {
                throw new InterruptedException("asked to stop");
            }
            work.requireLive();
            return new Attempt(intent, launcher.spawn(intent.cookie(), files, log)).complete(work);
        } catch (DriverException | InterruptedException | RuntimeException e) {
            forget(intent, e);
            throw e;
        }
    }

    private void write(RunRecord record) throws DriverException {
        try {
            files.write(record);
        } catch (IOException e) {
            throw new DriverException("cannot write " + files.record() + ": " + e.getMessage(), e);
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
            // A child that has ended and was reaped already has none.
            this.leader = table.find(child.pid());
            this.tree = new ProcessTree(table, intent.cookie(), leader == null ? null : leader.id(), true);
        }

        Run complete(OperationContext work) throws DriverException, InterruptedException {
            var done = false;
            try {
                work.requireLive();
                var run = record(awaitService());
                notes.mark(log, "started pid " + run.pid());
                work.step("started pid " + run.pid());
                if (run.awaitEnd(SETTLE)) {
                    throw exitedAtOnce();
                }
                if (work.stopRequested()) {
                    throw new InterruptedException("asked to stop");
                }
                done = true;
                return run;
            } finally {
                if (!done) {
                    abort();
                }
            }
        }

        private ProcessId awaitService() throws DriverException, InterruptedException {
            var pauses = new Pauses(SPAWN);
            for (; ; ) {
                var ended = child.waitFor(1, TimeUnit.MILLISECONDS);
                var pid = files.servicePid(intent.cookie());
                var found = pid.isPresent() ? table.find(pid.getAsInt()) : null;
                if (found != null) {
                    return found.id();
                }
                if (ended) {
                    throw exitedAtOnce();
                }
                if (pauses.isOver()) {
                    throw new DriverException("its process has not begun within " + SPAWN.toSeconds() + " s");
                }
            }
        }

        private Run record(ProcessId service) throws DriverException, InterruptedException {
            if (leader == null) {
                throw exitedAtOnce();
            }
            var processes = new RunRecord.Processes(leader.id(), service);
            var complete = intent.with(processes);
            write(complete);
            return new Run(table, files, complete, processes, tree, child);
        }

        private DriverException exitedAtOnce() throws InterruptedException {
            var exit = new ExitStatus(child.waitFor());
            var words = LastWords.of(log, intent);
            return new DriverException(
                    "exited at once with " + exit.describe() + (words.isEmpty() ? "" : ": " + words.getLast()));
        }

        private void abort() {
            // This touches only what carries the cookie of this very run, so it is right in an abandoned
            // body too.
            Killing.of(tree);
        }
    }
}

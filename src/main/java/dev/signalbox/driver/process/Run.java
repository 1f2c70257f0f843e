package dev.signalbox.driver.process;

import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.StartKeys;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a service whose processes are known: a child of this engine, or adopted from an earlier one.
/// Safe to use from any thread.
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    /// How long the parent's own knowledge may lag behind the process table.
    private static final Duration REAPING = Duration.ofSeconds(1);

    /// How long the file is waited for that says how it ended: of a run that was taken over it is in another state
    /// folder, wherever that is.
    private static final Duration READING = Duration.ofSeconds(2);

    /// The number that sends no signal, but asks whether one could be sent.
    private static final int NO_SIGNAL = 0;

    private final ProcessTable table;
    private final RunFiles files;
    private final RunRecord.Processes processes;
    private final ProcessTree tree;
    private final @Nullable Process child;
    private final boolean adopted;
    private final SideThread exitFile = new SideThread();
    private volatile RunRecord record;
    private volatile List<String> outdated = List.of();

    /// @param child the leader, `null` if it was adopted
    Run(
            ProcessTable table,
            RunFiles files,
            RunRecord record,
            RunRecord.Processes processes,
            ProcessTree tree,
            @Nullable Process child) {
        this(table, files, record, processes, tree, child, child == null);
    }

    private Run(
            ProcessTable table,
            RunFiles files,
            RunRecord record,
            RunRecord.Processes processes,
            ProcessTree tree,
            @Nullable Process child,
            boolean adopted) {
        this.table = table;
        this.files = files;
        this.record = record;
        this.processes = processes;
        this.tree = tree;
        this.child = child;
        this.adopted = adopted;
    }

    /// This run, with another one of its processes as the service from now on.
    Run goesOnAs(ProcessInfo heir) {
        return heirOf(table, files, record, heir, adopted).outdated(outdated);
    }

    /// A run in which another process goes on in the place of that which the definition's command became.
    ///
    /// @param adopted whether an earlier engine has begun it
    static Run heirOf(ProcessTable table, RunFiles files, RunRecord record, ProcessInfo heir, boolean adopted) {
        var processes = RunRecord.Processes.of(heir);
        var changed = record.with(processes);
        try {
            files.write(changed);
        } catch (IOException e) {
            // The next engine finds it as this one has.
            LOG.warn("cannot write {}: {}", files.record(), e.getMessage());
        }
        return new Run(table, files, changed, processes, ProcessTree.of(table, changed, processes), null, adopted);
    }

    private Run outdated(List<String> keys) {
        outdated = keys;
        return this;
    }

    RunRecord record() {
        return record;
    }

    ProcessTree tree() {
        return tree;
    }

    long pid() {
        return processes.service().pid();
    }

    /// The process of the wrapper, by number.
    long leader() {
        return processes.leader().pid();
    }

    /// Whether a process had begun before this run did.
    boolean isYoungerThan(ProcessId process) {
        return processes.leader().startTicks() > process.startTicks();
    }

    Running running() {
        return new Running(pid(), record.at(), adopted, outdated);
    }

    /// Takes note of the definition in force, by which it may not have been started.
    void compare(ServiceDefinition now) {
        outdated = StartKeys.differing(record.definition(), now);
    }

    /// Whether the service runs, or its wrapper has not yet written how it ended, as far as they can be looked at.
    boolean isAlive() {
        return living() != null;
    }

    /// The process that keeps it alive: the service, or its wrapper as long as that has not written how it ended;
    /// `null` if both have ended.
    @Nullable
    ProcessId living() {
        if (isAlive(processes.service())) {
            return processes.service();
        }
        return isAlive(processes.leader()) ? processes.leader() : null;
    }

    /// Whether a process of it is alive, as far as it can be looked at.
    boolean isAlive(ProcessId process) {
        return table.mayLive(process);
    }

    /// The same for less, as long as the service's pid has not been given again.
    boolean seemsAlive() {
        return table.signal(pid(), NO_SIGNAL) || isAlive();
    }

    /// Sends a signal to the service alone, if it is alive.
    boolean signal(int signal) {
        return table.isAlive(processes.service()) && table.signal(pid(), signal);
    }

    /// Waits for the end of the service.
    ///
    /// @return false if the time was up before
    boolean awaitEnd(Duration limit) throws InterruptedException {
        var pauses = new Pauses(limit);
        if (child != null && !child.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        // Also for a child: its wrapper may have been killed alone.
        while (isAlive()) {
            if (pauses.isOver()) {
                return false;
            }
            pauses.pause();
        }
        return true;
    }

    /// Runs `action` once, on a thread of its own, when the service has ended.
    void onEnd(Ends ends, Runnable action) {
        if (child == null) {
            ends.watch(this, action);
            return;
        }
        // What completes the stage does so for one child after another.
        var _ = child.onExit()
                .thenRun(() -> Ends.tell(pid(), () -> {
                    if (isAlive()) {
                        ends.watch(this, action);
                    } else {
                        action.run();
                    }
                }));
    }

    /// How the service ended, once it has. Not interruptible, as nobody looks a second time.
    ExitStatus exit() {
        if (processes.heir()) {
            return ExitStatus.UNKNOWN; // what is written is of the one before
        }
        var reaped = child != null && isReaped(child);
        var written = exitFile.orElse(
                READING, "reading " + files.exit(), () -> files.exitStatus(record.cookie()), ExitStatus.UNKNOWN);
        // The wrapper of a group that was killed could not write.
        return child != null && reaped && written.equals(ExitStatus.UNKNOWN)
                ? new ExitStatus(child.exitValue())
                : written;
    }

    private static boolean isReaped(Process child) {
        var end = System.nanoTime() + REAPING.toNanos();
        var interrupted = false;
        try {
            for (; ; ) {
                try {
                    return child.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Records whether the end of this run is as asked.
    synchronized void stopAsked(boolean asked) throws IOException {
        if (record.stopAsked() != asked) {
            var changed = record.withStopAsked(asked);
            files.write(changed);
            record = changed;
        }
    }
}

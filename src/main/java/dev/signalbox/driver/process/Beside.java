package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Hook;
import dev.signalbox.service.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Executes what a definition names beside its command: the hooks, and what stops it. All of it carries the
/// cookie of the run that it belongs to, so none of it is left where the run has gone.
final class Beside {
    private static final String PID = "SIGNALBOX_PID";
    private static final int SIGKILL = Signals.number("SIGKILL");

    private final ServiceDefinition definition;
    private final ProcessTable table;
    private final Launcher launcher;
    private final Output output;
    private final LogFiles log;
    private final LastWords lastWords;
    private final ControlGroups groups;

    Beside(
            ServiceDefinition definition,
            ProcessDrivers.Parts parts,
            Launcher launcher,
            Output output,
            LastWords lastWords) {
        this.definition = definition;
        this.table = parts.table();
        this.groups = parts.groups();
        this.launcher = launcher;
        this.output = output;
        this.log = output.log();
        this.lastWords = lastWords;
    }

    /// Runs the hook that comes before a start, if there is one. What it leaves in the background is part of the
    /// run.
    ///
    /// @throws DriverException if it fails; nothing of it is left then
    /// @throws InterruptedException if the operation was asked to stop; nothing of it is left then either
    void preStart(String cookie, OperationContext work) throws DriverException, InterruptedException {
        var hook = definition.hooks().preStart();
        if (hook != null) {
            work.step(run("pre_start", hook, cookie, work));
        }
    }

    /// Runs the hook that comes after an end, if there is one, and kills what it leaves. Its failure is a step.
    ///
    /// @throws InterruptedException if the operation was asked to stop; nothing of it is left then
    void postStop(String cookie, OperationContext work) throws InterruptedException {
        var hook = definition.hooks().postStop();
        if (hook == null) {
            return;
        }
        try {
            work.step(run("post_stop", hook, cookie, work));
            work.requireLive();
            var killing = Killing.of(new ProcessTree(table, cookie, null, false));
            if (killing.count() > 0) {
                work.step("SIGKILL sent to " + Census.count(killing.count()) + " that post_stop left");
            }
        } catch (DriverException e) {
            work.step(Objects.requireNonNullElse(e.getMessage(), "post_stop failed"));
        }
    }

    /// @return how it came out
    private String run(String name, Hook hook, String cookie, OperationContext work)
            throws DriverException, InterruptedException {
        var out = log.outLength();
        var err = log.errLength();
        var command = begin(name, hook.command(), cookie, groups.make(cookie), Map.of(), hook.timeout(), work);
        var done = false;
        try {
            var ended = command.awaitEnd(hook.timeout());
            if (work.stopRequested()) {
                throw new InterruptedException("asked to stop");
            }
            var outcome = command.outcome();
            if (!ended || !command.hasSucceeded()) {
                output.settle();
                var words = lastWords.after(out, err);
                throw new DriverException(Code.HOOK_FAILED, outcome + (words.isEmpty() ? "" : ": " + words.getLast()));
            }
            done = true;
            return outcome;
        } finally {
            if (!done) {
                command.kill();
            }
        }
    }

    /// Whether the service is stopped by a command.
    boolean hasStop() {
        return !definition.stop().command().isEmpty();
    }

    /// Begins the command that stops a run.
    ///
    /// @param limit until it must have begun
    /// @throws DriverException if it cannot be executed
    SideCommand beginStop(Run run, Duration limit, OperationContext work) throws DriverException, InterruptedException {
        var pid = Map.of(PID, Long.toString(run.pid()));
        var group = ControlGroup.of(run.record());
        return begin("stop command", definition.stop().command(), run.record().cookie(), group, pid, limit, work);
    }

    /// @param limit until it must have begun
    private SideCommand begin(
            String name,
            List<String> words,
            String cookie,
            @Nullable ControlGroup group,
            Map<String, String> more,
            Duration limit,
            OperationContext work)
            throws DriverException, InterruptedException {
        work.requireLive();
        try {
            var process =
                    launcher.spawnBeside(words, cookie, group, more, limit, work, born -> killLate(name, born, work));
            work.doing(name + " runs as pid " + process.pid());
            return new SideCommand(name, table, process, cookie);
        } catch (DriverException e) {
            throw new DriverException(Code.HOOK_FAILED, name + ": " + e.getMessage(), e);
        }
    }

    /// Lets what was born when nobody waited for it any more do nothing, and nothing else: its run may live.
    private void killLate(String name, Process born, OperationContext work) {
        work.late(name + " was started when nobody waited for it any more, as pid " + born.pid() + ", and "
                + (kill(born) ? "killed" : "its process was killed; what that has started may live"));
    }

    /// @return whether nothing of its session is left, as far as that can be looked at
    private boolean kill(Process born) {
        var leader = table.find(born.pid());
        // Until a group is empty its number is not given again, and until setsid has run there is none.
        table.signal(-born.pid(), SIGKILL);
        born.destroyForcibly();
        try {
            return leader != null
                    && Killing.of(ProcessTree.ofSession(table, leader.id()))
                            .left()
                            .isEmpty();
        } catch (UnseenException e) {
            return false;
        }
    }
}

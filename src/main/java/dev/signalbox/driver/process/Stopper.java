package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.Signals;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Stops a process tree, and knows that it is gone when it says so. One operation at a time works with it; where one
/// is superseded by another, that one goes on with it.
final class Stopper {
    /// Most services end within this time, and then nobody needs to be told what is waited for.
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private static final int SHELL_SIGNAL = 128;
    private static final int RESUME = Signals.number("SIGCONT");

    private final ProcessTree tree;
    private final @Nullable Run run;
    private final StopSettings settings;
    private final Beside beside;
    private OperationContext work;
    private final int signal;
    private final Set<ProcessId> told = new HashSet<>();
    private boolean groupTold;
    private boolean serviceTold;
    private @Nullable Pauses pauses;
    private long begun;
    private @Nullable SideCommand command;
    private String doing = "";

    /// @param run `null` if the leader of the tree is known to be gone
    Stopper(ProcessTree tree, @Nullable Run run, StopSettings settings, Beside beside, OperationContext work) {
        this.tree = tree;
        this.run = run;
        this.settings = settings;
        this.beside = beside;
        this.work = work;
        this.signal = Signals.number(settings.signal());
    }

    /// Lets another operation go on with what was begun: the processes are not asked again, and their time goes on.
    void handOver(OperationContext successor) {
        work = successor;
        doing = "";
        work.step("goes on with a stop: " + told());
    }

    /// Whether another operation may go on with it: it is about this very run, and its time is not up, so that
    /// nothing is killed that was asked long ago by what has come to nothing since.
    @SuppressWarnings("ReferenceEquality")
    boolean goesOnFor(Run other) {
        return run == other && pauses != null && !pauses.isOver();
    }

    /// Whether the processes were asked to end.
    boolean hasAsked() {
        return groupTold || serviceTold || !told.isEmpty() || command != null;
    }

    private String told() {
        var what = command == null || groupTold || serviceTold
                ? settings.signal() + " was sent "
                : "its stop command was started ";
        return what + Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0 + " s ago";
    }

    /// Returns when all processes are gone.
    ///
    /// @return whether that could be verified
    /// @throws InterruptedException if the operation was asked to stop. At its deadline, and where it starts the
    ///     service, what was left was sent SIGKILL then; else, and where the engine ends, it was only called off,
    ///     and what was asked to end may still do so
    boolean stop() throws DriverException, InterruptedException {
        if (pauses == null) {
            begun = System.nanoTime();
            pauses = new Pauses(settings.timeout());
        }
        var begin = begun;
        try {
            var census = work.operation().kills() ? census() : askToEnd(pauses);
            if (!census.isEmpty()) {
                census = kill();
            }
            work.step("exited in " + (System.nanoTime() - begin) / 1_000_000 + " ms" + notableExit());
            if (!census.verified()) {
                work.step("not fully verified: there are processes that cannot be looked at");
            }
            return census.verified();
        } catch (InterruptedException e) {
            work.requireLive();
            if (work.letsGo()
                    || (work.cancellation() != null && work.operation().kind() != OperationKind.START)) {
                work.step("not waited for any more: "
                        + (hasAsked() ? told() + ", it may still end" : "nothing was sent"));
                throw e;
            }
            work.step("asked to end at once: SIGKILL sent to "
                    + Census.count(killAll().count()));
            throw e;
        }
    }

    /// Whether what only the control group knows is to end too.
    static boolean takesAll(StopSettings settings, OperationContext work) {
        return settings.to() == StopSettings.To.ALL || work.operation().kills();
    }

    private Census census() {
        return tree.census(takesAll(settings, work));
    }

    private Killing killAll() {
        var killing = Killing.of(tree, takesAll(settings, work));
        if (command != null) {
            // What it started without the cookie is in its session.
            command.kill();
        }
        return killing;
    }

    private Census askToEnd(Pauses pauses) throws InterruptedException {
        if (run != null && !endByCommand(run, pauses)) {
            endBySignal(run, pauses);
        }
        for (; ; ) {
            var census = census();
            if (census.isEmpty()) {
                return census;
            }
            if (pauses.isOver()) {
                tellOfCommand();
                return census;
            }
            tellThoseOutside(census);
            showWaiting(census);
            if (work.stopRequested()) {
                throw new InterruptedException("asked to stop");
            }
            pauses.pause();
        }
    }

    private void endBySignal(Run service, Pauses pauses) throws InterruptedException {
        work.requireLive();
        if (settings.to() == StopSettings.To.LEADER) {
            endAlone(service);
        } else if (!groupTold) {
            groupTold = tree.signalGroup(signal);
            if (groupTold) {
                work.step(settings.signal() + " sent");
                // One that is suspended would not get to it.
                tree.signalGroup(RESUME);
            }
        }
        // If there is no group any more, the members are told one by one later.
        if ((groupTold || serviceTold)
                && !service.awaitEnd(AT_ONCE.compareTo(pauses.left()) < 0 ? AT_ONCE : pauses.left())) {
            var census = census();
            tellThoseOutside(census);
            showWaiting(census);
            service.awaitEnd(pauses.left());
        }
    }

    private void endAlone(Run service) {
        if (!serviceTold) {
            serviceTold = service.signal(signal);
            if (serviceTold) {
                work.step(settings.signal() + " sent to pid " + service.pid() + " alone");
                service.signal(RESUME);
            }
        }
    }

    /// Waits for the command that stops the service, and for the service after it.
    ///
    /// @return whether there is a command and it has done its part; else it is left to the signal
    private boolean endByCommand(Run service, Pauses pauses) throws InterruptedException {
        if (!beside.hasStop()) {
            return false;
        }
        try {
            if (command == null) {
                command = beside.beginStop(service, pauses.left(), work);
            }
            if (!command.awaitEnd(pauses.left())) {
                return true;
            }
            work.step(command.outcome());
            if (command.hasSucceeded()) {
                showWaiting(census());
                service.awaitEnd(pauses.left());
                return true;
            }
        } catch (DriverException e) {
            work.step(Objects.requireNonNullElse(e.getMessage(), "stop command: failed"));
        }
        return false;
    }

    private void tellOfCommand() throws InterruptedException {
        if (command == null) {
            return;
        }
        if (!command.awaitEnd(Duration.ZERO)) {
            work.step(command.outcome());
        } else if (command.hasSucceeded()) {
            work.step("stop command: it has not ended the service within "
                    + settings.timeout().toMillis() + " ms");
        }
    }

    /// Those that left the group have not got its signal. While the group lives it may end them itself; the
    /// wrapper alone, whose service made a group of its own, ends nobody.
    private void tellThoseOutside(Census census) {
        if (serviceTold) {
            return; // it is for the service to end the others
        }
        if (groupTold && census.members().stream().anyMatch(member -> tree.inGroup(member) && !isWrapper(member))) {
            return;
        }
        // One that was told may need what it starts now to clean up.
        var busy = census.members().stream()
                .filter(member -> told.contains(member.id()))
                .map(ProcessInfo::group)
                .collect(Collectors.toSet());
        var untold = census.members().stream()
                .filter(member -> !told.contains(member.id())
                        && !busy.contains(member.group())
                        && !(groupTold && tree.inGroup(member)))
                .toList();
        if (untold.isEmpty()) {
            return;
        }
        work.requireLive();
        for (var member : untold) {
            told.add(member.id());
            tree.signal(member, signal);
            tree.signal(member, RESUME);
        }
        work.step(settings.signal() + " sent to " + Census.count(untold.size()));
    }

    private boolean isWrapper(ProcessInfo member) {
        return tree.isLeader(member) && (run == null || run.pid() != member.pid());
    }

    private void showWaiting(Census census) {
        var text = "waiting for " + Census.count(census.size()) + " to exit";
        if (!text.equals(doing)) {
            doing = text;
            work.doing(text);
        }
    }

    private Census kill() throws DriverException, InterruptedException {
        work.requireLive();
        var killing = killAll();
        work.step("SIGKILL sent to " + Census.count(killing.count()));
        if (!killing.left().isEmpty()) {
            throw new DriverException(
                    Code.NOT_STOPPED,
                    Census.count(killing.left().size())
                            + (killing.left().size() == 1 ? " survives SIGKILL: " : " survive SIGKILL: ")
                            + tree.describe(killing.left()));
        }
        return killing.left();
    }

    private String notableExit() throws InterruptedException {
        if (run == null) {
            return "";
        }
        var exit = run.exit();
        var expected = exit.code() == 0 || exit.code() == SHELL_SIGNAL + signal || exit.equals(ExitStatus.UNKNOWN);
        return expected ? "" : " with " + exit.describe();
    }
}

package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.service.Background;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the process that is a service where the one that was it has ended with 0: what a program has become that puts
/// itself into the background, or what has taken its place in an upgrade. It is always one of the same run. Safe to
/// use from any thread.
final class Succession {
    /// How long a program may take to write the pid of its next main process once the one before has ended.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// The same for one that has just put itself into the background.
    private static final Duration BEGIN = Duration.ofSeconds(10);

    /// On the way into the background a program may be several processes for a moment.
    private static final Duration STEADY = Duration.ofMillis(200);

    private final ServiceDefinition definition;
    private final MainProcess main;
    private final @Nullable PidFile file;

    /// @param own the engine's user, by number
    Succession(ServiceDefinition definition, long own) {
        this.definition = definition;
        this.main = definition.mainProcess();
        var path = main.pidFile();
        this.file = path == null ? null : new PidFile(path, definition.process().user(), own);
    }

    /// What a look has found.
    ///
    /// @param heir who goes on; `null` if nobody is known to
    /// @param why not, for people
    /// @param hopeless whether nobody will
    private record Look(@Nullable ProcessInfo heir, String why, boolean hopeless) {}

    /// Whether its command is to put it into the background.
    boolean forks() {
        return main.forks();
    }

    /// Whether another process may take the place of that which is the service.
    boolean isPossible() {
        return file != null || forks();
    }

    /// Waits until the command has put the service into the background, and ended.
    ///
    /// @param run of what the command became
    /// @throws DriverException if it has ended otherwise, or it cannot be told what goes on
    ProcessInfo afterFork(Run run, OperationContext work) throws DriverException, InterruptedException {
        work.doing("waiting until it has put itself into the background");
        while (!run.awaitEnd(BEGIN)) {
            if (work.stopRequested()) {
                throw new InterruptedException("asked to stop");
            }
        }
        var exit = run.exit();
        if (exit.code() != 0) {
            throw new DriverException(exit.why(), "ended with " + exit.describe() + " before it was in the background");
        }
        var look = settle(run, BEGIN);
        if (look.heir == null) {
            throw new DriverException(
                    look.hopeless ? Code.EXITED : Code.FAILED,
                    "it has put itself into the background, but " + look.why);
        }
        return look.heir;
    }

    /// Looks until somebody is known to go on, nobody will, or the time is up.
    private Look settle(Run run, Duration limit) throws InterruptedException {
        var pauses = new Pauses(limit);
        ProcessInfo before = null;
        var since = System.nanoTime();
        for (; ; ) {
            var look = look(run);
            var heir = look.heir;
            if (heir == null || before == null || !heir.id().equals(before.id())) {
                since = System.nanoTime();
            }
            before = heir;
            var known = heir != null && (file != null || System.nanoTime() - since >= STEADY.toNanos());
            if (known || look.hopeless || (heir == null && pauses.isOver())) {
                return look;
            }
            pauses.pause();
        }
    }

    /// Who goes on after the end of `run`, as far as that is known now; `null` if nobody does.
    @Nullable
    ProcessInfo now(Run run) {
        return mayFollow(run.record(), run.exit()) ? look(run).heir : null;
    }

    /// The same; somebody may take a moment to say that he does. Ends early on a thread that is interrupted.
    @Nullable
    ProcessInfo soon(Run run) {
        if (!mayFollow(run.record(), run.exit())) {
            return null;
        }
        try {
            return settle(run, PATIENCE).heir;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /// Who goes on of a run whose end no engine has seen; `null` if nobody does.
    ///
    /// @param left who lives of it
    @Nullable
    ProcessInfo afterAbsence(RunRecord record, ExitStatus exit, Census left) {
        return mayFollow(record, exit) ? look(left, -1).heir : null;
    }

    private boolean mayFollow(RunRecord record, ExitStatus exit) {
        if (record.stopAsked()) {
            return false; // what is left is on its way out
        }
        return record.hasHeir() ? file != null && exit.equals(ExitStatus.UNKNOWN) : isPossible() && exit.code() == 0;
    }

    private Look look(Run run) {
        try {
            return look(run.tree().census(), run.pid());
        } catch (UnseenException e) {
            return new Look(null, e.getMessage(), false);
        }
    }

    /// @param ended the pid of the one before; negative if it may be anything
    private Look look(Census census, long ended) {
        var members = census.whole().members();
        if (members.isEmpty()) {
            return new Look(null, "nothing of it lives on", true);
        }
        return file == null ? bySight(members) : byFile(file.read(), members, ended);
    }

    private Look byFile(PidFile.Said said, List<ProcessInfo> members, long ended) {
        var named = "pid_file " + definition.shownPidFile();
        if (!said.problem().isEmpty()) {
            return new Look(null, named + " " + said.problem(), false);
        }
        return members.stream()
                .filter(member -> member.pid() == said.pid())
                .findFirst()
                .map(heir -> new Look(heir, "", false))
                // One that names the dead names nobody else any more.
                .orElseGet(() -> new Look(
                        null, named + " names no process that it has begun", said.pid() == ended && ended > 0));
    }

    /// The one that has begun all others, or is alone.
    private static Look bySight(List<ProcessInfo> members) {
        var pids = members.stream().map(ProcessInfo::pid).collect(Collectors.toSet());
        var roots = members.stream()
                .filter(member -> !pids.contains(member.parent()))
                .toList();
        return roots.size() == 1
                ? new Look(roots.getFirst(), "", false)
                : new Look(
                        null,
                        Background.living(members.size()) + ", of which none has begun the others (pid "
                                + members.stream()
                                        .map(member -> Long.toString(member.pid()))
                                        .collect(Collectors.joining(", "))
                                + "); say forking: { pid_file: … }",
                        false);
    }

    /// Which processes go on in the background, though nobody has said that they would; empty if none do. A worker that
    /// has ended well and left a helper looks the same, so nothing that is done about it may end them.
    ///
    /// @param at when the run ended
    /// @param left what lives on of the run
    List<Long> background(RunRecord record, ExitStatus exit, Instant at, Census left) {
        var meant = definition.oneShot() || record.hasHeir() || record.stopAsked();
        return meant || exit.code() != 0 || at.isAfter(record.at().plus(Background.AS_IT_STARTS))
                ? List.of()
                : left.whole().pids();
    }
}

package dev.signalbox.driver.process;

import static java.util.stream.Collectors.toSet;

import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Reading;
import dev.signalbox.service.OwnLimits;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is known of what one run uses, from one look to the next. Not safe to use from several threads.
final class RunFigures {
    private static final long TICK_NANOS = 10_000_000; // in which the kernel tells times, on every kind of machine
    private static final String OPEN_FILES = "Max open files";

    private final Run run;
    private final CpuTime cpu = new CpuTime();
    /// What its control groups had used at the look before; negative if that is not known.
    private long groupNanos = -1;
    /// Who was of it at the look before.
    private Set<ProcessId> seen;
    private int files = -1;
    private int filesOfOne = -1;
    private Limits limits = Limits.NONE;

    RunFigures(Run run) {
        this.run = run;
        this.seen = Set.of(processes().service());
    }

    private RunRecord.Processes processes() {
        var known = run.record().processes();
        if (known == null) {
            throw new IllegalStateException("a run that is there has processes");
        }
        return known;
    }

    /// Whether these are the figures of a run, also where another process goes on in it.
    boolean isOf(Run other) {
        return run.record().cookie().equals(other.record().cookie())
                && processes().equals(other.record().processes());
    }

    String cookie() {
        return run.record().cookie();
    }

    /// The number of the session that was made for it.
    long session() {
        return processes().leader().pid();
    }

    /// Whether who is in that session is of this run: as long as its leader is there, or anybody who was of it.
    ///
    /// @param present all processes, by pid
    boolean ownsSession(Map<Long, ProcessInfo> present) {
        var leader = present.get(session());
        return leader == null
                ? present.values().stream()
                        .anyMatch(process -> process.session() == session() && seen.contains(process.id()))
                : leader.id().equals(processes().leader());
    }

    /// Those that its control groups know.
    Set<Long> pidsOfGroups() {
        var pids = new HashSet<Long>();
        for (var group : run.tree().groups()) {
            try {
                pids.addAll(group.pids());
            } catch (IOException e) {
                return Set.of(); // it is looked at again soon
            }
        }
        return pids;
    }

    void lookForFiles(ProcFiles proc, List<ProcessStat> all) {
        var sum = 0;
        var most = -1;
        for (var process : all) {
            var open = process.isAlive() ? proc.openFiles(process.id().pid()) : -1;
            sum += Math.max(0, open);
            most = Math.max(most, open);
        }
        files = most < 0 ? -1 : sum;
        filesOfOne = most;
    }

    void lookForLimits(ProcFiles proc) {
        var group = group(proc);
        var open = OwnLimits.soft(proc.limits(run.pid()), OPEN_FILES);
        limits = new Limits(
                group == null ? null : group.least("memory.max"),
                group == null ? null : group.least("pids.max"),
                open == Long.MAX_VALUE ? null : Long.valueOf(open));
    }

    /// The control group that its process is in now, which may have been made by somebody else.
    private @Nullable ControlGroup group(ProcFiles proc) {
        try {
            var folder = ControlGroups.own(proc.mounts(), proc.groups(run.pid()));
            return folder == null ? null : new ControlGroup(folder);
        } catch (IOException e) {
            return null; // it has ended
        }
    }

    /// @param all its processes, at least one
    /// @param isNew whether one has begun since the look before
    /// @param ports on which they listen
    Reading reading(List<ProcessStat> all, Predicate<ProcessStat> isNew, List<Integer> ports, long pageBytes) {
        seen = all.stream().map(ProcessStat::id).collect(toSet());
        var ticks = cpu.add(all, isNew);
        var used = usedByGroups(ticks < 0 ? -1 : ticks * TICK_NANOS);
        var pages = 0L;
        var tasks = 0;
        for (var process : all) {
            pages += process.pages();
            tasks += process.isAlive() ? process.threads() : 0;
        }
        return new Reading(run.record().at(), used, pages * pageBytes, tasks, files, filesOfOne, ports, limits);
    }

    /// What its control groups have used since the look before, which is exact; where it has none that tells, what its
    /// processes have.
    private long usedByGroups(long byProcesses) {
        var groups = run.tree().groups();
        var now = groups.isEmpty()
                ? -1
                : groups.stream().mapToLong(ControlGroup::cpuNanos).sum();
        var earlier = groupNanos;
        groupNanos = now;
        return now < 0 || earlier < 0 || now < earlier ? byProcesses : now - earlier;
    }
}

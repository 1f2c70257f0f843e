package dev.signalbox.driver.process;

import dev.signalbox.metrics.Reading;
import dev.signalbox.metrics.Readings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the processes of runs use: of all services by one look through `/proc`, as many files as their processes are,
/// and one more for each process that has come since. Which are theirs is found out with all care only now and then,
/// and when a run has come: in between one that is new is of the run that has begun its session, or of its parent's.
///
/// Runs come and go on any thread; one at a time looks.
final class RunReadings implements Readings {
    private static final Logger LOG = LoggerFactory.getLogger(RunReadings.class);

    /// From one time that it is looked with all care, and for open files, to the next.
    private static final int CAREFUL = 10;
    /// The same for limits, which hardly ever change.
    private static final int LIMITS = 60;

    private final ProcessTable table;
    private final ProcFiles proc;
    private final RunPorts ports;
    private final long pageBytes;
    private final Map<String, Supplier<@Nullable Run>> services = new ConcurrentHashMap<>();

    private final byte[] line = new byte[ProcFiles.MAX_STAT];
    /// Those of runs, by service.
    private Map<String, RunFigures> known = Map.of();
    /// Whose the processes are that are a run's, by pid.
    private final Map<Long, Member> members = new HashMap<>();
    /// Whose a session is.
    private final Map<Long, RunFigures> sessions = new HashMap<>();
    /// Processes that there were at the look before.
    private Set<Long> before = Set.of();

    private int round;

    private record Member(RunFigures run, ProcessId process) {}

    /// @param pageBytes of memory
    RunReadings(ProcessTable table, ProcFiles proc, RunPorts ports, long pageBytes) {
        this.table = table;
        this.proc = proc;
        this.ports = ports;
        this.pageBytes = pageBytes;
    }

    /// Looks at what a service runs from now on.
    ///
    /// @param run tells it, `null` for nothing
    void watch(String service, Supplier<@Nullable Run> run) {
        services.put(service, run);
    }

    /// Looks no more, unless another one tells of the service by now.
    void forget(String service, Supplier<@Nullable Run> run) {
        services.remove(service, run);
    }

    @Override
    public Map<String, Reading> look() {
        try {
            return lookNow();
        } catch (UnseenException e) {
            LOG.debug("processes cannot be looked at: {}", e.getMessage()); // they are looked at again soon
            return Map.of();
        }
    }

    private Map<String, Reading> lookNow() {
        var hasNew = findRuns();
        if (known.isEmpty()) {
            members.clear();
            before = Set.of();
            return Map.of();
        }
        var all = proc.all();
        var isCareful = hasNew || round % CAREFUL == 0;
        if (isCareful) {
            assign();
        }
        var found = new HashMap<RunFigures, List<ProcessStat>>();
        for (var pid : all) {
            if (members.containsKey(pid) || !before.contains(pid)) {
                take(pid, found);
            }
        }
        var pids = HashSet.<Long>newHashSet(all.length);
        Arrays.stream(all).forEach(pids::add);
        members.keySet().retainAll(pids);
        if (isCareful) {
            ports.look(ofRuns(), hasNew);
        }
        var readings = new HashMap<String, Reading>();
        known.forEach((service, run) -> {
            var processes = found.getOrDefault(run, List.of());
            if (processes.isEmpty()) {
                return;
            }
            if (isCareful) {
                run.lookForFiles(proc, processes);
            }
            if (hasNew || round % LIMITS == 0) {
                run.lookForLimits(proc);
            }
            readings.put(service, run.reading(processes, this::isNew, ports.of(run), pageBytes));
        });
        before = pids;
        round++;
        return readings;
    }

    private Map<Long, RunFigures> ofRuns() {
        var runs = HashMap.<Long, RunFigures>newHashMap(members.size());
        members.forEach((pid, member) -> runs.put(pid, member.run()));
        return runs;
    }

    /// Whether a process has come since the look before; of none where there was none.
    private boolean isNew(ProcessStat process) {
        return !before.isEmpty() && !before.contains(process.id().pid());
    }

    /// @return whether there is one that was not known
    private boolean findRuns() {
        var now = new HashMap<String, RunFigures>();
        var hasNew = false;
        for (var service : services.entrySet()) {
            var run = service.getValue().get();
            if (run != null) {
                var earlier = known.get(service.getKey());
                var figures = earlier != null && earlier.isOf(run) ? earlier : new RunFigures(run);
                now.put(service.getKey(), figures);
                hasNew |= !figures.equals(earlier);
            }
        }
        known = now;
        var runs = Set.copyOf(now.values());
        members.values().removeIf(member -> !runs.contains(member.run()));
        sessions.values().retainAll(runs);
        return hasNew;
    }

    /// Finds out whose each process is.
    private void assign() {
        var look = table.look();
        var present = HashMap.<Long, ProcessInfo>newHashMap(look.size());
        look.forEach(one -> present.put(one.info().pid(), one.info()));
        var cookies = new HashMap<String, RunFigures>();
        sessions.clear();
        for (var run : known.values()) {
            cookies.put(run.cookie(), run);
            if (run.ownsSession(present)) {
                sessions.put(run.session(), run);
            }
        }
        members.clear();
        for (var one : look) {
            var run = one.cookie() == null ? null : cookies.get(one.cookie());
            join(one.info(), run == null ? sessions.get(one.info().session()) : run);
        }
        for (var run : known.values()) {
            run.pidsOfGroups().forEach(pid -> join(present.get(pid), run));
        }
    }

    private void join(@Nullable ProcessInfo process, @Nullable RunFigures run) {
        if (process != null && run != null) {
            members.putIfAbsent(process.pid(), new Member(run, process.id()));
        }
    }

    private void take(long pid, Map<RunFigures, List<ProcessStat>> found) {
        // The engine may itself run in a service.
        var process = pid == ProcessHandle.current().pid() ? null : proc.use(pid, line);
        var member = process == null ? null : member(process);
        if (process == null || member == null) {
            members.remove(pid);
            return;
        }
        members.put(pid, member);
        found.computeIfAbsent(member.run(), _ -> new ArrayList<>()).add(process);
    }

    /// Whose a process is; `null` for nobody's.
    private @Nullable Member member(ProcessStat process) {
        var member = members.get(process.id().pid());
        if (member != null && member.process().equals(process.id())) {
            return member;
        }
        var run = sessions.get(process.session());
        if (run != null) {
            return new Member(run, process.id());
        }
        var parent = members.get(process.parent());
        return parent == null ? null : new Member(parent.run(), process.id());
    }
}

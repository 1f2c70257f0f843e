package dev.signalbox.driver.process;

import dev.signalbox.service.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The processes of one run: those in the session of its leader, and those that left it but carry the
/// cookie. Where it has a control group, that knows those too that have done neither.
///
/// The number of a session cannot be given again while the session has a member. So a session without its
/// leader is still ours as long as a process that was once seen in it lives; else only the cookie counts.
final class ProcessTree {
    /// The number that sends no signal, but asks whether one could be sent.
    private static final int NONE = 0;

    /// What no variable can hold.
    private static final String NOBODYS = "\0";

    /// At who is in a control group that is not empty.
    private static final int MOST_LOOKS = 50;

    /// One that has just ended may need as long to leave its group.
    private static final long PAUSE_NANOS = 1_000_000;

    private static final int SIGKILL = Signals.number("SIGKILL");

    private final ProcessTable table;
    private final String cookie;
    private final Predicate<Seen> mine;
    private final @Nullable ProcessId leader;
    private final Set<ProcessId> seen = new HashSet<>();
    /// Whether the leader was alive a moment ago, too short for its number to come round again.
    private boolean watched;

    private final List<ControlGroup> groups;

    /// @param cookie that it carries, or the start of it
    /// @param leader of the session, `null` if only the cookie is known
    /// @param watched whether this engine has seen the leader alive, and watches it
    ProcessTree(ProcessTable table, String cookie, @Nullable ProcessId leader, boolean watched) {
        this(table, cookie, one -> one.carries(cookie), leader, watched, List.of());
    }

    private ProcessTree(
            ProcessTable table,
            String cookie,
            Predicate<Seen> mine,
            @Nullable ProcessId leader,
            boolean watched,
            List<ControlGroup> groups) {
        this.table = table;
        this.cookie = cookie;
        this.mine = mine;
        this.leader = leader;
        this.watched = watched;
        this.groups = groups;
    }

    /// The same, to be used instead of this one, with all that are in these control groups.
    ProcessTree within(List<ControlGroup> known) {
        return new ProcessTree(table, cookie, mine, leader, watched, known);
    }

    /// The same with one, if there is one.
    ProcessTree within(@Nullable ControlGroup known) {
        return known == null ? this : within(List.of(known));
    }

    /// The same, of which this process is known to be one, in the session of the leader that may have ended.
    synchronized ProcessTree knowing(ProcessId member) {
        seen.add(member);
        return this;
    }

    /// That of a run whose processes are known.
    ///
    /// @param processes of which the service is alive
    static ProcessTree of(ProcessTable table, RunRecord record, RunRecord.Processes processes) {
        var leads = !processes.heir() || processes.leader().equals(processes.service());
        var tree = new ProcessTree(table, record.cookie(), processes.leader(), leads).within(ControlGroup.of(record));
        return processes.heir() ? tree.knowing(processes.service()) : tree;
    }

    /// The control groups that its processes are in, as far as they have any.
    List<ControlGroup> groups() {
        return groups;
    }

    /// Those in the session of `leader`, which was seen alive, whatever they carry.
    static ProcessTree ofSession(ProcessTable table, ProcessId leader) {
        return new ProcessTree(table, NOBODYS, leader, true);
    }

    /// Whatever processes `mine` says, of no run in particular.
    static ProcessTree of(ProcessTable table, Predicate<Seen> mine) {
        return new ProcessTree(table, "", mine, null, false, List.of());
    }

    /// What its processes carry, or the start of it; empty if it is no run's.
    String cookie() {
        return cookie;
    }

    /// Looks who is alive. Of the engine itself, which may run in a service, it says nothing.
    ///
    /// @throws UnseenException if that cannot be told now
    Census census() {
        return census(table.look());
    }

    /// The same.
    ///
    /// @param whole whether those that only its control groups know are members like all others
    Census census(boolean whole) {
        return whole ? census().whole() : census();
    }

    /// The same by a look that others have taken.
    synchronized Census census(List<Seen> all) {
        var census = count(all);
        // A look is not atomic: a process may fork into what was looked at already, and end. The kernel's
        // own answer for the group is.
        var sure = census.isEmpty() && groupLives() ? countAgain() : census;
        return groups.isEmpty() ? sure : withGroups(sure, all);
    }

    private Census countAgain() {
        var all = table.look();
        var census = count(all);
        if (census.isEmpty()
                && !census.verified()
                && all.stream().noneMatch(one -> inGroup(one.info()))
                && groupLives()) {
            throw new UnseenException("none of its group can be seen");
        }
        return census;
    }

    /// What the kernel says without a look; a zombie is taken for alive.
    private boolean groupLives() {
        return leader != null && table.signal(-leader.pid(), NONE);
    }

    /// Adds those that only the control groups know. Nobody may be caught of one in which each process makes the
    /// next one and ends; but the kernel says that somebody is there.
    private Census withGroups(Census census, List<Seen> all) {
        try {
            var now = census;
            for (var looks = 0; looks < MOST_LOOKS; looks++) {
                var pids = pids();
                now = withGroups(census, all, pids);
                if (!now.whole().isEmpty()
                        || pids.contains(ProcessHandle.current().pid())
                        || !anyPopulated()) {
                    return now;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return new Census(now.members(), false, now.outside());
        } catch (IOException e) {
            return new Census(census.members(), false);
        }
    }

    private Set<Long> pids() throws IOException {
        var pids = new HashSet<Long>();
        for (var group : groups) {
            pids.addAll(group.pids());
        }
        return pids;
    }

    private boolean anyPopulated() throws IOException {
        for (var group : groups) {
            if (group.isPopulated()) {
                return true;
            }
        }
        return false;
    }

    /// @param pids of all that are in the groups
    private Census withGroups(Census census, List<Seen> all, Set<Long> pids) {
        var rest = new HashSet<>(pids);
        census.members().forEach(member -> rest.remove(member.pid()));
        rest.remove(ProcessHandle.current().pid());
        if (rest.isEmpty()) {
            return census;
        }
        // They may have come since the look, and be members like others.
        var late = rest.stream()
                .map(table::see)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        var again = count(Stream.concat(
                        all.stream().filter(one -> !rest.contains(one.info().pid())), late.stream())
                .toList());
        var outside = late.stream()
                .map(Seen::info)
                .filter(info -> info.isAlive() && !again.members().contains(info))
                .toList();
        return new Census(again.members(), again.verified(), outside);
    }

    private Census count(List<Seen> all) {
        var ours = ownsSession(all);
        var self = ProcessHandle.current().pid();
        var members = new ArrayList<ProcessInfo>();
        var verified = table.isComplete();
        seen.clear();
        for (var one : all) {
            var process = one.info();
            if (!process.isAlive() || process.pid() == self) {
                continue;
            }
            var inSession = leader != null && process.session() == leader.pid();
            if (inSession && ours) {
                seen.add(process.id());
                members.add(process);
                continue;
            }
            if (mine.test(one)) {
                members.add(process);
            } else if (one.cookie() == null) {
                verified &= !inSession;
            }
        }
        return new Census(members, verified);
    }

    private boolean ownsSession(List<Seen> look) {
        if (leader == null) {
            return false;
        }
        var all = look.stream().map(Seen::info).toList();
        var number = leader.pid();
        var present = all.stream().anyMatch(process -> process.id().equals(leader));
        var replaced = !present && all.stream().anyMatch(process -> process.pid() == number);
        var remembered = all.stream().anyMatch(process -> process.session() == number && seen.contains(process.id()));
        var owns = present || (!replaced && (watched || remembered));
        watched &= present;
        return owns;
    }

    /// Sends a signal to the leader's group, if the leader is there.
    boolean signalGroup(int signal) {
        return leader != null && table.signalGroup(leader, leader.pid(), signal);
    }

    /// Sends SIGKILL to all members of a census: to the group at once, so that none of it can fork away,
    /// and to each one outside of it. To the control groups as well, if nobody is to live on in them.
    void kill(Census census) {
        if (census.outside().isEmpty() && !census.isEmpty()) {
            groups.forEach(ControlGroup::kill);
        }
        // A group is part of one session: if one of its members is ours, all are.
        if (leader != null) {
            var group = leader.pid();
            var _ = census.members().stream()
                    .filter(this::inGroup)
                    .anyMatch(member -> table.signalGroup(member.id(), group, SIGKILL));
        }
        census.members().stream().filter(member -> !inGroup(member)).forEach(member -> signal(member, SIGKILL));
    }

    /// Sends SIGKILL to the leader's group, if it has one: for where nobody can be looked at.
    ///
    /// @return whether there may be one
    boolean killGroup() {
        return signalGroup(SIGKILL);
    }

    /// Whether any of a census lives still, as far as they can be looked at.
    boolean hasLiving(Census census) {
        return census.members().stream().anyMatch(member -> table.mayLive(member.id()));
    }

    /// Whether a process is in the leader's group.
    boolean inGroup(ProcessInfo process) {
        return leader != null && process.group() == leader.pid();
    }

    /// Whether a process is the leader of the session.
    boolean isLeader(ProcessInfo process) {
        return process.id().equals(leader);
    }

    /// Sends a signal to a member of a census, if it is alive still.
    boolean signal(ProcessInfo member, int signal) {
        return table.signal(member.id(), signal);
    }

    /// The members with their command lines, for people.
    String describe(Census census) {
        return describe(census.members());
    }

    String describe(List<ProcessInfo> processes) {
        return String.join(
                ", ",
                processes.stream()
                        .map(member -> "pid " + member.pid() + " (" + table.commandLine(member.pid()) + ")")
                        .toList());
    }
}

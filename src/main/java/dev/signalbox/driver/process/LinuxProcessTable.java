package dev.signalbox.driver.process;

import static java.util.stream.Collectors.toSet;

import dev.signalbox.service.Signals;
import dev.signalbox.state.StateFolder;
import dev.signalbox.text.PlainText;
import dev.signalbox.time.SideThread;
import dev.signalbox.time.SideThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The process table of Linux, read from `/proc`. What is in the memory of a process, as its environment and its
/// command line, hangs with it where that waits for a disk that is gone: then it is not known, of this process
/// alone.
final class LinuxProcessTable implements ProcessTable {
    private static final int MAX_COMMAND_LINE = 120;

    /// How long the memory of one process is waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// In the place of the process whose memory is read: nobody waits for that any more.
    private static final long GIVEN_UP = -1;

    private final ProcFiles proc;
    private final String bootId;
    private final UnaryOperator<String> mask;
    private final Pidfd.Opening pidfds;
    private final Duration patience;
    private final SharedCall<List<Seen>> looks = new SharedCall<>(this::scan);
    /// Of the look before. Only looks use it, and there is one at a time.
    private Map<ProcessId, Remembered> remembered = Map.of();
    /// Whose memory hangs: a thread waits for each of them.
    private final Set<Long> hung = ConcurrentHashMap.newKeySet();

    private final SideThread commandLines = new SideThread();
    private final SideThreads folders = new SideThreads();

    /// The environment of a process changes when it executes another program, and then only. One that writes its
    /// title over it carries its cookie all the same.
    private record Remembered(long image, String cookie) {}

    /// How far a look has come, which is on one thread and waited for on another.
    private static final class Progress {
        final AtomicLong steps = new AtomicLong();
        /// The process whose memory is read, 0 for none.
        final AtomicLong reading = new AtomicLong();
        /// How many steps there were when it was asked last.
        long before = -1;
    }

    /// @param mask takes out of a command line what nobody may see
    LinuxProcessTable(UnaryOperator<String> mask) throws IOException {
        this(mask, Pidfd::open);
    }

    /// @param pidfds how a process is held that is sent a signal
    LinuxProcessTable(UnaryOperator<String> mask, Pidfd.Opening pidfds) throws IOException {
        this(mask, pidfds, new ProcFiles(), PATIENCE);
    }

    /// @param proc in the place of `/proc`
    /// @param patience how long one process is waited for
    LinuxProcessTable(UnaryOperator<String> mask, Path proc, Duration patience) throws IOException {
        this(mask, Pidfd::open, new ProcFiles(proc), patience);
    }

    private LinuxProcessTable(UnaryOperator<String> mask, Pidfd.Opening pidfds, ProcFiles proc, Duration patience)
            throws IOException {
        this.patience = patience;
        this.mask = mask;
        this.pidfds = pidfds;
        this.proc = proc;
        Pidfd.link();
        Signals.send(Integer.MAX_VALUE, 0); // to nobody: it is linked by it too
        bootId = proc.bootId();
    }

    @Override
    public List<Seen> look() {
        return looks.get();
    }

    /// Where one process hangs, the next try goes on without it.
    private List<Seen> scan() {
        var known = new ConcurrentHashMap<>(remembered);
        while (true) {
            var progress = new Progress();
            var seen = new SideThread()
                    .orHere(
                            patience,
                            "looking at processes",
                            () -> scan(known, progress),
                            Optional.<List<Seen>>empty(),
                            () -> hangs(progress));
            if (seen.isPresent()) {
                known.keySet()
                        .retainAll(
                                seen.get().stream().map(one -> one.info().id()).collect(toSet()));
                remembered = Map.copyOf(known);
                return seen.get();
            }
        }
    }

    /// Whether a look has not come on since it was asked last, as the memory of one process hangs. Then it ends, and
    /// the process is left out.
    private boolean hangs(Progress progress) {
        var steps = progress.steps.get();
        var pid = progress.reading.get();
        if (steps != progress.before || pid == 0) {
            progress.before = steps;
            return false;
        }
        hung.add(pid);
        if (!progress.reading.compareAndSet(pid, GIVEN_UP)) { // it was slow only
            hung.remove(pid);
            return false;
        }
        return true;
    }

    /// @param known gets what is read
    /// @return empty if nobody waits for this look any more
    private Optional<List<Seen>> scan(Map<ProcessId, Remembered> known, Progress progress) {
        var reading = progress.reading;
        var seen = new ArrayList<Seen>();
        for (var pid : proc.all()) {
            progress.steps.incrementAndGet();
            var info = seen(pid);
            if (info == null) {
                continue;
            }
            var before = known.get(info.id());
            if (before != null && before.image() == info.image()) {
                seen.add(new Seen(info, before.cookie()));
                continue;
            }
            reading.set(pid);
            var cookie = hung.contains(pid) ? null : cookie(info);
            if (!reading.compareAndSet(pid, 0)) {
                hung.remove(pid);
                return Optional.empty();
            }
            if (cookie != null) {
                known.put(info.id(), new Remembered(info.image(), cookie));
            }
            seen.add(new Seen(info, cookie));
        }
        return Optional.of(List.copyOf(seen));
    }

    /// As [#find], where that may be because there is no file handle to look with.
    private @Nullable ProcessInfo seen(long pid) {
        var info = find(pid);
        if (info == null ? proc.has(pid) : !info.isAlive()) {
            proc.requireHandle();
            return find(pid);
        }
        return info;
    }

    private @Nullable String cookie(ProcessInfo info) {
        if (!info.isAlive()) {
            return "";
        }
        try {
            return cookie(info.pid());
        } catch (IOException e) {
            proc.requireHandle();
        }
        try {
            return cookie(info.pid());
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable ProcessInfo find(long pid) {
        return proc.find(pid);
    }

    @Override
    public OptionalLong user(long pid) {
        return proc.user(pid);
    }

    @Override
    public String cookie(long pid) throws IOException {
        try {
            return proc.variable(pid, COOKIE);
        } catch (IOException e) {
            // Of a process that has just ended, nothing can be read either.
            if (find(pid) == null) {
                return "";
            }
            throw e;
        }
    }

    @Override
    public String stateFolder(long pid) {
        if (hung.contains(pid)) {
            return "";
        }
        try {
            return proc.variable(pid, STATE);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public StateFolder.Presence presence(long pid, String folder, String id) {
        try {
            var here = Path.of(folder);
            return here.isAbsolute()
                    ? folders.at(here)
                            .orElse(
                                    patience,
                                    "looking for the state folder " + folder,
                                    () -> presenceNow(pid, here, id),
                                    StateFolder.Presence.UNKNOWN)
                    : StateFolder.Presence.UNKNOWN;
        } catch (InvalidPathException e) {
            return StateFolder.Presence.UNKNOWN;
        }
    }

    private StateFolder.Presence presenceNow(long pid, Path here, String id) {
        var own = StateFolder.presence(here, id);
        if (own == StateFolder.Presence.THERE) {
            return own;
        }
        var root = proc.root(pid);
        return Files.isDirectory(root)
                ? StateFolder.presence(root.resolve(here.getRoot().relativize(here)), id)
                : StateFolder.Presence.UNKNOWN;
    }

    @Override
    public boolean isComplete() {
        return find(1) != null;
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public String commandLine(long pid) {
        return hung.contains(pid)
                ? "?"
                : commandLines.orElse(patience, "reading a command line", () -> commandLineNow(pid), "?");
    }

    private String commandLineNow(long pid) {
        try {
            var words = String.join(" ", proc.commandLine(pid));
            var text = PlainText.line(mask.apply(words));
            return text.length() > MAX_COMMAND_LINE ? text.substring(0, MAX_COMMAND_LINE) + "…" : text;
        } catch (IOException e) {
            return "?";
        }
    }

    @Override
    public boolean signal(long target, int signal) {
        return Signals.send(Math.toIntExact(target), signal);
    }

    @Override
    public boolean signal(ProcessId id, int signal) {
        var pidfd = pidfds.open(id.pid());
        if (pidfd < 0) {
            return pidfd != -Pidfd.ESRCH && ProcessTable.super.signal(id, signal);
        }
        try {
            // Whoever it is on, the handle stays on him.
            return mayLive(id) && Pidfd.signal(pidfd, signal) == 0;
        } finally {
            Pidfd.close(pidfd);
        }
    }

    /// The number of a group cannot be given again while the group has a member, so `kill(2)` reaches the right
    /// one as long as `member` is in it. That it is, is known of the process that the handle is on, not of
    /// whoever may have its number by now. The handle does not keep it alive: what is left is that it ends as the
    /// last of its group, and its number comes round, between the look and the signal. By the handle on its
    /// leader a newer kernel finds the group itself, and nothing is left.
    @Override
    public boolean signalGroup(ProcessId member, long group, int signal) {
        var pidfd = pidfds.open(member.pid());
        if (pidfd < 0) {
            return pidfd != -Pidfd.ESRCH && ProcessTable.super.signalGroup(member, group, signal);
        }
        try {
            var found = find(member.pid());
            if (found == null) { // ended, or this was the last file handle
                return ProcessTable.super.signalGroup(member, group, signal);
            }
            if (!found.id().equals(member) || !found.isAlive() || found.group() != group) {
                return false;
            }
            var sent = member.pid() == group ? Pidfd.signalGroup(pidfd, signal) : -Pidfd.EINVAL;
            return sent == -Pidfd.EINVAL ? signal(-group, signal) : sent == 0;
        } finally {
            Pidfd.close(pidfd);
        }
    }
}

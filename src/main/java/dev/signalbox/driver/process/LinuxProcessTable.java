package dev.signalbox.driver.process;

import dev.signalbox.service.Signals;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The process table of Linux, read from `/proc`.
final class LinuxProcessTable implements ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_STAT = 1024;
    private static final int MAX_COMMAND_LINE = 120;
    /// How often an empty environment is read again. One that stays empty costs so many pauses, once for each
    /// program.
    private static final int MORE_READS = 10;

    private static final long PAUSE_NANOS = 1_000_000;

    private final String bootId;
    private final UnaryOperator<String> mask;
    private final Pidfd.Opening pidfds;
    private final SharedCall<List<Seen>> looks = new SharedCall<>(this::scan);
    /// Of the look before. Only looks use it, and there is one at a time.
    private Map<ProcessId, Remembered> remembered = Map.of();

    /// The environment of a process changes when it executes another program, and then only. One that writes its
    /// title over it carries its cookie all the same.
    private record Remembered(long image, String cookie) {}

    /// @param mask takes out of a command line what nobody may see
    LinuxProcessTable(UnaryOperator<String> mask) throws IOException {
        this(mask, Pidfd::open);
    }

    /// @param pidfds how a process is held that is sent a signal
    LinuxProcessTable(UnaryOperator<String> mask, Pidfd.Opening pidfds) throws IOException {
        this.mask = mask;
        this.pidfds = pidfds;
        bootId = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }

    @Override
    public List<Seen> look() {
        return looks.get();
    }

    private List<Seen> scan() {
        var seen = new ArrayList<Seen>();
        var fresh = new HashMap<ProcessId, Remembered>();
        pids().mapToObj(this::find).filter(Objects::nonNull).forEach(info -> {
            var cookie = cookie(info);
            if (cookie != null) {
                fresh.put(info.id(), new Remembered(info.image(), cookie));
            }
            seen.add(new Seen(info, cookie));
        });
        remembered = fresh;
        return List.copyOf(seen);
    }

    private @Nullable String cookie(ProcessInfo info) {
        var known = remembered.get(info.id());
        if (known != null && known.image() == info.image()) {
            return known.cookie();
        }
        try {
            return info.isAlive() ? cookie(info.pid()) : "";
        } catch (IOException e) {
            return null;
        }
    }

    /// The numbers of all processes that can be seen.
    static LongStream pids() {
        var names = PROC.toFile().list();
        return names == null
                ? LongStream.empty()
                : Arrays.stream(names)
                        .filter(name -> Character.isDigit(name.charAt(0)))
                        .mapToLong(Long::parseLong);
    }

    @Override
    public @Nullable ProcessInfo find(long pid) {
        // One read is enough, and this is read often.
        try (var in = new FileInputStream("/proc/" + pid + "/stat")) {
            var line = new byte[MAX_STAT];
            var length = in.read(line);
            return length < 0 ? null : ProcessInfo.parse(new String(line, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public String cookie(long pid) throws IOException {
        try {
            return split(environment(pid))
                    .filter(variable -> variable.startsWith(COOKIE + "="))
                    .map(variable -> variable.substring(COOKIE.length() + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            // Of a process that has just ended, nothing can be read either.
            if (find(pid) == null) {
                return "";
            }
            throw e;
        }
    }

    /// In the middle of executing a program a process has none for a moment, and must not be overlooked for that.
    private static byte[] environment(long pid) throws IOException {
        var environment = read(pid, "environ");
        for (int i = 0; environment.length == 0 && i < MORE_READS && hasProgram(pid); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            environment = read(pid, "environ");
        }
        return environment;
    }

    /// Threads of the kernel have none.
    private static boolean hasProgram(long pid) {
        try {
            return !Files.readSymbolicLink(PROC.resolve(pid + "/exe"))
                    .toString()
                    .isEmpty();
        } catch (IOException e) {
            return false;
        }
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
        try {
            var words = String.join(" ", split(read(pid, "cmdline")).toList());
            var text = mask.apply(words).replaceAll("\\p{Cntrl}", " ");
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
            return isAlive(id) && Pidfd.signal(pidfd, signal) == 0;
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
            if (found == null || !found.id().equals(member) || !found.isAlive() || found.group() != group) {
                return false;
            }
            var sent = member.pid() == group ? Pidfd.signalGroup(pidfd, signal) : -Pidfd.EINVAL;
            return sent == -Pidfd.EINVAL ? signal(-group, signal) : sent == 0;
        } finally {
            Pidfd.close(pidfd);
        }
    }

    private static Stream<String> split(byte[] strings) {
        return Arrays.stream(new String(strings, StandardCharsets.UTF_8).split("\0"));
    }

    private static byte[] read(long pid, String file) throws IOException {
        try (var in = new FileInputStream("/proc/" + pid + "/" + file)) {
            return in.readAllBytes();
        }
    }
}

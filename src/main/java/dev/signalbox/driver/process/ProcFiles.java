package dev.signalbox.driver.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `/proc` says of processes, read each time that it is asked for, on the thread that asks: what is in the memory
/// of a process, as its variables and its command line, may hang with it. Safe to use from any thread.
final class ProcFiles {
    private static final Path PROC = Path.of("/proc");
    private static final String BOOT_ID = "sys/kernel/random/boot_id";
    static final int MAX_STAT = 1024;

    /// How often an environment that is not there yet is read again.
    private static final int MORE_READS = 10;

    /// Where `stat` tells where the program's code begins, after the program's name.
    private static final int CODE = 23;

    /// Where `stat` tells where the environment ends, after the program's name; where it begins comes before.
    private static final int ENVIRONMENT_END = 48;

    private static final long PAUSE_NANOS = 1_000_000;

    private static final Pattern REAL_USER = Pattern.compile("^Uid:\\s+(\\d+)", Pattern.MULTILINE);

    private final Path proc;

    ProcFiles() {
        this(PROC);
    }

    /// @param proc in the place of `/proc`
    ProcFiles(Path proc) {
        this.proc = proc;
    }

    /// Changes whenever the system boots.
    String bootId() throws IOException {
        return Files.readString(proc.resolve(BOOT_ID)).strip();
    }

    /// The numbers of all processes that can be seen.
    ///
    /// @throws UnseenException if they cannot be listed
    long[] all() {
        var names = proc.toFile().list();
        if (names == null) {
            requireHandle();
            throw new UnseenException(proc + " cannot be listed");
        }
        return numbers(names).toArray();
    }

    /// Whoever could not open one file could not have opened any then.
    ///
    /// @throws UnseenException if there is no file handle to look with
    void requireHandle() {
        try (var _ = Files.newInputStream(proc.resolve(BOOT_ID))) {
            return;
        } catch (FileSystemException e) {
            throw new UnseenException(Objects.requireNonNullElse(e.getReason(), e.toString()));
        } catch (IOException e) {
            throw new UnseenException(e.toString());
        }
    }

    /// The same of this machine; none if they cannot be listed.
    static LongStream pids() {
        return numbers(PROC.toFile());
    }

    private static LongStream numbers(File folder) {
        var names = folder.list();
        return names == null ? LongStream.empty() : numbers(names);
    }

    private static LongStream numbers(String[] names) {
        return Arrays.stream(names)
                .filter(name -> Character.isDigit(name.charAt(0)))
                .mapToLong(Long::parseLong);
    }

    /// Whether there is such a process, also where nothing of it can be read.
    boolean has(long pid) {
        return Files.exists(proc.resolve(pid + "/stat"));
    }

    /// The process that has this pid now, or `null` if there is none that can be read.
    @Nullable
    ProcessInfo find(long pid) {
        var info = stat(Long.toString(pid));
        return info == null || info.isAlive() ? info : withOtherThreads(info);
    }

    /// What a process uses now, zombies among them; `null` if there is none that can be read.
    ///
    /// @param line room for [#MAX_STAT] bytes
    @Nullable
    ProcessStat use(long pid, byte[] line) {
        try (var in = new FileInputStream(proc + "/" + pid + "/stat")) {
            return ProcessStat.parse(line, in.read(line));
        } catch (IOException e) {
            return null;
        }
    }

    /// How many files a process has open; negative if that may not be asked.
    int openFiles(long pid) {
        var folder = new File(proc + "/" + pid + "/fd");
        var told = folder.length(); // since Linux 6.2
        if (told > 0) {
            return (int) told;
        }
        var names = folder.list();
        return names == null ? -1 : names.length;
    }

    private @Nullable ProcessInfo stat(String of) {
        // One read is enough, and this is read often.
        try (var in = new FileInputStream(proc + "/" + of + "/stat")) {
            var line = new byte[MAX_STAT];
            var length = in.read(line);
            return length < 0 ? null : ProcessInfo.parse(new String(line, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return null;
        }
    }

    /// What the table says of a process is that of its first thread, which may have ended before the others.
    private ProcessInfo withOtherThreads(ProcessInfo info) {
        var other = livingThread(info.pid());
        return other == null
                ? info
                : new ProcessInfo(info.id(), other.state(), info.group(), info.session(), other.image(), info.parent());
    }

    /// A thread of a process whose first one has ended; `null` if there is none.
    private @Nullable ProcessInfo livingThread(long pid) {
        return numbers(new File(proc + "/" + pid + "/task"))
                .filter(thread -> thread != pid)
                .mapToObj(thread -> stat(pid + "/task/" + thread))
                .filter(thread -> thread != null && thread.isAlive())
                .findFirst()
                .orElse(null);
    }

    /// The real user of a process, by number; empty if that cannot be read.
    OptionalLong user(long pid) {
        try {
            var user = REAL_USER.matcher(new String(read(pid + "/status"), StandardCharsets.ISO_8859_1));
            return user.find() ? OptionalLong.of(Long.parseLong(user.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// What the kernel lets a process have.
    Path limits(long pid) {
        return proc.resolve(pid + "/limits");
    }

    /// The control groups that a process is in, as the kernel lists them.
    String groups(long pid) throws IOException {
        return new String(read(pid + "/cgroup"), StandardCharsets.ISO_8859_1);
    }

    /// What is mounted where for this engine, as the kernel lists it.
    String mounts() throws IOException {
        return new String(read("self/mountinfo"), StandardCharsets.ISO_8859_1);
    }

    /// Where a process is shown.
    Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
    }

    /// The words of its command line.
    List<String> commandLine(long pid) throws IOException {
        return split(read(pid + "/cmdline")).toList();
    }

    /// A variable of its environment; empty if it has none.
    String variable(long pid, String name) throws IOException {
        return split(environment(pid))
                .filter(variable -> variable.startsWith(name + "="))
                .map(variable -> variable.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /// Where a process sees its files.
    Path root(long pid) {
        return proc.resolve(place(pid) + "/root");
    }

    /// Where what a process has is shown. Its first thread has lost that at its end, which the others may outlive.
    private String place(long pid) {
        var first = stat(Long.toString(pid));
        var thread = first == null || first.isAlive() ? null : livingThread(pid);
        return thread == null ? Long.toString(pid) : pid + "/task/" + thread.pid();
    }

    /// In the middle of executing a program a process has none for a moment, and must not be overlooked for that. One
    /// that was begun with an empty one is not waited for: anybody can begin thousands of those.
    private byte[] environment(long pid) throws IOException {
        var file = place(pid) + "/environ";
        var environment = read(file);
        for (int i = 0; environment.length == 0 && i < MORE_READS && !isKnownEmpty(pid) && hasProgram(pid); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            environment = read(file);
        }
        return environment;
    }

    /// Whether the kernel has its environment in place, and nothing is in it.
    boolean isKnownEmpty(long pid) {
        try {
            var stat = new String(read(pid + "/stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
            return fields.length > ENVIRONMENT_END
                    && fields[CODE].length()
                            > 1 // is told as 0 until all else is in place, and as 1 to who may not know
                    && fields[ENVIRONMENT_END].equals(fields[ENVIRONMENT_END - 1]);
        } catch (IOException e) {
            return false;
        }
    }

    /// Threads of the kernel have none.
    private boolean hasProgram(long pid) {
        try {
            return !Files.readSymbolicLink(proc.resolve(pid + "/exe"))
                    .toString()
                    .isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<String> split(byte[] strings) {
        return Arrays.stream(new String(strings, StandardCharsets.UTF_8).split("\0"));
    }

    private byte[] read(String file) throws IOException {
        try (var in = new FileInputStream(proc + "/" + file)) {
            return in.readAllBytes();
        }
    }
}

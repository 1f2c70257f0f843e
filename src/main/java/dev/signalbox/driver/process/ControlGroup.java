package dev.signalbox.driver.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A control group (cgroup v2): whoever is in it, and whatever that starts, whether it stays in its session and
/// keeps its environment or not. Only who may write to both groups can move a process out of it. One that is not
/// there any more has no members. Safe to use from any thread.
///
/// @param folder of the file system that the kernel shows it in
record ControlGroup(Path folder) {
    private static final String PROCS = "cgroup.procs";
    private static final String USAGE = "usage_usec ";
    private static final long NANOS_PER_MICRO = 1_000;

    /// The group that the record of a run names; `null` if it names none.
    static @Nullable ControlGroup of(RunRecord record) {
        var path = record.group();
        return path == null ? null : new ControlGroup(Path.of(path));
    }

    /// Where a process writes 0 to become a member.
    Path door() {
        return folder.resolve(PROCS);
    }

    /// The pids of its members and of those of the groups below it. A zombie is none.
    ///
    /// @throws IOException if that cannot be told now
    Set<Long> pids() throws IOException {
        var pids = new HashSet<Long>();
        if (isPopulated()) {
            collect(folder, pids);
        }
        return pids;
    }

    private static void collect(Path group, Set<Long> pids) throws IOException {
        try {
            read(group.resolve(PROCS))
                    .lines()
                    .map(Long::valueOf)
                    .filter(pid -> pid > 0) // 0 is one that this engine's namespace does not show
                    .forEach(pids::add);
            try (var files = Files.newDirectoryStream(group, ControlGroup::isGroup)) {
                for (var below : files) {
                    collect(below, pids);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (IOException e) {
            // The processes of a group of threads are listed by the group above it.
            if (Files.exists(group) && !read(group.resolve("cgroup.type")).startsWith("threaded")) {
                throw e;
            }
        }
    }

    private static boolean isGroup(Path file) {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether anybody lives in it, or below it.
    ///
    /// @throws IOException if that cannot be told now
    boolean isPopulated() throws IOException {
        return read(folder.resolve("cgroup.events")).lines().anyMatch("populated 1"::equals);
    }

    /// The CPU time that all have used that were in it ever, in nanoseconds, which the kernel counts without any
    /// controller; negative if that cannot be told.
    long cpuNanos() {
        try {
            return read(folder.resolve("cpu.stat"))
                    .lines()
                    .filter(line -> line.startsWith(USAGE))
                    .mapToLong(line -> Long.parseLong(line, USAGE.length(), line.length(), 10) * NANOS_PER_MICRO)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /// The least of the limits of a kind that this group has, and those above it have; `null` if none has any.
    ///
    /// @param file such as `memory.max`
    @Nullable
    Long least(String file) {
        Long least = null;
        for (var at = folder; at != null && Files.exists(at.resolve(PROCS)); at = at.getParent()) {
            var limit = limit(at.resolve(file));
            least = limit != null && (least == null || limit < least) ? limit : least;
        }
        return least;
    }

    private static @Nullable Long limit(Path file) {
        try {
            var text = read(file).strip();
            return text.isEmpty() || text.equals("max") ? null : Long.valueOf(text);
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // It may have been removed since it was opened.
            if (Files.notExists(file)) {
                return "";
            }
            throw e;
        }
    }

    /// Sends SIGKILL to all that are in it at once, so that none can fork away. Not if this engine is one of them.
    ///
    /// @return whether it was sent; an old kernel cannot
    boolean kill() {
        var file = folder.resolve("cgroup.kill");
        try {
            if (!Files.exists(file) || pids().contains(ProcessHandle.current().pid())) {
                return false;
            }
            Files.writeString(file, "1", StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Removes it, and the groups below it, if nobody lives in it.
    ///
    /// @return whether it is not there any more
    boolean remove() {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            // Somebody lives in it, or there are others below it.
        }
        try {
            if (!isPopulated()) {
                remove(folder);
            }
        } catch (IOException e) {
            // The kernel removes none that somebody has entered since.
        }
        return Files.notExists(folder);
    }

    private static void remove(Path group) throws IOException {
        try (var files = Files.newDirectoryStream(group, ControlGroup::isGroup)) {
            for (var below : files) {
                remove(below);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Files.deleteIfExists(group);
    }
}

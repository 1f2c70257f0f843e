package dev.signalbox.driver.process;

import dev.signalbox.service.Fingerprint;
import dev.signalbox.service.launch.Programs;
import dev.signalbox.text.FileNames;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control groups of one workspace's runs: `signalbox-<workspace>/<service>.<run>` below the group that the
/// engine is in. Or the reason why there are none, and the members of a run are looked for in `/proc` only. Safe to
/// use from any thread.
///
/// No controller is enabled in them: they are to tell who belongs to a run, and limit nobody. So the rule that a
/// group whose groups below have controllers holds no process itself does not matter, and the engine may stay
/// where it is.
final class ControlGroups implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final Path SELF = Path.of("/proc/self");
    private static final String TYPE = "cgroup2";
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int TRIAL_SECONDS = 5;

    private final @Nullable Path folder;
    private final String reason;

    private ControlGroups(@Nullable Path folder, String reason) {
        this.folder = folder;
        this.reason = reason;
    }

    /// There are none.
    ///
    /// @param reason for people
    static ControlGroups none(String reason) {
        return new ControlGroups(null, reason);
    }

    /// Finds out by a trial whether this engine can make groups, and removes those that an earlier one has left
    /// empty.
    static ControlGroups find(String workspaceKey) {
        try {
            var own = own(Files.readString(SELF.resolve("mountinfo")), Files.readString(SELF.resolve("cgroup")));
            return own == null
                    ? none("no cgroup v2 is mounted that shows the engine's own group")
                    : in(own, workspaceKey);
        } catch (IOException e) {
            return none(message(e));
        }
    }

    /// The same below a known group.
    static ControlGroups in(Path own, String workspaceKey) {
        var folder = own.resolve("signalbox-" + Fingerprint.of(workspaceKey));
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
            }
            var reason = trial(folder);
            if (reason.isEmpty()) {
                var groups = new ControlGroups(folder, "");
                groups.those(_ -> true).forEach(ControlGroup::remove);
                return groups;
            }
            new ControlGroup(folder).remove();
            return none(reason);
        } catch (IOException e) {
            return none("no group can be made in " + own + ": " + message(e));
        }
    }

    /// Whether a child gets into a group: that takes more than the right to make one, as it must be allowed to write
    /// to the group that both have above them too.
    ///
    /// @return why not; empty if it does
    private static String trial(Path folder) throws IOException {
        var group = new ControlGroup(Files.createDirectories(
                folder.resolve("trial." + ProcessHandle.current().pid())));
        try {
            var child = new ProcessBuilder(
                            Programs.SHELL,
                            "-c",
                            "echo 0 > \"$1\"",
                            "sh",
                            group.door().toString())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            var ended = child.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS);
            child.destroyForcibly();
            return ended && child.exitValue() == 0 ? "" : "no process can be moved into a group in " + folder;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "asked to end before that was found out";
        } finally {
            group.remove();
        }
    }

    /// The folder of the engine's own group; `null` if there is none to be seen.
    ///
    /// @param mounts as `/proc/self/mountinfo` lists them: the one of version 2 may be all there is, or lie beside
    ///     those of version 1
    /// @param groups as `/proc/self/cgroup` lists them
    static @Nullable Path own(String mounts, String groups) {
        var path = groups.lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::".length()))
                .findFirst()
                .orElse(null);
        if (path == null) {
            return null;
        }
        return mounts.lines()
                .map(line -> line.split(" - ", 2))
                .filter(halves -> halves.length == 2 && halves[1].startsWith(TYPE + " "))
                .map(halves -> halves[0].split(" "))
                .map(fields -> below(plain(fields[MOUNT_POINT]), plain(fields[ROOT]), path))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(own -> Files.exists(new ControlGroup(own).door()))
                .findFirst()
                .orElse(null);
    }

    /// @param root what of the hierarchy is mounted there
    private static @Nullable Path below(String mountPoint, String root, String path) {
        var whole = Path.of(path);
        return whole.startsWith(root)
                ? Path.of(mountPoint).resolve(Path.of(root).relativize(whole)).normalize()
                : null;
    }

    /// The kernel writes white space as octal numbers.
    private static String plain(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    private static String message(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "the engine's user may not, as it is not delegated to him";
        }
        var why = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return why == null ? e.getClass().getSimpleName() : why;
    }

    /// How it is told who belongs to a run, for people.
    String text() {
        return folder == null ? "by looking at /proc: " + reason : "by control group " + folder;
    }

    /// Makes the group of a run, if there is none yet. That a run has none is no reason not to start it.
    ///
    /// @param cookie as [Kin] has it
    /// @return `null` if that is not possible
    @Nullable
    ControlGroup make(String cookie) {
        if (folder == null) {
            return null;
        }
        var service = cookie.split(":", -1)[1];
        // All users can see the names of groups, and a cookie is for those only who descend from its run.
        var name = service + "." + Fingerprint.of(cookie);
        try {
            return new ControlGroup(Files.createDirectories(folder.resolve(name)));
        } catch (IOException e) {
            LOG.warn("{} has no control group, its members are looked for in /proc: {}", cookie, message(e));
            return null;
        }
    }

    /// Those of a service's runs that are there.
    List<ControlGroup> of(String service) {
        var own = FileNames.of(service);
        return those(
                name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))).equals(own));
    }

    /// Leaves nothing behind, where nobody lives in any of them. More can be made afterwards all the same.
    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        those(_ -> true).forEach(ControlGroup::remove);
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Somebody does.
        }
    }

    /// Those that are there of these names. Of others it is not even asked what they are, as there is one for each
    /// service that runs, and each service looks for its own.
    private List<ControlGroup> those(Predicate<String> names) {
        if (folder == null) {
            return List.of();
        }
        var found = folder.toFile().list((_, name) -> names.test(name));
        if (found == null) {
            if (Files.exists(folder)) {
                LOG.warn("{} cannot be read", folder);
            }
            return List.of();
        }
        return Arrays.stream(found)
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .map(ControlGroup::new)
                .toList();
    }
}

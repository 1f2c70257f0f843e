package dev.signalbox.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// Finds the engine that runs on a workspace, over whatever state folder. Reads what the kernel tells in `/proc`,
/// and calls nothing that Java has no word for: commands are to begin fast.
public final class RunningEngine {
    private static final Path PROC = Path.of("/proc");
    private static final int INODE = 6;
    private static final int NAME = 7;

    private RunningEngine() {}

    /// The engine of this user.
    ///
    /// @param named the absolute path of the workspace's file
    /// @return its process; empty if none can be seen
    public static OptionalLong on(Path named) throws IOException {
        var user = user(PROC.resolve("self"));
        var path = NamedPath.clean(named);
        var sockets = sockets(
                Set.of("@" + EngineNames.ofPath(user, path), "@" + EngineNames.ofFile(user, path.toRealPath())));
        if (sockets.isEmpty()) {
            return OptionalLong.empty();
        }
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                if (holds(process, sockets) && user(process) == user) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return OptionalLong.empty();
    }

    /// Whether an engine has a state folder, as the folder's lock says. One that was refused has left a folder too.
    ///
    /// @param engine its process
    public static boolean isOver(StateFolder state, long engine) {
        try {
            return Files.readString(state.root().resolve("lock")).startsWith("process " + engine + ",");
        } catch (IOException e) {
            return false;
        }
    }

    private static long user(Path process) throws IOException {
        return ((Number) Files.getAttribute(process, "unix:uid")).longValue();
    }

    /// The links that stand for the sockets of these names among a process's open files.
    private static Set<String> sockets(Set<String> names) throws IOException {
        var links = new HashSet<String>();
        try (var lines = Files.lines(PROC.resolve("net/unix"), StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > NAME && names.contains(fields[NAME]))
                    .forEach(fields -> links.add("socket:[" + fields[INODE] + "]"));
        }
        return links;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended, or belongs to somebody else.
        }
        return false;
    }
}

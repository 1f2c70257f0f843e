package dev.signalbox.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Which processes have a socket open. Reads what the kernel tells in `/proc`, and calls nothing that Java has no
/// word for: commands are to begin fast.
public final class OpenSockets {
    static final Path PROC = Path.of("/proc");

    private static final int INODE = 6;
    private static final int NAME = 7;

    private OpenSockets() {}

    /// The link that stands for a socket among the open files of a process.
    public static String link(String inode) {
        return "socket:[" + inode + "]";
    }

    /// Whether a process has one of these sockets open, as far as it lets itself be looked at.
    ///
    /// @param process its folder in `/proc`
    public static boolean has(Path process, Set<String> links) {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                if (isOneOf(file, links)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended, or is none of ours, as one that has become another user.
        }
        return false;
    }

    /// Those of these sockets that a process has open, as far as it lets itself be looked at.
    ///
    /// @param process its folder in `/proc`
    public static Set<String> among(Path process, Set<String> links) {
        var found = new HashSet<String>();
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                var link = Files.readSymbolicLink(file).toString();
                if (links.contains(link)) {
                    found.add(link);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended, or is none of ours, or has closed one meanwhile.
        }
        return found;
    }

    private static boolean isOneOf(Path file, Set<String> links) {
        try {
            return links.contains(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /// The links of all sockets that have one of these abstract names, one that waits to be accepted as well.
    static Set<String> named(Set<String> names) throws IOException {
        var shown = names.stream().map(name -> "@" + name).collect(Collectors.toSet());
        try (var lines = Files.lines(PROC.resolve("net/unix"), StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.strip().split("\\s+", NAME + 1))
                    .filter(fields -> fields.length > NAME && shown.contains(fields[NAME]))
                    .map(fields -> link(fields[INODE]))
                    .collect(Collectors.toSet());
        }
    }

    /// A process of `user` that has one of these sockets open; empty if none can be seen.
    static OptionalLong holder(long user, Set<String> links) throws IOException {
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                if (isOf(user, process) && has(process, links)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return OptionalLong.empty();
    }

    private static boolean isOf(long user, Path process) {
        try {
            return user(process) == user;
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    static long user(Path process) throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(process, "unix:uid"));
    }
}

package dev.signalbox.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
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

    /// An open file of a process, and what it is.
    public record OpenFile(Path path, String link) {
        /// Whether it still is.
        public boolean isStill() {
            try {
                return Files.readSymbolicLink(path).toString().equals(link);
            } catch (IOException e) {
                return false;
            }
        }
    }

    /// The link that stands for a socket among the open files of a process.
    public static String link(String inode) {
        return "socket:[" + inode + "]";
    }

    /// Whether a process has one of these sockets open, as far as it lets itself be looked at.
    ///
    /// @param process its folder in `/proc`
    public static boolean has(Path process, Set<String> links) {
        try {
            return find(process, links).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /// Those of these sockets that a process has open, as far as it lets itself be looked at.
    ///
    /// @param process its folder in `/proc`
    public static Set<String> among(Path process, Set<String> links) {
        var found = new HashSet<String>();
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                var link = target(file);
                if (links.contains(link)) {
                    found.add(link);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended, or is none of ours.
        }
        return found;
    }

    /// Where a process has one of these sockets open; empty if it has not, has ended, or is none of ours, as one that
    /// has become another user.
    ///
    /// @param process its folder in `/proc`
    /// @throws IOException if that cannot be known, as without a free descriptor
    public static Optional<OpenFile> find(Path process, Set<String> links) throws IOException {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                var open = new OpenFile(file, target(file));
                if (links.contains(open.link)) {
                    return Optional.of(open);
                }
            }
        } catch (NoSuchFileException | AccessDeniedException e) {
            // As told above.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    private static String target(Path file) throws IOException {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (NoSuchFileException | AccessDeniedException e) {
            return ""; // closed meanwhile
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

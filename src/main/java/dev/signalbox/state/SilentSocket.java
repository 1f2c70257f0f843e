package dev.signalbox.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An abstract socket that answers nobody, so that it does not tell whose it is: who takes a name and never listens
/// would keep out whom it is for.
final class SilentSocket {
    private static final Path PROC = Path.of("/proc");
    private static final Path SOCKETS = PROC.resolve("net/unix");
    private static final int INODE = 6;
    private static final int NAME = 7;

    private SilentSocket() {}

    /// Whether a process of `user` has a socket of this name open, or that cannot be told. The program must be allowed
    /// to look at the open files of that user's processes, which are those that it can see.
    static boolean mayBeOf(long user, String name) {
        try {
            var links = links(name);
            if (links.isEmpty()) {
                return true; // it has just been given up, or taken
            }
            try (var processes = Files.list(PROC)) {
                return processes
                        .filter(process -> process.getFileName().toString().matches("\\d+"))
                        .anyMatch(process -> isOf(user, process) && hasOpen(process, links));
            }
        } catch (IOException e) {
            return true;
        }
    }

    /// What leads to an open socket of this name, one that waits to be accepted as well.
    private static Set<String> links(String name) throws IOException {
        try (var lines = Files.lines(SOCKETS, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.strip().split("\\s+", NAME + 1))
                    .filter(fields -> fields.length > NAME && fields[NAME].equals("@" + name))
                    .map(fields -> "socket:[" + fields[INODE] + "]")
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isOf(long user, Path process) {
        try {
            return Integer.toUnsignedLong((int) Files.getAttribute(process, "unix:uid")) == user;
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static boolean hasOpen(Path process, Set<String> links) {
        try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var one : open) {
                if (links.contains(target(one))) {
                    return true;
                }
            }
        } catch (IOException e) {
            // It has ended, or is none of ours, as one that has become another user.
        }
        return false;
    }

    private static @Nullable String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return null; // closed meanwhile
        }
    }
}

package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where a log file begins: what was before has been rotated, and reads as zeros or soon will. Kept in a small
/// file beside the log, `<offset> <base>`, which is replaced before anything is freed.
///
/// @param offset of the first byte in the log file that counts
/// @param base what was written to the log before its service cut it: added to an offset it gives a position that
///     only grows, and that rotated files are named after
record Head(long offset, long base) {
    static final Head START = new Head(0, 0);

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,18}) (\\d{1,18})\n");

    /// The head of `log`, at the start if nothing was rotated.
    static Head of(Path log) throws IOException {
        try {
            var parts = FORMAT.matcher(Files.readString(file(log)));
            // What is no head was not written by us. Rotated files tell where it must be.
            return parts.matches() ? new Head(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))) : START;
        } catch (NoSuchFileException e) {
            return START;
        }
    }

    /// The offset at which a reader of `log` begins. A head behind the end is from before the service cut its
    /// log.
    static long offset(Path log) throws IOException {
        var offset = of(log).offset;
        return offset <= Segments.length(log) ? offset : 0;
    }

    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + ".head");
    }

    /// Where the head is in all that was ever written.
    long position() {
        return base + offset;
    }

    String format() {
        return offset + " " + base + "\n";
    }
}

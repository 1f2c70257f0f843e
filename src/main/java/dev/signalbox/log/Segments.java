package dev.signalbox.log;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The finished parts of a log whose file system cannot free the beginning of a file. A log-writer process
/// renames the log into a folder beside it when it got long, as `backend.out.log.segments/<start>-<end>`, and
/// begins a new one. All offsets count from the start of the first segment, so they mean what they would in one
/// file, and the name of the last segment tells where the log goes on: the rename is all that changes.
///
/// What was rotated is freed a segment at a time. The last one is emptied then, but keeps its name.
public final class Segments {

    /// @param start offset of its first byte
    /// @param end offset after its last byte
    record Segment(Path path, long start, long end) {}

    private static final Pattern NAME = Pattern.compile("(\\d{15,18})-(\\d{15,18})");

    private Segments() {}

    /// Where the segments of `log` are.
    public static Path folder(Path log) {
        return log.resolveSibling(log.getFileName() + ".segments");
    }

    /// Makes `log` one with segments. Until then it is a file that is written by its service itself.
    ///
    /// @return the offset of the first byte in the file `log`
    public static long prepare(Path log) throws IOException {
        PrivateFiles.folder(folder(log));
        return end(of(log));
    }

    /// The length of `log` as offsets count.
    static long length(Path log) {
        // A file that was looked at while there were no segments is the first one.
        var length = log.toFile().length();
        for (var before = 0L; ; ) {
            var start = end(of(log));
            if (start == before) {
                return start + length;
            }
            before = start;
            length = log.toFile().length();
        }
    }

    static boolean exist(Path log) {
        return Files.isDirectory(folder(log));
    }

    /// The segments of `log`, oldest first, with nothing between them.
    static List<Segment> of(Path log) {
        var folder = folder(log);
        var names = folder.toFile().list();
        return names == null
                ? List.of()
                : Arrays.stream(names)
                        .map(NAME::matcher)
                        .filter(Matcher::matches)
                        .map(name -> segment(folder, name))
                        .sorted(Comparator.comparingLong(Segment::start))
                        .toList();
    }

    private static Segment segment(Path folder, MatchResult name) {
        return new Segment(folder.resolve(name.group()), Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
    }

    /// Where the file of a log begins that has these segments.
    static long end(List<Segment> segments) {
        return segments.isEmpty() ? 0 : segments.getLast().end();
    }

    /// Frees the segments of `log` that are before the offset `to`.
    static void free(Path log, long to) throws IOException {
        var segments = of(log);
        for (var segment : segments) {
            if (segment.end() > to) {
                return;
            }
            if (segment.equals(segments.getLast())) {
                empty(segment.path());
            } else {
                Files.deleteIfExists(segment.path());
            }
        }
    }

    private static void empty(Path file) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(0);
        }
    }
}

package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A piece of a log that was copied out of it and compressed. Its name,
/// `backend.out.000000000000000-000000049999872.log.gz`, tells which bytes of all that was ever written it holds:
/// names sort in that order and never change, and a gap or an overlap can be seen.
///
/// @param start position of its first byte
/// @param end position after its last byte
/// @param bytes that it takes on the disk
/// @param made when it was rotated
record RotatedFile(Path path, long start, long end, long bytes, Instant made) {
    private static final String SUFFIX = ".log";
    private static final Pattern NAME = Pattern.compile("(.+\\.(?:out|err))\\.(\\d{15,18})-(\\d{15,18})\\.log\\.gz");

    /// The name of the piece of `log` from the position `start` to `end`.
    static Path path(Path log, long start, long end) {
        var name = log.getFileName().toString();
        var stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return log.resolveSibling(String.format("%s.%015d-%015d.log.gz", stem, start, end));
    }

    /// What was rotated out of `log`, oldest first.
    static List<RotatedFile> of(Path log) throws IOException {
        return in(log.resolveSibling("")).getOrDefault(log, List.of());
    }

    /// All rotated files in `folder`, oldest first, by the log they are of.
    static Map<Path, List<RotatedFile>> in(Path folder) throws IOException {
        var found = new HashMap<Path, List<RotatedFile>>();
        try (var files = Files.newDirectoryStream(folder, "*.log.gz")) {
            for (var file : files) {
                var parts = NAME.matcher(file.getFileName().toString());
                if (parts.matches()) {
                    found.computeIfAbsent(folder.resolve(parts.group(1) + SUFFIX), _ -> new ArrayList<>())
                            .add(new RotatedFile(
                                    file,
                                    Long.parseLong(parts.group(2)),
                                    Long.parseLong(parts.group(3)),
                                    Files.size(file),
                                    Files.getLastModifiedTime(file).toInstant()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.values().forEach(list -> list.sort(Comparator.comparingLong(RotatedFile::start)));
        return found;
    }
}

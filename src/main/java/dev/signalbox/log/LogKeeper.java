package dev.signalbox.log;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Holds each log of a workspace within its limits, and all of them together within one. Used by one thread, but
/// for [#limitTotal].
final class LogKeeper {
    private volatile long total;
    private final LogDisk disk;
    private final BiConsumer<LogFiles, String> marker;
    private final List<RotatingFile> files = new ArrayList<>();
    private final Set<LogFiles> known = new HashSet<>();

    /// Finds what there is in `folder`, also of services that are gone: it counts.
    ///
    /// @param folder of all the logs, absolute
    /// @param total bytes that all of them may take
    /// @param marker puts a line into the log of a service
    LogKeeper(Path folder, long total, LogDisk disk, BiConsumer<LogFiles, String> marker) throws IOException {
        this.total = total;
        this.disk = disk;
        this.marker = marker;
        var rotated = RotatedFile.in(folder);
        rotated.keySet().forEach(log -> add(LogFiles.of(log), rotated));
        try (var logs = Files.newDirectoryStream(folder, "*.{out,err}.log")) {
            logs.forEach(log -> add(LogFiles.of(log), rotated));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    void limitTotal(long bytes) {
        total = bytes;
    }

    private void add(LogFiles log, Map<Path, List<RotatedFile>> rotated) {
        if (known.add(log)) {
            add(log, log.out(), Note::out, rotated);
            add(log, log.err(), Note::err, rotated);
        }
    }

    private void add(LogFiles log, Path path, ToLongFunction<Note> noted, Map<Path, List<RotatedFile>> rotated) {
        var found = rotated.getOrDefault(path, List.of());
        files.add(new RotatingFile(log, path, noted, disk, text -> marker.accept(log, text), found));
    }

    /// Looks at all logs once, and rotates a piece of each that needs it.
    ///
    /// @param wanted the limits of those whose services there are
    /// @return whether anything was rotated, so that there may be more
    boolean tick(Instant now, Map<LogFiles, Limits> wanted) {
        wanted.keySet().forEach(log -> add(log, Map.of()));
        var moved = false;
        for (var file : files) {
            moved |= file.check(now, wanted.get(file.log()));
        }
        moved |= bound(now);
        forgetGone(wanted.keySet());
        return moved;
    }

    /// Keeps nothing of services that are gone and of which there is nothing on the disk.
    private void forgetGone(Set<LogFiles> wanted) {
        var there = files.stream()
                .filter(file -> wanted.contains(file.log()) || !file.isNothing())
                .map(RotatingFile::log)
                .collect(Collectors.toSet());
        files.removeIf(file -> !there.contains(file.log()));
        known.retainAll(there);
    }

    /// Half of the room is for what is not compressed. If that is not enough, the largest log is rotated before
    /// its time, which gives back most of it; what is deleted is what was rotated first, whosever it is.
    private boolean bound(Instant now) {
        var moved = false;
        while (live() > total / 2
                && largest(now).filter(file -> file.shrink(now)).isPresent()) {
            moved = true;
        }
        while (live() + rotated() > total
                && oldest(now).filter(file -> file.giveUpOldest(now)).isPresent()) {}
        var over = live() - total;
        // Services that write faster than can be compressed.
        var dropped =
                over > 0 && largest(now).filter(file -> file.drop(now, over)).isPresent();
        return moved || dropped;
    }

    private long live() {
        return files.stream().mapToLong(RotatingFile::live).sum();
    }

    private long rotated() {
        return files.stream()
                .flatMap(file -> file.rotated().stream())
                .mapToLong(RotatedFile::bytes)
                .sum();
    }

    private Optional<RotatingFile> largest(Instant now) {
        return files.stream()
                .filter(file -> file.canTry(now) && file.live() > 0)
                .max(Comparator.comparingLong(RotatingFile::live));
    }

    private Optional<RotatingFile> oldest(Instant now) {
        return files.stream()
                .filter(file -> file.canTry(now) && !file.rotated().isEmpty())
                .min(Comparator.comparing(file -> file.rotated().getFirst().made()));
    }

    /// Why logs cannot be rotated, by service.
    Map<String, String> problems() {
        var problems = new TreeMap<String, String>();
        for (var file : files) {
            var text = file.problem();
            if (text != null) {
                problems.putIfAbsent(file.log().service(), text);
            }
        }
        return problems;
    }
}

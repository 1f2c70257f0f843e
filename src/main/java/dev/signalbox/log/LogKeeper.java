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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Holds each log of a workspace within its limits, and all of them together within one. Used by one thread, but
/// for [#limitTotal]. What takes long, as to compress a log does, is done by others, so that a log that is busy keeps
/// none from being held within its own limits; while it is, it is left alone.
final class LogKeeper {
    private volatile long total;
    private final LogDisk disk;
    private final BiConsumer<LogFiles, String> marker;
    private final List<RotatingFile> files = new ArrayList<>();
    private final Set<LogFiles> known = new HashSet<>();
    private final Executor workers;
    private volatile Runnable watcher = () -> {};
    private final Set<RotatingFile> busy = ConcurrentHashMap.newKeySet();

    /// Finds what there is in `folder`, also of services that are gone: it counts.
    ///
    /// @param folder of all the logs, absolute
    /// @param total bytes that all of them may take
    /// @param marker puts a line into the log of a service
    /// @param workers do what takes long; nothing more happens to a log while it waits for them
    LogKeeper(Path folder, long total, LogDisk disk, BiConsumer<LogFiles, String> marker, Executor workers)
            throws IOException {
        this.workers = workers;
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

    /// Has `told` run, on the thread that did it, when something was rotated, so that there may be more.
    void whenMoved(Runnable told) {
        watcher = told;
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
    /// @return whether anything was rotated by now, so that there may be more
    boolean tick(Instant now, Map<LogFiles, Limits> wanted) {
        wanted.keySet().forEach(log -> add(log, Map.of()));
        var moved = false;
        for (var file : files) {
            var limits = wanted.get(file.log());
            if (isFree(file) && file.isDue(now, limits)) {
                moved |= isDone(file, () -> file.check(now, limits));
            }
        }
        moved |= bound(now);
        forgetGone(wanted.keySet());
        return moved;
    }

    /// Has something done to a log.
    ///
    /// @return whether it was done by now, and there may be more
    private boolean isDone(RotatingFile file, BooleanSupplier work) {
        var done = new AtomicBoolean();
        busy.add(file);
        try {
            workers.execute(() -> {
                try {
                    done.set(work.getAsBoolean());
                } finally {
                    busy.remove(file);
                }
                if (done.get()) {
                    watcher.run();
                }
            });
        } catch (RejectedExecutionException e) {
            busy.remove(file); // it is over
        }
        return isFree(file) && done.get();
    }

    private boolean isFree(RotatingFile file) {
        return !busy.contains(file);
    }

    /// Keeps nothing of services that are gone and of which there is nothing on the disk.
    private void forgetGone(Set<LogFiles> wanted) {
        var there = files.stream()
                .filter(file -> wanted.contains(file.log()) || !isFree(file) || !file.isNothing())
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
                && largest(now)
                        .filter(this::isFree)
                        .filter(file -> isDone(file, () -> file.shrink(now)))
                        .isPresent()) {
            moved = true;
        }
        // What is busy is about to give back most of it.
        while (liveOf(this::isFree) + rotated() > total
                && oldest(now).filter(file -> file.giveUpOldest(now)).isPresent()) {}
        var over = live() - total;
        // Services that write faster than can be compressed.
        var dropped = over > 0
                && largest(now)
                        .filter(this::isFree)
                        .filter(file -> file.drop(now, over))
                        .isPresent();
        return moved || dropped;
    }

    private long live() {
        return liveOf(_ -> true);
    }

    private long liveOf(Predicate<RotatingFile> which) {
        return files.stream().filter(which).mapToLong(RotatingFile::live).sum();
    }

    private long rotated() {
        return files.stream().mapToLong(RotatingFile::rotatedBytes).sum();
    }

    private Optional<RotatingFile> largest(Instant now) {
        return files.stream()
                .filter(file -> file.canTry(now) && file.live() > 0)
                .max(Comparator.comparingLong(RotatingFile::live));
    }

    private Optional<RotatingFile> oldest(Instant now) {
        return files.stream()
                .filter(file ->
                        isFree(file) && file.canTry(now) && !file.rotated().isEmpty())
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

package dev.signalbox.log;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One log file that a service appends to, and what was rotated out of it. Used by one thread at a time; what it is
/// like, any may ask, and is told as it was last.
///
/// A rotation copies what is before a line end, names the copy, notes the new head, and frees what was copied.
/// Whatever fails, the next attempt begins with what is on the disk, as after a crash: a copy with its name is
/// complete, so the head is never before the end of the last one.
final class RotatingFile {
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// As far back the end of a line is looked for where a log is cut. What is longer is cut within.
    private static final long LONGEST_LINE = 1024 * 1024;

    /// The end of a log stays in it, so that who opens it sees what happened last.
    private static final long MAX_LEFT = 1_000_000;

    /// What is longer by so many times is not compressed, which would take for hours what was written in minutes.
    private static final int MOST_PIECES = 20;

    private interface Work {
        boolean apply() throws IOException;
    }

    private final LogFiles log;
    private final Path path;
    private final ToLongFunction<Note> noted;
    private final LogDisk disk;
    private final Consumer<String> marker;

    private final Deque<RotatedFile> rotated = new ArrayDeque<>();
    private volatile Head head = Head.START;
    private volatile long size;
    private volatile long rotatedBytes;
    private @Nullable List<RotatedFile> found;
    private boolean settled;
    private boolean canFree;
    private boolean isMarked;
    private volatile Instant retryAt = Instant.MIN;
    private @Nullable Instant oldest;
    private volatile @Nullable String problem;

    /// @param path one of the two in `log`
    /// @param noted what a note says of this file
    /// @param marker takes what whoever reads the log shall know
    /// @param found what is known to be rotated already, oldest first
    RotatingFile(
            LogFiles log,
            Path path,
            ToLongFunction<Note> noted,
            LogDisk disk,
            Consumer<String> marker,
            List<RotatedFile> found) {
        this.log = log;
        this.path = path;
        this.noted = noted;
        this.disk = disk;
        this.marker = marker;
        this.found = found;
    }

    LogFiles log() {
        return log;
    }

    /// Bytes in the log file that count.
    long live() {
        return Math.max(0, size - head.offset());
    }

    /// Bytes that what was rotated takes on the disk.
    long rotatedBytes() {
        return rotatedBytes;
    }

    /// What was rotated, oldest first; for who uses it.
    Deque<RotatedFile> rotated() {
        return rotated;
    }

    /// Whether there is nothing of it on the disk, as was seen last.
    boolean isNothing() {
        return size == 0 && rotated.isEmpty() && problem == null;
    }

    /// Why this file cannot be rotated, for people; `null` if it can.
    @Nullable
    String problem() {
        return problem;
    }

    /// Whether an attempt now is not one too many after a failure.
    boolean canTry(Instant now) {
        return !now.isBefore(retryAt);
    }

    /// Looks whether [#check] has more to do than to look, with one system call if it has not.
    boolean isDue(Instant now, @Nullable Limits limits) {
        size = Segments.length(path);
        return canTry(now)
                && (!settled
                        || size < head.offset()
                        || (limits != null
                                && (live() > limits.maxSize()
                                        || (limits.maxAge() != null && live() > 0)
                                        || rotated.size() > limits.keep())));
    }

    /// Looks at the file, and rotates a piece of it if it is time.
    ///
    /// @param limits `null` if its service is gone
    /// @return whether anything was rotated, so that there may be more
    boolean check(Instant now, @Nullable Limits limits) {
        size = Segments.length(path);
        return attempt(now, () -> {
            if (size < head.offset()) {
                restart();
            }
            if (limits == null) {
                return false;
            }
            var done = keep(now, limits);
            while (rotated.size() > limits.keep()) {
                deleteOldest();
            }
            return done;
        });
    }

    private boolean keep(Instant now, Limits limits) throws IOException {
        var max = limits.maxSize();
        var isLong = live() > max;
        if (!isLong && !isOld(now, limits.maxAge())) {
            return false;
        }
        requireHoles();
        if (passesHole()) {
            return true;
        }
        if (live() / max > limits.keep() + 1L) {
            // More than will be kept: the rest would be copied for nothing.
            moveHead(cut(size - (limits.keep() + 1L) * max));
            return true;
        }
        if (live() / max > MOST_PIECES) {
            giveUp(cut(size - MOST_PIECES * max), max);
            return true;
        }
        var cut = cut(isLong ? Math.min(head.offset() + max, size - left()) : size);
        if (limits.keep() > 0) {
            copy(now, cut);
        }
        moveHead(cut);
        return true;
    }

    /// Rotates all but the end, as it is the largest of many.
    boolean shrink(Instant now) {
        return attempt(now, () -> {
            requireHoles();
            if (passesHole()) {
                return true;
            }
            var cut = cut(size - left());
            copy(now, cut);
            moveHead(cut);
            return true;
        });
    }

    /// Gives up about the oldest `bytes`, whole lines of them if there are any.
    boolean drop(Instant now, long bytes) {
        return attempt(now, () -> {
            requireHoles();
            moveHead(cut(Math.min(size, head.offset() + bytes)));
            return true;
        });
    }

    /// Deletes the oldest of what was rotated.
    boolean giveUpOldest(Instant now) {
        return attempt(now, () -> {
            deleteOldest();
            return true;
        });
    }

    private void deleteOldest() throws IOException {
        disk.delete(rotated.getFirst().path());
        rotated.removeFirst();
    }

    private boolean attempt(Instant now, Work work) {
        if (!canTry(now)) {
            return false;
        }
        try {
            if (!settled) {
                settle();
            }
            var done = work.apply();
            problem = null;
            return done;
        } catch (IOException e) {
            fail(now, e);
            return false;
        } finally {
            rotatedBytes = rotated.stream().mapToLong(RotatedFile::bytes).sum();
        }
    }

    private void fail(Instant now, IOException e) {
        settled = false;
        retryAt = now.plus(RETRY);
        var reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
        problem = path.getFileName() + " cannot be rotated: " + reason;
        if (e instanceof NoHolesException && !isMarked) {
            isMarked = true;
            marker.accept(problem);
        }
    }

    /// Takes up what an earlier engine, or a failure, has left.
    private void settle() throws IOException {
        Files.deleteIfExists(fresh());
        rotated.clear();
        rotated.addAll(found == null ? RotatedFile.of(path) : found);
        found = null;
        head = Head.of(path);
        var end = rotated.isEmpty() ? 0 : rotated.getLast().end();
        if (end > head.position()) {
            head = new Head(end - head.base(), head.base());
            disk.record(path, head);
        }
        if (head.offset() > 0 && head.offset() <= size) {
            disk.free(path, head.offset());
        }
        settled = true;
    }

    /// Without holes a copy would double what the log takes, so this is found out before the first one.
    private void requireHoles() throws IOException {
        if (!canFree && !Segments.exist(path)) {
            disk.requireHoles(fresh());
            canFree = true;
        }
    }

    /// Where to cut so that at most what is before `end` goes: after a line, or within one that is as long.
    private long cut(long end) throws IOException {
        try (var content = LogContent.open(path)) {
            var from = Math.max(head.offset(), end - LONGEST_LINE);
            var cut = LineEnds.back(content, from, end, 1);
            return cut == from ? end : cut;
        }
    }

    /// Nothing was written where the log begins now: its service has made the file longer by itself. That is passed
    /// over, as it may be terabytes.
    private boolean passesHole() throws IOException {
        var data = Math.min(disk.data(path, head.offset()), size);
        var length = data - head.offset();
        if (length < Holes.LEAST) {
            return false;
        }
        moveHead(data);
        marker.accept(String.format(
                "%,d bytes of %s were left out by its service: nothing was written there", length, path.getFileName()));
        return true;
    }

    private void giveUp(long cut, long max) throws IOException {
        var bytes = cut - head.offset();
        moveHead(cut);
        marker.accept(String.format(
                "%,d bytes of %s were given up: it was longer than %d times its max_size of %,d bytes",
                bytes, path.getFileName(), MOST_PIECES, max));
    }

    private void copy(Instant now, long cut) throws IOException {
        var target = RotatedFile.path(path, head.position(), head.base() + cut);
        disk.copy(path, head.offset(), cut, fresh());
        disk.publish(fresh(), target);
        rotated.addLast(new RotatedFile(target, head.position(), head.base() + cut, Files.size(target), now));
    }

    private void moveHead(long cut) throws IOException {
        head = new Head(cut, head.base());
        oldest = null;
        disk.record(path, head);
        disk.free(path, cut);
    }

    /// Somebody has emptied the log, so offsets begin anew. [LogNotes] tell it.
    private void restart() throws IOException {
        var start = Segments.end(Segments.of(path));
        head = new Head(start, head.position() - start);
        oldest = null;
        disk.record(path, head);
    }

    private boolean isOld(Instant now, @Nullable Duration maxAge) throws IOException {
        if (maxAge == null || live() == 0) {
            return false;
        }
        var since = oldest;
        if (since == null) {
            since = NotesReader.seen(log.notes(), noted, head.offset()).orElse(now);
            oldest = since;
        }
        return Duration.between(since, now).compareTo(maxAge) > 0;
    }

    private long left() {
        return Math.min(MAX_LEFT, live() / 4);
    }

    private Path fresh() {
        return path.resolveSibling(path.getFileName() + ".rotating");
    }
}

package dev.signalbox.log;

import dev.signalbox.log.Loss.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Watches what others do to one log file while its service writes. Not thread safe.
final class FileWatch {
    private static final int MOST_BEGIN = 64;
    private static final long UNKNOWN = -1;

    private final Path path;
    /// What tells the file from others; `null` if there was none when it was looked last.
    private @Nullable Object key;
    private @Nullable FileTime changed;
    private long size;
    /// As offsets count.
    private long length;
    /// What the file begins with. What was rotated reads as zeros.
    private byte[] begin = {};
    /// Up to where its service had written when it was found emptied.
    private long told = UNKNOWN;
    private boolean suspected;

    /// Begins with the file as it is now, if there is one.
    FileWatch(Path path) {
        this.path = path;
        look(_ -> UNKNOWN);
    }

    Path path() {
        return path;
    }

    /// Lets the next look compare it with what its service has written, even if nothing is done to it any more:
    /// something may have been while nobody looked.
    void suspect() {
        suspected = true;
    }

    /// What was done to the file since the last look; `null` if it was written to at most.
    ///
    /// @param written see [Loss.Cure#written]; asked if the file has changed, or is suspected
    @Nullable
    Loss look(ToLongFunction<Path> written) {
        var known = key;
        var before = length;
        var changedBefore = changed;
        var sizeBefore = size;
        try {
            identify();
        } catch (IOException e) {
            return null; // it is as it was until it can be looked at
        }
        if (!suspected && Objects.equals(known, key) && Objects.equals(changedBefore, changed) && sizeBefore == size) {
            return null;
        }
        suspected = false;
        // First, as the file may only get longer then.
        var reached = key == null ? UNKNOWN : written.applyAsLong(path);
        length = Segments.length(path);
        if (!Objects.equals(known, key)) {
            begin = new byte[0];
        }
        var isOther = beginsOtherwise();
        var isShorter = length < before;
        if (known != null && !known.equals(key)) {
            // A log-writer renames it, and makes another; no byte is gone by that.
            var isGone = isShorter || !Segments.exist(path);
            return isGone ? new Loss(path, key == null ? Kind.DELETED : Kind.REPLACED, lost(before)) : null;
        }
        var start = Segments.end(Segments.of(path));
        var isBehind = reached > length - start && reached != told;
        if (!isBehind && (known == null || !(isShorter || isOther))) {
            return null;
        }
        told = reached;
        return new Loss(path, Kind.EMPTIED, lost(Math.max(before, start + reached)));
    }

    private void identify() throws IOException {
        try {
            var found = Files.readAttributes(path, BasicFileAttributes.class);
            key = found.isRegularFile() ? found.fileKey() : null;
            changed = found.lastModifiedTime();
            size = found.size();
        } catch (NoSuchFileException e) {
            key = null;
        }
    }

    /// Whether the file does not begin as it did, as it was emptied and has got longer since than it was.
    private boolean beginsOtherwise() {
        var known = begin;
        if (key == null) {
            return false;
        }
        try (var file = Files.newInputStream(path)) {
            begin = file.readNBytes(MOST_BEGIN);
        } catch (IOException e) {
            begin = new byte[0];
            return false;
        }
        for (int i = 0; i < Math.min(known.length, begin.length); i++) {
            if (begin[i] != known[i] && begin[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private long lost(long before) {
        try {
            return before - Math.max(Math.min(Head.of(path).offset(), before), Segments.end(Segments.of(path)));
        } catch (IOException e) {
            return before;
        }
    }
}

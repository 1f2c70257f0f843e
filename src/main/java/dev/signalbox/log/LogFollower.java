package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives what some services write from now on, merged by time as far as that is known by then: each line once, and
/// those of one stream in order. Not thread safe.
public final class LogFollower implements AutoCloseable {
    /// How long a line may wait for its end: a prompt has none.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final GzipBlocks blocks = new GzipBlocks(2);
    private final LogMerge merge;
    /// The newest mark of each service that was given.
    private final Map<String, Long> marks = new HashMap<>();
    /// The first position of each stream that it gives.
    private final Map<String, Long> begins = new HashMap<>();

    /// Begins behind what there is now.
    ///
    /// @param logs of the services, by their ids
    public LogFollower(Map<String, LogFiles> logs) throws IOException {
        merge = new LogMerge(logs, blocks);
        merge.refresh();
        for (var cursor : merge.cursors()) {
            cursor.moveToEnd();
            if (cursor.stream() == Stream.CONSOLE) {
                var slots = cursor.service().slots();
                var last = slots.marks().length == 0 ? -1 : slots.markPosition(slots.marks()[slots.marks().length - 1]);
                marks.put(cursor.service().id(), last);
                begins.put(key(cursor), last + 1);
            } else {
                // A line that has only begun is given when it has ended.
                var lines = cursor.service().lines(cursor.stream());
                var last = lines.before(cursor.position());
                if (last != KeptLines.NONE && !lines.line(last).isWhole()) {
                    cursor.moveTo(last);
                }
                begins.put(key(cursor), cursor.position());
            }
        }
    }

    private static String key(LogCursor cursor) {
        return cursor.stream() + cursor.service().id();
    }

    /// Whether a line at `place` is among those that it will give, or has given.
    public boolean gives(LogPlace place) {
        var key = place.stream() + place.service();
        return place.position() >= begins.getOrDefault(key, 0L);
    }

    /// What has come since the last call.
    ///
    /// @param most how many lines; the others are for the next call
    /// @throws IOException if it cannot be read; a later call goes on where this one began
    public List<PlacedLine> poll(int most) throws IOException {
        merge.refresh();
        for (var cursor : merge.cursors()) {
            if (cursor.stream() == Stream.CONSOLE) {
                moveBehindLast(cursor);
            }
            cursor.hold(Long.MAX_VALUE);
            if (cursor.stream() != Stream.CONSOLE) {
                var bytes = cursor.service().bytes(cursor.stream());
                if (bytes.isCut()) {
                    cursor.moveTo(bytes.live());
                }
                holdPartial(cursor);
            }
        }
        var lines = new ArrayList<PlacedLine>();
        for (var cursor = merge.earliest(); cursor != null && lines.size() < most; cursor = merge.earliest()) {
            var line = cursor.takeNext();
            if (cursor.stream() == Stream.CONSOLE) {
                marks.put(line.service(), line.place().position());
            }
            lines.add(line);
        }
        return lines;
    }

    private void moveBehindLast(LogCursor cursor) throws IOException {
        var slots = cursor.service().slots();
        var last = marks.getOrDefault(cursor.service().id(), -1L);
        var passed = 0;
        for (var slot : slots.marks()) {
            passed += slots.markPosition(slot) <= last ? 1 : 0;
        }
        cursor.moveTo(passed);
    }

    private static void holdPartial(LogCursor cursor) throws IOException {
        var bytes = cursor.service().bytes(cursor.stream());
        var lines = cursor.service().lines(cursor.stream());
        var last = lines.before(bytes.end());
        if (last != KeptLines.NONE
                && last >= cursor.position()
                && !lines.line(last).isWhole()
                && !bytes.isQuiet(PATIENCE)) {
            cursor.hold(last);
        }
    }

    @Override
    public void close() throws IOException {
        try (blocks) {
            merge.close();
        }
    }
}

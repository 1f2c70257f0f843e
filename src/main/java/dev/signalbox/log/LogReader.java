package dev.signalbox.log;

import dev.signalbox.log.LogCursor.Rank;
import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads all that is kept of the output of some services as one sequence, a page at a time, from any point of it. What
/// a page costs depends on its length, and hardly on that of the logs. Safe to use from any thread; holds files open
/// until it is closed.
public final class LogReader implements AutoCloseable {
    /// Megabytes of what was rotated that are in memory.
    private static final int BLOCKS = 12;

    /// As often a page is begun anew as its log was rotated meanwhile.
    private static final int ATTEMPTS = 5;

    private final GzipBlocks blocks = new GzipBlocks(BLOCKS);
    private final LogMerge merge;
    private final List<ServiceLog> services;
    private final List<LogCursor> cursors;

    private interface Reading<T> {
        T read() throws IOException;
    }

    /// Reads nothing yet.
    ///
    /// @param logs of the services, by their ids
    public LogReader(Map<String, LogFiles> logs) {
        merge = new LogMerge(logs, blocks);
        services = merge.services();
        cursors = merge.cursors();
    }

    // --- looking ---

    /// How much there is, with a guess at the lines.
    public synchronized LogExtent extent() throws IOException {
        return reading(() -> {
            var bytes = 0L;
            var parts = 0;
            var lines = 0.0;
            Instant oldest = null;
            for (var service : services) {
                for (var stream : List.of(Stream.OUT, Stream.ERR)) {
                    bytes += service.bytes(stream).total();
                    parts += service.bytes(stream).parts();
                    lines += lines(service.bytes(stream));
                }
                var first = service.slots().oldest(service.bytes(Stream.OUT), service.bytes(Stream.ERR));
                oldest = first != null && (oldest == null || first.isBefore(oldest)) ? first : oldest;
            }
            return new LogExtent(bytes, parts, Math.round(lines), oldest);
        });
    }

    /// As many as there are if all are as long as the last ones.
    private static double lines(KeptBytes bytes) throws IOException {
        if (bytes.total() == 0) {
            return 0;
        }
        var span = bytes.spans().getLast();
        var sample = new byte[(int) Math.min(64 * 1024, span.length())];
        bytes.read(span, sample, sample.length, span.end() - sample.length);
        var ends = 0;
        for (var each : sample) {
            ends += each == '\n' ? 1 : 0;
        }
        return Math.max(1, ends) * ((double) bytes.total() / sample.length);
    }

    /// Lines before and behind a point, see [LogPage].
    public synchronized LogPage read(LogFrom from, int before, int behind) throws IOException {
        requireLines(before);
        requireLines(behind);
        return reading(() -> page(from, before, behind));
    }

    private static void requireLines(int count) {
        if (count < 0 || count > LogPage.MOST_LINES) {
            throw new IllegalArgumentException(count + " lines are asked for. Allowed: up to " + LogPage.MOST_LINES);
        }
    }

    /// The lines at some places, each with so many before and behind it; where these meet, they are one page.
    ///
    /// @return in order; with as many characters as one page may have, or the first of them
    public synchronized List<LogPage> around(List<LogPlace> places, int context) throws IOException {
        return reading(() -> {
            var pages = new ArrayDeque<LogPage>();
            var text = 0L;
            for (var place : places) {
                // One more before tells whether it meets the page before.
                var page = page(new LogFrom.At(place), context + 1, context + 1);
                var before = pages.peekLast();
                var joined = before == null ? null : before.joined(page);
                if (joined != null) {
                    pages.removeLast();
                    pages.addLast(joined);
                } else {
                    pages.addLast(page.behind() > context ? withoutFirst(page) : page);
                }
                text += page.lines().stream()
                        .mapToLong(line -> line.line().text().length())
                        .sum();
                if (text > LogPage.MOST_TEXT) {
                    break;
                }
            }
            return List.copyOf(pages);
        });
    }

    private static LogPage withoutFirst(LogPage page) {
        return new LogPage(page.lines().subList(1, page.lines().size()), page.behind() - 1, false, page.newest());
    }

    /// How much of all bytes is before `place`, from 0 to 1.
    public synchronized double share(LogPlace place) throws IOException {
        return reading(() -> {
            moveTo(new LogFrom.At(place));
            return share();
        });
    }

    private double share() {
        var total = total();
        return total == 0
                ? 1
                : (double) cursors.stream().mapToLong(LogCursor::before).sum() / total;
    }

    private long total() {
        return services.stream()
                .mapToLong(service -> service.bytes(Stream.OUT).total()
                        + service.bytes(Stream.ERR).total())
                .sum();
    }

    /// What the engine has written, the newest of it, oldest first.
    public synchronized List<LogOutline.Mark> marks() throws IOException {
        return reading(() -> {
            var marks = new ArrayList<LogOutline.Mark>();
            for (var cursor : cursors) {
                if (cursor.stream() == Stream.CONSOLE) {
                    addMarks(cursor.service(), marks);
                }
            }
            marks.sort(Comparator.comparing(mark -> mark.line().place()));
            return List.copyOf(marks.subList(Math.max(0, marks.size() - LogOutline.MOST_MARKS), marks.size()));
        });
    }

    private void addMarks(ServiceLog service, List<LogOutline.Mark> marks) {
        var slots = service.slots().marks();
        var runs = new RunMarks();
        for (int i = 0; i < slots.length; i++) {
            var line = service.mark(slots[i]);
            var bad = runs.isBad(line.line().text());
            if (i >= slots.length - LogOutline.MOST_MARKS) {
                var before = (double) beforeKey(service.slots().markKey(slots[i]));
                marks.add(new LogOutline.Mark(line, total() == 0 ? 1 : Math.min(1, before / total()), bad));
            }
        }
    }

    // --- moving ---

    private <T> T reading(Reading<T> what) throws IOException {
        for (var attempt = 1; ; attempt++) {
            try {
                merge.refresh();
                return what.read();
            } catch (NotKeptException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private LogPage page(LogFrom from, int before, int behind) throws IOException {
        moveTo(from);
        var back = new ArrayDeque<PlacedLine>();
        var text = 0L;
        var cursor = merge.latest();
        while (cursor != null && back.size() < before && (back.isEmpty() || text < LogPage.MOST_TEXT / 2)) {
            back.addFirst(cursor.takePrevious());
            text += back.getFirst().line().text().length();
            cursor = merge.latest();
        }
        var oldest = cursor == null;
        moveTo(from);
        var lines = new ArrayList<>(back);
        text = 0;
        cursor = merge.earliest();
        while (cursor != null
                && lines.size() - back.size() < behind
                && (lines.size() == back.size() || text < LogPage.MOST_TEXT / 2)) {
            lines.add(cursor.takeNext());
            text += lines.getLast().line().text().length();
            cursor = merge.earliest();
        }
        return new LogPage(lines, back.size(), oldest, cursor == null);
    }

    private void moveTo(LogFrom from) throws IOException {
        switch (from) {
            case LogFrom.Oldest _ -> {
                for (var cursor : cursors) {
                    cursor.moveToBegin();
                }
            }
            case LogFrom.Newest _ -> cursors.forEach(LogCursor::moveToEnd);
            case LogFrom.Time(var time) -> moveTo(new Rank(time.toEpochMilli(), -1, 0, Stream.OUT));
            case LogFrom.At(var place) -> moveTo(place);
            case LogFrom.Share(var share) -> {
                if (share == 0) {
                    moveTo(new LogFrom.Oldest());
                } else {
                    moveToShare((long) (share * total()));
                }
            }
        }
    }

    private void moveTo(Rank rank) throws IOException {
        for (var cursor : cursors) {
            cursor.moveTo(rank);
        }
    }

    private void moveTo(LogPlace place) throws IOException {
        moveTo(rank(place));
        for (var cursor : cursors) {
            if (cursor.stream() == place.stream()
                    && place.stream() != Stream.CONSOLE
                    && cursor.service().id().equals(place.service())) {
                cursor.moveTo(place.position());
            }
        }
    }

    private Rank rank(LogPlace place) {
        for (int i = 0; i < services.size(); i++) {
            var service = services.get(i);
            if (service.id().equals(place.service())) {
                var slots = service.slots();
                if (place.stream() != Stream.CONSOLE) {
                    var slot = slots.slot(place.stream(), place.position());
                    return new Rank(slots.key(slot), i, slot, place.stream());
                }
                for (var slot : slots.marks()) {
                    if (slots.markPosition(slot) >= place.position()) {
                        return new Rank(slots.markKey(slot), i, slot, Stream.CONSOLE);
                    }
                }
            }
        }
        return new Rank(place.millis(), -1, 0, Stream.OUT);
    }

    /// Goes to the slot in which so many bytes are before, and within it to the line.
    private void moveToShare(long bytes) throws IOException {
        var low = 0L;
        var high = services.stream()
                        .mapToLong(service -> service.slots().newest())
                        .max()
                        .orElse(0)
                + 1;
        // The last key with no more bytes before it.
        while (low < high) {
            var middle = (low + high + 1) >>> 1;
            if (beforeKey(middle) <= bytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        var newest = services.stream()
                .mapToLong(service -> service.slots().newest())
                .max()
                .orElse(0);
        var left = bytes - beforeKey(low);
        var key = low > newest ? LogSlots.LAST : low;
        moveTo(new Rank(key, -1, 0, Stream.OUT));
        moveOn(left);
    }

    private long beforeKey(long key) {
        return services.stream()
                .mapToLong(service -> {
                    var slots = service.slots();
                    var slot = slots.since(key);
                    return service.bytes(Stream.OUT).before(slots.begin(Stream.OUT, slot))
                            + service.bytes(Stream.ERR).before(slots.begin(Stream.ERR, slot));
                })
                .sum();
    }

    /// Goes on over so many bytes, slot by slot.
    private void moveOn(long bytes) throws IOException {
        var left = bytes;
        for (var cursor = merge.earliest(); cursor != null && left > 0; cursor = merge.earliest()) {
            if (cursor.stream() == Stream.CONSOLE) {
                cursor.takeNext();
                continue;
            }
            var kept = cursor.service().bytes(cursor.stream());
            var slots = cursor.service().slots();
            var slot = Objects.requireNonNull(cursor.next()).slot();
            var end = slot == slots.count() - 1 ? kept.end() : slots.begin(cursor.stream(), slot + 1);
            var here = kept.before(end) - cursor.before();
            if (left < here) {
                cursor.moveTo(kept.after(cursor.before() + left));
                return;
            }
            left -= here;
            cursor.moveTo(end);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try (blocks) {
            merge.close();
        }
    }
}

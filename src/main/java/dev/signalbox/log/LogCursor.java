package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Goes through one stream of one service, or through what the engine has written about it, in either direction. It is
/// always between two lines. Not thread safe.
final class LogCursor {

    /// Where a line is among those of all cursors.
    ///
    /// @param key of its slot
    /// @param service the service's number
    record Rank(long key, int service, int slot, Stream stream) implements Comparable<Rank> {
        private static final Comparator<Rank> ORDER = Comparator.comparingLong(Rank::key)
                .thenComparingInt(Rank::service)
                .thenComparingInt(Rank::slot)
                .thenComparing(Rank::stream);

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    private final ServiceLog service;
    private final int number;
    private final Stream stream;
    /// In the stream, or how many marks are before.
    private long position;
    private long previous;
    private boolean looked;
    private long held = Long.MAX_VALUE;

    /// @param number of the service
    LogCursor(ServiceLog service, int number, Stream stream) {
        this.service = service;
        this.number = number;
        this.stream = stream;
    }

    private boolean isMarks() {
        return stream == Stream.CONSOLE;
    }

    ServiceLog service() {
        return service;
    }

    Stream stream() {
        return stream;
    }

    long position() {
        return position;
    }

    /// Goes between two lines of which the first is before `rank` and the second is not.
    void moveTo(Rank rank) throws IOException {
        var slots = service.slots();
        var low = 0;
        var high = isMarks() ? slots.marks().length : slots.count();
        while (low < high) {
            var middle = (low + high) >>> 1;
            var slot = isMarks() ? slots.marks()[middle] : middle;
            if (rank(slot).compareTo(rank) >= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (isMarks()) {
            moveTo(low);
        } else if (low == slots.count()) {
            moveToEnd();
        } else {
            moveTo(slots.begin(stream, low));
        }
    }

    /// Goes to the line that begins at `wanted`, or the next one; or behind so many marks.
    void moveTo(long wanted) throws IOException {
        position = isMarks() ? wanted : service.lines(stream).startAtOrBehind(wanted);
        looked = false;
    }

    void moveToBegin() throws IOException {
        moveTo(0);
    }

    void moveToEnd() {
        position = isMarks()
                ? service.slots().marks().length
                : service.bytes(stream).end();
        looked = false;
    }

    /// From now on there is no line behind it from `from` on.
    void hold(long from) {
        held = from;
    }

    /// Bytes before it.
    long before() {
        return isMarks() ? 0 : service.bytes(stream).before(position);
    }

    private Rank rank(int slot) {
        var slots = service.slots();
        return new Rank(isMarks() ? slots.markKey(slot) : slots.key(slot), number, slot, stream);
    }

    /// That of the line behind it; `null` if there is none.
    @Nullable
    Rank next() {
        if (isMarks()) {
            var marks = service.slots().marks();
            return position < marks.length ? rank(marks[(int) position]) : null;
        }
        var span = service.bytes(stream).span(position);
        if (span == null) {
            return null;
        }
        position = Math.max(position, span.start());
        return position >= held ? null : rank(service.slots().slot(stream, position));
    }

    /// That of the line before it; `null` if there is none.
    @Nullable
    Rank previous() throws IOException {
        if (!looked) {
            previous = isMarks() ? position - 1 : service.lines(stream).before(position);
            looked = true;
        }
        if (previous < 0) {
            return null;
        }
        return isMarks()
                ? rank(service.slots().marks()[(int) previous])
                : rank(service.slots().slot(stream, previous));
    }

    /// Goes over the line behind it, which there must be.
    PlacedLine takeNext() throws IOException {
        looked = false;
        if (isMarks()) {
            return service.mark(service.slots().marks()[(int) position++]);
        }
        var line = service.lines(stream).line(position);
        var placed = service.placed(stream, position, line.text());
        position = line.end();
        return placed;
    }

    /// Goes back over the line before it, which there must be.
    PlacedLine takePrevious() throws IOException {
        position = previous;
        looked = false;
        return isMarks()
                ? service.mark(service.slots().marks()[(int) position])
                : service.placed(
                        stream, position, service.lines(stream).line(position).text());
    }
}

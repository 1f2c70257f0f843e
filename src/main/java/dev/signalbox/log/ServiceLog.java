package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.time.Instant;

/// All that is kept of one service's output: its two streams, and what was noted of them. Not thread safe.
final class ServiceLog implements AutoCloseable {
    private final String id;
    private final KeptBytes out;
    private final KeptBytes err;
    private final KeptLines outLines;
    private final KeptLines errLines;
    private final LogSlots slots;

    ServiceLog(String id, LogFiles log, GzipBlocks blocks) {
        this.id = id;
        this.out = new KeptBytes(log.out(), blocks);
        this.err = new KeptBytes(log.err(), blocks);
        this.outLines = new KeptLines(out);
        this.errLines = new KeptLines(err);
        this.slots = new LogSlots(log);
    }

    /// Looks what there is now. The notes are read last: what is behind them was written after them.
    ///
    /// @return whether positions may mean other bytes than before
    boolean refresh() throws IOException {
        var outCut = out.refresh();
        var errCut = err.refresh();
        slots.refresh(out, err);
        outLines.refresh(slots.edges(Stream.OUT));
        errLines.refresh(slots.edges(Stream.ERR));
        return outCut || errCut;
    }

    String id() {
        return id;
    }

    LogSlots slots() {
        return slots;
    }

    KeptBytes bytes(Stream stream) {
        return stream == Stream.OUT ? out : err;
    }

    KeptLines lines(Stream stream) {
        return stream == Stream.OUT ? outLines : errLines;
    }

    /// What the line of `stream` is that begins at `position` and reads `text`.
    PlacedLine placed(Stream stream, long position, String text) {
        var slot = slots.slot(stream, position);
        var time = slots.time(slot);
        return new PlacedLine(
                place(stream, position),
                new LogLine(time == LogSlots.UNKNOWN ? null : Instant.ofEpochMilli(time), stream, text));
    }

    LogPlace place(Stream stream, long position) {
        var slot = slots.slot(stream, position);
        var key = slots.key(slot);
        var millis = key == LogSlots.LAST ? Math.max(slots.newest(), slots.time(slot)) : key;
        return new LogPlace(Math.max(0, millis), id, stream, position);
    }

    /// What the engine has written at the end of a slot.
    PlacedLine mark(int slot) {
        var note = slots.note(slot);
        return new PlacedLine(
                new LogPlace(Math.max(0, slots.markKey(slot)), id, Stream.CONSOLE, slots.markPosition(slot)),
                new LogLine(note.time(), Stream.CONSOLE, note.text()));
    }

    @Override
    public void close() throws IOException {
        try (out) {
            err.close();
        }
    }
}

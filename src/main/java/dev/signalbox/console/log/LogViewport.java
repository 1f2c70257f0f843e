package dev.signalbox.console.log;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/// Which part of the buffer is on screen. It is held as a line and how far that line is scrolled out at the top,
/// not as pixels from the buffer's beginning, since that would need the height of every line. FX thread only.
final class LogViewport {

    /// Above the first line and below the last.
    static final double PAD = 4;

    private final LogBuffer buffer;
    private final ToDoubleFunction<LogEntry> lineHeight;
    private Position top = new Position(0, -PAD);
    private double height;

    /// @param line number of the uppermost line
    /// @param offset how many of its pixels are above the view; negative only in the pad above the first line
    private record Position(long line, double offset) {
        boolean isBefore(Position other) {
            return line < other.line || (line == other.line && offset < other.offset);
        }
    }

    LogViewport(LogBuffer buffer, ToDoubleFunction<LogEntry> lineHeight) {
        this.buffer = buffer;
        this.lineHeight = lineHeight;
    }

    void setHeight(double newHeight) {
        height = newHeight;
    }

    double height() {
        return height;
    }

    long topLine() {
        return top.line;
    }

    /// Where the top line begins: 0 or less, or the pad.
    double topY() {
        return -top.offset;
    }

    void toStart() {
        top = start();
    }

    void toEnd() {
        top = end();
    }

    boolean atEnd() {
        return !top.isBefore(end());
    }

    /// Brings the position back to what the buffer still holds, after lines came or went or changed their height.
    void clamp() {
        Position end = end();
        if (buffer.isEmpty() || top.line < buffer.first()) {
            top = start();
        } else if (end.isBefore(top)) {
            top = end;
        } else if (top.offset > height(top.line)) {
            top = new Position(top.line, 0);
        }
    }

    /// Moves by `pixels`, down if positive, as far as there is text.
    void scrollBy(double pixels) {
        if (buffer.isEmpty()) {
            return;
        }
        long line = top.line;
        double offset = top.offset + pixels;
        while (offset < 0 && line > buffer.first()) {
            offset += height(--line);
        }
        while (line < buffer.end() - 1 && offset >= height(line)) {
            offset -= height(line++);
        }
        top = new Position(line, Math.max(offset, -PAD));
        clamp();
    }

    /// The position in lines, as a scroll bar shows it: 2.5 is the middle of the third line.
    double position() {
        return position(top);
    }

    /// The position at the end of the text, in lines; 0 if all of it fits.
    double endPosition() {
        return position(end());
    }

    void setPosition(double lines) {
        if (lines <= 0 || buffer.isEmpty()) {
            toStart();
            return;
        }
        long line = Math.min(buffer.end() - 1, buffer.first() + (long) lines);
        top = new Position(line, (lines - Math.floor(lines)) * height(line));
        clamp();
    }

    /// Brings a part of the line with `number` to the middle if it is not wholly on screen.
    ///
    /// @param offset where the part begins, from the line's top
    /// @param pixels how high it is
    void reveal(long number, double offset, double pixels) {
        double y = y(number) + offset;
        if (y < 0 || y + pixels > height) {
            top = new Position(number, offset);
            scrollBy(pixels / 2 - height / 2);
        }
    }

    /// Where the line with `number` begins, if that is on screen; else somewhere off it.
    private double y(long number) {
        if (number < top.line) {
            return Double.NEGATIVE_INFINITY;
        }
        double y = topY();
        for (long line = top.line; line < number && y <= height; line++) {
            y += height(line);
        }
        return y;
    }

    /// The number of the line at `y`, or the nearest one; -1 if there is none.
    long lineAt(double y) {
        if (buffer.isEmpty()) {
            return -1;
        }
        long line = top.line;
        double bottom = topY() + height(line);
        while (bottom <= y && line < buffer.end() - 1) {
            bottom += height(++line);
        }
        return line;
    }

    /// The lines on screen, from the top.
    List<LogEntry> visible() {
        if (buffer.isEmpty()) {
            return List.of();
        }
        return LongStream.rangeClosed(top.line, lineAt(height))
                .mapToObj(buffer::get)
                .toList();
    }

    /// How many of all lines are on screen, 0 to 1.
    double visibleShare() {
        return buffer.isEmpty() ? 1 : (lineAt(height) - top.line + 1.0) / buffer.size();
    }

    private double position(Position at) {
        return buffer.isEmpty() ? 0 : Math.max(0, at.line - buffer.first() + at.offset / height(at.line));
    }

    private Position start() {
        return new Position(buffer.first(), -PAD);
    }

    private Position end() {
        if (buffer.isEmpty()) {
            return start();
        }
        double missing = Math.max(1, height - PAD); // at least the last line's last pixel
        long line = buffer.end();
        while (line > buffer.first() && missing > 0) {
            missing -= height(--line);
        }
        return new Position(line, Math.max(-PAD, -missing));
    }

    private double height(long line) {
        return lineHeight.applyAsDouble(buffer.get(line));
    }
}

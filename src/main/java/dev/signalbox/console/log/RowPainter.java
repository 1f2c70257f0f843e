package dev.signalbox.console.log;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;

/// Draws one row of text. Runs that keep to the grid are drawn at once; a character that another font may have to
/// draw stands alone, is put on its cell, and squeezed if it is too wide for it. FX thread only.
final class RowPainter {

    private static final double MARK_RADIUS = 4;
    private static final double CURRENT_EDGE = 2;

    private final LogPalette palette;
    private final LogFonts fonts;

    /// What is marked in a line.
    ///
    /// @param text wherever it occurs; empty for nothing
    /// @param current where the one begins that has an edge of its own, -1 if none has
    record Marks(String text, int current) {}

    RowPainter(LogPalette palette, LogFonts fonts) {
        this.palette = palette;
        this.fonts = fonts;
    }

    /// Draws the characters `start` (inclusive) to `end` (exclusive) of `entry`, from `x` on, in the row at `y`.
    void paint(GraphicsContext gc, LogEntry entry, int start, int end, double x, double y, Marks marks) {
        if (!marks.text.isEmpty()) {
            paintMarks(gc, entry, start, end, x, y, marks);
        }
        double baseline = y + LogFonts.BASELINE;
        if (entry.fromConsole()) {
            gc.setFont(fonts.ui());
            gc.setFill(palette.get(LogColor.TEXT));
            gc.fillText(entry.text().substring(start, end), x, baseline);
            return;
        }
        Run run = new Run(gc, entry.text(), x, baseline);
        int at = start;
        List<AnsiText.Span> spans = entry.content().spans();
        for (AnsiText.Span span : spans) {
            if (span.start() >= end) {
                break;
            }
            if (span.end() > at) {
                run.paint(at, Math.max(at, span.start()), AnsiStyle.PLAIN);
                at = Math.min(end, span.end());
                run.paint(Math.max(start, span.start()), at, span.style());
            }
        }
        run.paint(at, end, AnsiStyle.PLAIN);
    }

    /// Marks are drawn row by row, so one that is broken over two rows has two parts. What is right of the canvas
    /// is left out, as a line that is not wrapped may be very long and full of them.
    private void paintMarks(GraphicsContext gc, LogEntry entry, int start, int end, double x, double y, Marks marks) {
        String text = entry.text();
        int length = marks.text.length();
        Advances advances = fonts.advances(entry);
        gc.setFill(palette.get(LogColor.MARK));
        double left = x;
        int measured = start;
        int at = LogSearch.indexOf(text, marks.text, Math.max(0, start - length + 1), end);
        while (at >= 0 && left < gc.getCanvas().getWidth()) {
            int markStart = Math.max(start, at);
            int markEnd = Math.min(end, at + length);
            left += advances.width(text, measured, markStart);
            double markWidth = advances.width(text, markStart, markEnd);
            if (left + markWidth > 0) {
                gc.fillRoundRect(left, y, markWidth, LogFonts.ROW_HEIGHT, MARK_RADIUS, MARK_RADIUS);
            }
            left += markWidth;
            measured = markEnd;
            at = LogSearch.indexOf(text, marks.text, at + length, end);
        }
        int currentStart = Math.max(start, marks.current);
        int currentEnd = Math.min(end, marks.current + length);
        if (marks.current >= 0 && currentStart < currentEnd) {
            gc.setStroke(palette.get(LogColor.CURRENT_MARK));
            gc.setLineWidth(CURRENT_EDGE);
            gc.strokeRoundRect(
                    x + advances.width(text, start, currentStart),
                    y + CURRENT_EDGE / 2,
                    advances.width(text, currentStart, currentEnd),
                    LogFonts.ROW_HEIGHT - CURRENT_EDGE,
                    MARK_RADIUS,
                    MARK_RADIUS);
        }
    }

    /// Stretches of one row, drawn from left to right.
    private final class Run {

        private final GraphicsContext gc;
        private final String text;
        private final double baseline;
        private final double right;
        private double x;

        Run(GraphicsContext gc, String text, double x, double baseline) {
            this.gc = gc;
            this.text = text;
            this.x = x;
            this.baseline = baseline;
            this.right = gc.getCanvas().getWidth();
        }

        void paint(int start, int end, AnsiStyle style) {
            if (start >= end) {
                return;
            }
            gc.setFont(fonts.mono(style.bold()));
            gc.setFill(palette.text(style));
            int at = start;
            while (at < end && x < right) {
                int next = gridEnd(at, end);
                if (next > at) {
                    paintGrid(at, next);
                } else {
                    next = clusterEnd(at, end);
                    paintCluster(at, next);
                }
                at = next;
            }
        }

        /// Without what is left or right of the canvas, as a line that is not wrapped may be very long.
        private void paintGrid(int start, int end) {
            double cell = fonts.cell();
            int hidden = Math.clamp((long) Math.floor(-x / cell), 0, end - start);
            int shown = Math.clamp((long) Math.ceil((right - x) / cell), hidden, end - start);
            if (shown > hidden) {
                gc.fillText(text.substring(start + hidden, start + shown), x + hidden * cell, baseline);
            }
            x += (end - start) * cell;
        }

        private void paintCluster(int start, int end) {
            double width = fonts.cell() * Math.max(1, CharacterCells.width(text.codePointAt(start)));
            if (x + width > 0) {
                gc.fillText(text.substring(start, end), x, baseline, width);
            }
            x += fonts.cell() * CharacterCells.width(text.codePointAt(start));
        }

        private int gridEnd(int from, int end) {
            int i = from;
            while (i < end && CharacterCells.isOnGrid(text.charAt(i)) && !joins(i + 1, end)) {
                i++;
            }
            return i;
        }

        /// One character and what joins it.
        private int clusterEnd(int from, int end) {
            int i = from + Character.charCount(text.codePointAt(from));
            while (joins(i, end)) {
                i += Character.charCount(text.codePointAt(i));
            }
            return i;
        }

        private boolean joins(int at, int end) {
            return at < end && text.charAt(at) >= 0x300 && CharacterCells.width(text.codePointAt(at)) == 0;
        }
    }
}

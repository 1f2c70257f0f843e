package dev.signalbox.console.log;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;

/// Draws one row of text. Runs that keep to the grid are drawn at once; a character that another font may have to
/// draw stands alone, is put on its cell, and squeezed if it is too wide for it. FX thread only.
final class RowPainter {

    private static final double MARK_RADIUS = 4;

    private final LogPalette palette;
    private final LogFonts fonts;

    RowPainter(LogPalette palette, LogFonts fonts) {
        this.palette = palette;
        this.fonts = fonts;
    }

    /// Draws the characters `start` (inclusive) to `end` (exclusive) of `entry`, from `x` on, in the row at `y`.
    void paint(GraphicsContext gc, LogEntry entry, int start, int end, double x, double y, String mark) {
        if (!mark.isEmpty()) {
            paintMarks(gc, entry, start, end, x, y, mark);
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

    /// Marks are drawn row by row, so one that is broken over two rows has two parts.
    private void paintMarks(GraphicsContext gc, LogEntry entry, int start, int end, double x, double y, String mark) {
        String text = entry.text();
        Advances advances = fonts.advances(entry);
        gc.setFill(palette.get(LogColor.MARK));
        int at = LogSearch.indexOf(text, mark, Math.max(0, start - mark.length() + 1));
        while (at >= 0 && at < end) {
            int markStart = Math.max(start, at);
            int markEnd = Math.min(end, at + mark.length());
            double left = x + advances.width(text, start, markStart);
            double markWidth = advances.width(text, markStart, markEnd);
            gc.fillRoundRect(left, y, markWidth, LogFonts.ROW_HEIGHT, MARK_RADIUS, MARK_RADIUS);
            at = LogSearch.indexOf(text, mark, at + mark.length());
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

package dev.signalbox.console.log;

import dev.signalbox.log.LogLevel;
import dev.signalbox.log.LogLine;
import java.time.ZoneId;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.FontSmoothingType;
import org.jspecify.annotations.Nullable;

/// Draws the rows that are on screen, and nothing else. FX thread only.
final class LogPainter {

    private static final double FOCUS_RING = 2;

    private final LogBuffer buffer;
    private final LogLayout layout;
    private final LogViewport viewport;
    private final LogSelection selection;
    private final LogPalette palette;
    private final LogFonts fonts;
    private final RowPainter rowPainter;

    LogPainter(
            LogBuffer buffer,
            LogLayout layout,
            LogViewport viewport,
            LogSelection selection,
            LogPalette palette,
            LogFonts fonts) {
        this.buffer = buffer;
        this.layout = layout;
        this.viewport = viewport;
        this.selection = selection;
        this.palette = palette;
        this.fonts = fonts;
        this.rowPainter = new RowPainter(palette, fonts);
    }

    /// What the view's properties ask for.
    ///
    /// @param scrollX how many pixels of the text are scrolled out on the left
    /// @param mark text to mark wherever it occurs, empty for none
    /// @param current the one of these that was gone to
    record Options(
            LogTimes times,
            ZoneId zone,
            double scrollX,
            String mark,
            LogSearch.@Nullable Match current,
            boolean focused) {

        /// What to mark in the line with `number`.
        RowPainter.Marks marks(long number) {
            return new RowPainter.Marks(mark, current != null && current.line() == number ? current.start() : -1);
        }
    }

    void paint(GraphicsContext gc, Options options) {
        double width = gc.getCanvas().getWidth();
        double height = gc.getCanvas().getHeight();
        gc.setFill(palette.get(LogColor.BACKGROUND));
        gc.fillRect(0, 0, width, height);
        gc.setFontSmoothingType(FontSmoothingType.GRAY);
        gc.setTextBaseline(VPos.BASELINE);
        double y = viewport.topY();
        for (long line = viewport.topLine(); line < buffer.end() && y < height; line++) {
            LogEntry entry = buffer.get(line);
            double lineHeight = layout.height(entry);
            paintLine(gc, entry, line, y, lineHeight, options);
            y += lineHeight;
        }
        if (options.focused) {
            gc.setStroke(palette.get(LogColor.FOCUS));
            gc.setLineWidth(FOCUS_RING);
            gc.strokeRect(FOCUS_RING / 2, FOCUS_RING / 2, width - FOCUS_RING, height - FOCUS_RING);
        }
    }

    private void paintLine(
            GraphicsContext gc, LogEntry entry, long number, double y, double lineHeight, Options options) {
        boolean selected = selection.contains(number);
        double width = gc.getCanvas().getWidth();
        boolean ownBand = selected || entry.fromConsole();
        Color band =
                palette.get(selected ? LogColor.SELECTION : entry.fromConsole() ? LogColor.BAND : LogColor.BACKGROUND);
        if (ownBand) {
            gc.setFill(band);
            gc.fillRect(0, y, width, lineHeight);
        }
        paintText(gc, entry, options.marks(number), y, options);
        if (options.scrollX > 0) {
            gc.setFill(band);
            gc.fillRect(0, y, layout.textX(entry), lineHeight);
        }
        paintGutter(gc, entry, y, lineHeight, options);
    }

    private void paintText(GraphicsContext gc, LogEntry entry, RowPainter.Marks marks, double y, Options options) {
        double x = layout.textX(entry) - options.scrollX;
        int[] starts = layout.rowStarts(entry);
        int first = Math.max(0, (int) Math.floor((-y - LogLayout.LINE_PAD) / LogFonts.ROW_HEIGHT));
        for (int row = first; row < starts.length; row++) {
            double rowY = y + LogLayout.LINE_PAD + row * LogFonts.ROW_HEIGHT;
            if (rowY >= gc.getCanvas().getHeight()) {
                return;
            }
            int end = row + 1 < starts.length ? starts[row + 1] : entry.text().length();
            rowPainter.paint(gc, entry, starts[row], end, x, rowY, marks);
        }
    }

    /// The coloured edge, the time and the level.
    private void paintGutter(GraphicsContext gc, LogEntry entry, double y, double lineHeight, Options options) {
        LogLevel level = entry.level();
        boolean error = level == LogLevel.ERROR && entry.line().stream() == LogLine.Stream.ERR;
        if (entry.fromConsole() || error) {
            gc.setFill(palette.get(error ? LogColor.DANGER : LogColor.ACCENT));
            gc.fillRect(options.focused ? FOCUS_RING : 0, y, LogLayout.EDGE, lineHeight);
        }
        double baseline = y + LogLayout.LINE_PAD + LogFonts.BASELINE;
        if (options.times != LogTimes.NONE) {
            gc.setFont(fonts.mono(false));
            gc.setFill(palette.get(LogColor.MUTED));
            gc.fillText(options.times.format(entry.line().time(), options.zone), LogLayout.LEFT, baseline);
        }
        if (level != null) {
            gc.setFont(fonts.mono(true));
            gc.setFill(palette.get(color(level)));
            gc.fillText(level.letter(), layout.levelX(), baseline);
        }
    }

    private static LogColor color(LogLevel level) {
        return switch (level) {
            case ERROR -> LogColor.RED;
            case WARN -> LogColor.YELLOW;
            case INFO -> LogColor.BLUE;
            case DEBUG -> LogColor.MUTED;
        };
    }
}

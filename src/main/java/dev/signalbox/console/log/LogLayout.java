package dev.signalbox.console.log;

import java.util.Arrays;

/// Where things stand in the view: columns, rows of a line, heights. Changed by [LogView], read by all others.
///
/// ```
/// |edge 3|pad 9|time|gap 8|level|gap 8|text ... |pad 12|
/// ```
/// The console's own lines have no level, and their text begins in its place.
final class LogLayout {

    static final double EDGE = 3;
    static final double LEFT = 12;
    static final double RIGHT = 12;
    private static final double GAP = 8;
    /// Above and below each line, but not between the rows of one.
    static final double LINE_PAD = 1;

    private static final int[] ONE_ROW = {0};

    private final LogFonts fonts;
    private double width;
    private int timeChars;
    private boolean wrap;

    LogLayout(LogFonts fonts) {
        this.fonts = fonts;
    }

    /// @param newTimeChars how many characters the time column has, 0 for no column
    void configure(double newWidth, int newTimeChars, boolean newWrap) {
        width = newWidth;
        timeChars = newTimeChars;
        wrap = newWrap;
    }

    double levelX() {
        return timeChars == 0 ? LEFT : LEFT + Math.ceil(timeChars * fonts.cell()) + GAP;
    }

    double textX(LogEntry entry) {
        return entry.fromConsole() ? levelX() : levelX() + Math.ceil(fonts.cell()) + GAP;
    }

    /// The width there is for text, never less than two cells.
    double textWidth(LogEntry entry) {
        return Math.max(2 * fonts.cell(), width - textX(entry) - RIGHT);
    }

    Advances advances(LogEntry entry) {
        return fonts.advances(entry);
    }

    int[] rowStarts(LogEntry entry) {
        return wrap ? entry.rowStarts(textWidth(entry), advances(entry)) : ONE_ROW;
    }

    /// From the line's top to that of the row with the character at `index`.
    double rowY(LogEntry entry, int index) {
        int row = Arrays.binarySearch(rowStarts(entry), index);
        return LINE_PAD + (row >= 0 ? row : -row - 2) * LogFonts.ROW_HEIGHT;
    }

    double height(LogEntry entry) {
        return rowStarts(entry).length * LogFonts.ROW_HEIGHT + 2 * LINE_PAD;
    }

    /// How far the widest line on screen reaches beyond the view's right side when lines are not wrapped.
    double hiddenWidth(LogViewport viewport) {
        double hidden = 0;
        for (LogEntry entry : viewport.visible()) {
            String text = entry.text();
            hidden = Math.max(hidden, advances(entry).width(text, 0, text.length()) - textWidth(entry));
        }
        return hidden;
    }
}

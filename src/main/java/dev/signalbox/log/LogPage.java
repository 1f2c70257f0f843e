package dev.signalbox.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some lines of a whole log, one behind the other.
///
/// @param lines oldest first
/// @param behind how many of them are before the place that was asked for
/// @param oldest whether nothing is kept before them
/// @param newest whether nothing has been written behind them
public record LogPage(List<PlacedLine> lines, int behind, boolean oldest, boolean newest) {
    /// A page has no more lines than that, on either side of where it begins.
    public static final int MOST_LINES = 10_000;

    /// Nor more characters in all of them, but that it has one line at least.
    public static final int MOST_TEXT = 1_000_000;

    /// Of so many places the lines around are read at once.
    public static final int MOST_PLACES = 50;

    public LogPage {
        lines = List.copyOf(lines);
    }

    /// This page and `next` as one, if that has the last line of this one; else `null`.
    public @Nullable LogPage joined(LogPage next) {
        var last = lines.isEmpty() ? null : lines.getLast().place();
        for (int i = 0; i < next.lines.size(); i++) {
            if (next.lines.get(i).place().equals(last)) {
                var all = new ArrayList<>(lines);
                all.addAll(next.lines.subList(i + 1, next.lines.size()));
                return new LogPage(all, behind, oldest, next.newest);
            }
        }
        return null;
    }
}

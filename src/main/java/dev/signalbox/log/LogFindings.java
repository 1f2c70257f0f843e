package dev.signalbox.log;

import java.util.List;
import java.util.Map;

/// What a search through a whole log has found so far.
///
/// @param matches where, in order; the newest ones if there are more than it keeps
/// @param count how many in all
/// @param counts how many in all, by service
/// @param rows how many are in each of the stretches of a [LogOutline]
/// @param lines that were looked at
/// @param bytes that were looked at
/// @param of bytes that there are
/// @param problem why it has ended before all was looked at, for people; empty if it has not
public record LogFindings(
        List<LogPlace> matches,
        long count,
        Map<String, Long> counts,
        List<Integer> rows,
        long lines,
        long bytes,
        long of,
        String problem) {
    /// A search keeps no more places, and counts the others.
    public static final int MOST_MATCHES = 100_000;

    public LogFindings {
        matches = List.copyOf(matches);
        counts = Map.copyOf(counts);
        rows = List.copyOf(rows);
    }

    /// Whether everything has been looked at that there is, or it has ended.
    public boolean isDone() {
        return bytes >= of || !problem.isEmpty();
    }
}

package dev.signalbox.wire;

import dev.signalbox.log.LogFindings;
import dev.signalbox.log.LogPlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a search has found since it was told last.
///
/// @param anew whether what was told before is void
/// @param places of matches that were not told yet, in order
/// @param counts how many in all, by service
/// @param rows as in a [LogOutlineMessage]
public record LogFindingsMessage(
        boolean anew,
        List<String> places,
        long count,
        List<Count> counts,
        List<Integer> rows,
        long lines,
        long bytes,
        long of,
        String problem) {

    /// How many matches a service has.
    public record Count(String service, long count) {}

    /// What is to be told.
    ///
    /// @param places of those matches that were not told yet
    public static LogFindingsMessage of(LogFindings findings, boolean anew, List<LogPlace> places) {
        return new LogFindingsMessage(
                anew,
                places.stream().map(LogPlace::toString).toList(),
                findings.count(),
                findings.counts().entrySet().stream()
                        .map(count -> new Count(count.getKey(), count.getValue()))
                        .toList(),
                findings.rows(),
                findings.lines(),
                findings.bytes(),
                findings.of(),
                findings.problem());
    }

    /// The matches that it tells.
    public List<LogPlace> toPlaces() {
        return places.stream().map(PlacedLogLineMessage::place).toList();
    }

    /// What is known by now.
    ///
    /// @param matches all of them, in order
    public LogFindings toFindings(List<LogPlace> matches) {
        Map<String, Long> byService = new HashMap<>();
        counts.forEach(count -> byService.put(count.service, count.count));
        return new LogFindings(matches, count, byService, rows, lines, bytes, of, problem);
    }
}

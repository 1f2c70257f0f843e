package dev.signalbox.driver.process;

import dev.signalbox.log.LastLines;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a service wrote at last, as a reason of its end.
final class LastWords {
    private static final int MAX = 5;
    /// Blank lines are skipped, so a few more are read.
    private static final int READ = 50;

    private LastWords() {}

    /// The last lines of a run that are not blank, oldest first: those of its standard error, and if they
    /// are few, those of its standard output before them.
    static List<String> of(LogFiles log, RunRecord run) {
        return of(log, run.out(), run.err());
    }

    /// The same of what was written after the files had these sizes.
    static List<String> of(LogFiles log, long out, long err) {
        // A service that cut its own log may be below the size it began at.
        var errors = last(log.err(), err > log.errLength() ? 0 : err, MAX);
        var lines = new ArrayList<>(last(log.out(), out > log.outLength() ? 0 : out, MAX - errors.size()));
        lines.addAll(errors);
        return lines;
    }

    private static List<String> last(Path file, long from, int limit) {
        try {
            var lines = LastLines.of(file, from, READ).stream()
                    .map(line -> PlainText.of(line).stripTrailing())
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - limit), lines.size());
        } catch (IOException e) {
            return List.of("(" + file.getFileName() + " cannot be read: " + e.getMessage() + ")");
        }
    }
}

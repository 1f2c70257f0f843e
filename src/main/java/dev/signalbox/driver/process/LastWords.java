package dev.signalbox.driver.process;

import dev.signalbox.log.LastLines;
import dev.signalbox.log.LogFiles;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What a service wrote at last, as a reason of its end. Reasons are shown, recorded and logged, so they have no
/// secrets.
final class LastWords {
    private static final int MAX = 5;
    /// Blank lines are skipped, so a few more are read.
    private static final int READ = 50;

    private static final List<String> NONE =
            List.of("(the log could not be read within " + Output.READING.toSeconds() + " s)");

    private final LogFiles log;
    private final Output output;
    private final UnaryOperator<String> mask;

    /// @param mask takes out what nobody may see
    LastWords(Output output, UnaryOperator<String> mask) {
        this.log = output.log();
        this.output = output;
        this.mask = mask;
    }

    /// The last lines of a run that are not blank, oldest first: those of its standard error, and if they
    /// are few, those of its standard output before them. If the log cannot be read in time, a line that says so.
    List<String> of(RunRecord run) {
        return after(run.out(), run.err());
    }

    /// The same of what was written after the files had these sizes.
    List<String> after(long out, long err) {
        return output.inTime(() -> read(out, err), NONE);
    }

    private List<String> read(long out, long err) {
        // A service that cut its own log may be below the size it began at.
        var errors = last(log.err(), err > log.errLength() ? 0 : err, MAX);
        var lines = new ArrayList<>(last(log.out(), out > log.outLength() ? 0 : out, MAX - errors.size()));
        lines.addAll(errors);
        return lines;
    }

    private List<String> last(Path file, long from, int limit) {
        try {
            var text = LastLines.of(file, from, READ).stream()
                    .map(line -> PlainText.stripped(line).stripTrailing())
                    .collect(Collectors.joining("\n"));
            // All lines at once, as a secret may have several.
            var lines = mask.apply(text).lines().filter(line -> !line.isBlank()).toList();
            return lines.subList(Math.max(0, lines.size() - limit), lines.size());
        } catch (IOException e) {
            return List.of("(" + file.getFileName() + " cannot be read: " + e.getMessage() + ")");
        }
    }
}

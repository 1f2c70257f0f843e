package dev.signalbox.console.history;

import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Step;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An operation with all that is known of it as plain text, to be pasted where it is talked about.
final class OperationText {
    private final DateTimeFormatter time;

    /// @param zone of the times, which are written with their offset
    OperationText(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT)
                .withZone(zone);
    }

    String of(OperationDetails details) {
        var recorded = details.recorded();
        var operation = recorded.operation();
        var lines = new ArrayList<String>();
        lines.add(operation.service() + ": " + operation.label() + " " + outcome(recorded));
        lines.add("asked by   " + operation.source());
        if (!operation.why().isEmpty()) {
            lines.add("why        " + operation.why());
        }
        if (operation.plan() != 0) {
            lines.add("plan       #" + operation.plan());
        }
        lines.add("submitted  " + time.format(operation.submittedAt()));
        var started = recorded.startedAt();
        if (started != null) {
            lines.add("started    " + time.format(started));
        }
        var end = recorded.end();
        if (end != null) {
            lines.add("ended      " + time.format(end.at()));
            lines.add("waited     " + seconds(end.waited().toMillis()) + behind(details.behind()));
            if (started != null) {
                lines.add("ran        " + seconds(end.ran().toMillis()) + (end.changed() ? "" : ", nothing to do"));
            }
        } else {
            lines.add("waits      " + behind(details.behind()).strip());
        }
        details.steps().forEach(step -> lines.add("  " + step(step)));
        for (var exit : details.exits()) {
            lines.add("exit       " + exit(exit));
        }
        for (var effect : details.effects()) {
            lines.add("later      " + time.format(effect.at()) + "  " + effect.text());
        }
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String outcome(RecordedOperation recorded) {
        var end = recorded.end();
        return end == null ? recorded.word() : end.outcome().describe();
    }

    private static String behind(List<RecordedOperation> behind) {
        return behind.isEmpty()
                ? ""
                : behind.stream()
                        .map(other -> other.operation().label())
                        .collect(Collectors.joining(", ", " behind ", ""));
    }

    private static String step(Step step) {
        return String.format(
                Locale.ROOT, "+%.3f s  %s%s", step.after().toMillis() / 1000.0, step.text(), step.done() ? "" : " …");
    }

    private String exit(JournalEvent exit) {
        return time.format(exit.at()) + "  " + exit.text();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
    }
}

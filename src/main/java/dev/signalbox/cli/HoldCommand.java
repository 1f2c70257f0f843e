package dev.signalbox.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox hold`: no operation of these services begins.
@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Hold queues, also in the next engine: what runs goes on, what waits waits.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:It is done.",
            "1:It is done, but the next engine will not know it.",
            "2:The command was used wrongly.",
            "3:There is no such service.",
            "6:No engine answers."
        })
public final class HoldCommand extends HoldingCommand {
    @Option(names = "--why", paramLabel = "TEXT", description = "For the others, of at most 200 characters.")
    private @Nullable String why;

    @Option(names = "--for", paramLabel = "TIME", description = "After which it ends by itself, such as 30m, 2h or 1d.")
    private @Nullable String length;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "When it ends by itself, such as 14:00 or 2026-01-31T12:00:00Z.")
    private @Nullable String until;

    HoldCommand() {
        super("hold");
    }

    @Override
    Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        if (why != null) {
            parameters.put("why", why);
        }
        if (length != null) {
            parameters.put("for", length);
        }
        if (until != null) {
            parameters.put(
                    "until",
                    time(until, ZonedDateTime.now(ZoneId.systemDefault())).toString());
        }
        return parameters;
    }

    /// The next time at which the clock shows this, or this very time.
    private Instant time(String text, ZonedDateTime now) {
        try {
            if (!text.matches("\\d\\d:\\d\\d")) {
                return Instant.parse(text);
            }
            var today = now.with(LocalTime.parse(text));
            return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
        } catch (DateTimeException e) {
            throw wrong("--until with a time such as 14:00 or 2026-01-31T12:00:00Z, not " + Words.plain(text));
        }
    }

    @Override
    String state(Node service) {
        return Words.hold(service);
    }
}

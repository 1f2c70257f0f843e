package dev.signalbox.workspace;

import dev.signalbox.service.Durations;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The timeouts of one service's operations: what is said, or else what their parts may take (rule 8).
final class Timeouts {
    private static final Duration LEAST = Duration.ofSeconds(30);

    private final Fields service;
    private final @Nullable Duration both;

    Timeouts(Fields service) {
        this.service = service;
        this.both = SettingsReader.timeout(service, "timeout");
    }

    /// The timeout of starts or stops. Notes it if one that uses all of its parts' time would not end before.
    ///
    /// @param operation `start` or `stop`
    Duration of(String operation, Budget budget) {
        var said = said(operation, budget);
        return said == null
                ? Stream.of(LEAST, budget.enough()).max(Duration::compareTo).get()
                : said;
    }

    /// The timeout of a job's run, `null` if it has all the time.
    @Nullable
    Duration ofAJob(Budget budget) {
        return said("start", budget);
    }

    private @Nullable Duration said(String operation, Budget budget) {
        var key = operation + "_timeout";
        var own = SettingsReader.timeout(service, key);
        var said = own == null ? both : own;
        if (said != null && budget.needed().compareTo(said) > 0) {
            var name = own == null ? "timeout" : key;
            var found =
                    service.name(name) + " is " + Durations.text(said) + ", but a " + operation + " may take " + budget;
            var culprit = Stream.concat(Stream.of(name), budget.keys().stream())
                    .filter(service::has)
                    .findFirst()
                    .orElse(name);
            service.mistakeAt(culprit, found, Durations.text(budget.needed()) + " or more, or shorter parts");
        }
        return said;
    }
}

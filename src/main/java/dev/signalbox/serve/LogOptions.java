package dev.signalbox.serve;

import dev.signalbox.logging.Logs;
import java.util.Locale;
import picocli.CommandLine.Option;

/// How the program's own log looks, which goes to standard error.
public final class LogOptions {
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How the log looks: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.",
            defaultValue = "text")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    /// Must come before the first logger is made.
    public void apply() {
        Logs.use(format == Format.JSON);
    }
}

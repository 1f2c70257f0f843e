package dev.signalbox.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Whether a command ends when what it asked for has ended.
final class WaitOptions {
    private static final long DEFAULT_SECONDS = 60;

    @Option(names = "--wait", description = "End when it has ended, with a code that says how.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long to wait, such as 500ms, 30s or 2m; 60s if not given. What was asked for goes on.")
    private Duration timeout = Duration.ofSeconds(DEFAULT_SECONDS);

    boolean isWaiting() {
        return wait;
    }

    Duration timeout() {
        return timeout;
    }

    /// `500ms`, `30s`, `2m`, `1h`, or a number of seconds.
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            var number = text.replaceAll("(ms|s|m|h)$", "");
            if (!number.matches("\\d{1,9}")) {
                throw new TypeConversionException("'" + text + "' is no time. Allowed: such as 500ms, 30s or 2m");
            }
            var amount = Long.parseLong(number);
            return switch (text.substring(number.length())) {
                case "ms" -> Duration.ofMillis(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofSeconds(amount);
            };
        }
    }
}

package dev.signalbox.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/// Colours, for those who want them: on a terminal, and without `NO_COLOR`.
enum Style {
    GOOD("32"),
    BAD("31"),
    BUSY("33"),
    DIM("2"),
    PLAIN("");

    private static final String ESCAPE = "\u001b[";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /// Whether colours are wanted.
    static boolean wanted(Map<String, String> environment) {
        return isTerminal(environment)
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /// Whether somebody looks at it on a terminal that can do more than print.
    static boolean isTerminal(Map<String, String> environment) {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /// The style of a service's state or of an operation's outcome.
    static Style of(String word) {
        return switch (word) {
            case "running", "succeeded" -> GOOD;
            case "failed", "backoff", "unhealthy", "timed_out" -> BAD;
            case "starting", "restarting", "stopping", "waiting", "unready" -> BUSY;
            case "stopped", "cancelled", "coalesced", "unknown" -> DIM;
            default -> PLAIN;
        };
    }

    String apply(String text, boolean colours) {
        return colours ? begin() + text + end() : text;
    }

    /// What stands before a text in this style.
    String begin() {
        return code.isEmpty() ? "" : ESCAPE + code + "m";
    }

    /// What stands behind it.
    String end() {
        return code.isEmpty() ? "" : ESCAPE + "0m";
    }
}

package dev.signalbox.log;

import java.util.regex.Pattern;

/// A line of output as people read it.
public final class PlainText {
    /// Colours and the like, titles of windows, and other sequences of a terminal.
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)|[@-Z\\\\-_])|(?!\t)\\p{Cntrl}");

    private PlainText() {}

    /// `line` without the sequences that tell a terminal what to do, and without other control characters but
    /// tabs.
    public static String of(String line) {
        return ESCAPES.matcher(line).replaceAll("");
    }
}

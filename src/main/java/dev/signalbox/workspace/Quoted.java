package dev.signalbox.workspace;

import dev.signalbox.text.PlainText;

/// Prepares what a file holds for being shown: short, and unable to steer a terminal.
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    static String quote(String text) {
        return '"' + plain(text) + '"';
    }

    /// All of a text, so that no two that differ look the same; not yet for a terminal.
    static String whole(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String plain(String text) {
        return PlainText.line(PlainText.beginning(text, LONGEST));
    }
}

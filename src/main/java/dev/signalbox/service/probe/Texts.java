package dev.signalbox.service.probe;

import dev.signalbox.text.PlainText;

/// Words of answers.
final class Texts {
    private static final int MAX = 200;

    private Texts() {}

    /// `text` on one line of bounded length.
    static String brief(String text) {
        var line = PlainText.line(text.strip().replaceAll("\\s+", " "));
        if (line.length() <= MAX) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(MAX - 1)) ? MAX - 1 : MAX;
        return line.substring(0, end) + "…";
    }
}

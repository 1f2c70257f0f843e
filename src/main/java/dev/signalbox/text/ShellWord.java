package dev.signalbox.text;

import java.util.regex.Pattern;

/// Text that people shall give to a command.
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    /// The text as one word of a shell, on one line, see [PlainText].
    public static String of(String text) {
        var line = PlainText.line(text);
        return PLAIN.matcher(line).matches() ? line : "'" + line.replace("'", "'\\''") + "'";
    }
}

package dev.signalbox.console.log;

import java.util.List;

/// A line as it can be shown: printable text, and which stretches of it are coloured or bold.
///
/// Tabs are expanded to every eighth column. Characters that cannot be seen or that would reorder the text are
/// shown as `·`, so that a service cannot hide or disguise what it wrote.
///
/// @param spans in order, not overlapping; text outside them is plain
public record AnsiText(String text, List<Span> spans) {

    private static final char SOFT_HYPHEN = '\u00ad';

    /// Characters `start` (inclusive) to `end` (exclusive) have `style`.
    record Span(int start, int end, AnsiStyle style) {}

    public AnsiText {
        spans = List.copyOf(spans);
    }

    /// Reads `raw`, a line with or without escape sequences. Any input is accepted. A sequence that the line's
    /// end cuts off is dropped; one that is wrong inside is shown as text.
    public static AnsiText parse(String raw) {
        return isPlain(raw) ? new AnsiText(raw, List.of()) : new AnsiParser(raw).parse();
    }

    /// Most lines are plain, and need no copy.
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean latin = c >= '\u00a1' && c < '\u0250' && c != SOFT_HYPHEN;
            if ((c < ' ' || c > '~') && !latin) {
                return false;
            }
        }
        return true;
    }
}

package dev.signalbox.text;

import java.util.regex.Pattern;

/// Text of services, clients, files and other programs as people read it.
///
/// What has no shape is shown as its escape of JSON: `\n`, `\u001b`, `\u202e`. These are controls (C0, C1, DEL), marks
/// that turn the reading direction and others without width, ends of lines and paragraphs, and halves of characters. So
/// text within a JSON document stays the same JSON. Text that is escaped already stays as it is. A joiner
/// (U+200C, U+200D) stays behind a character beyond ASCII, as emoji and several scripts need it there; behind others it
/// can only disguise a word.
public final class PlainText {
    private static final char ESCAPE = '\u001B';

    /// What a terminal is told by: colours and the like, titles of windows and other strings, single orders. Each may
    /// begin with one C1 control instead of ESC and a letter. One whose end is missing counts too, but for a string
    /// that begins with a C1 control: text in a wrong encoding has such characters, and would be gone.
    static final Pattern SEQUENCES = Pattern.compile("(?:\u001B\\[|\u009B)[0-?]*[ -/]*[@-~]?"
            + "|\u001B[\\]PX^_][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\\\|\u009C)?"
            + "|[\u009D\u0090\u0098\u009E\u009F][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\\\|\u009C)"
            + "|\u001B[ -/]*[0-~]?");

    /// One that begins with ESC and whose end is missing.
    private static final Pattern HALF = Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*|[\\]PX^_][^\u0007\u009C]*|[ -/]*)");

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int LAST_OF_ASCII = 0x7f;

    private PlainText() {}

    /// The text on one line.
    public static String line(String text) {
        return shown(text, "");
    }

    /// The same with its tabs.
    public static String output(String line) {
        return shown(line, "\t");
    }

    /// The same without the sequences that tell a terminal what to do.
    public static String bare(String line) {
        return isPlain(line, "\t") ? line : output(SEQUENCES.matcher(line).replaceAll(""));
    }

    /// A line that was cut somewhere, without the half of such a sequence at its end.
    public static String withoutHalf(String line) {
        var last = line.lastIndexOf(ESCAPE);
        return last >= 0 && HALF.matcher(line).region(last, line.length()).matches() ? line.substring(0, last) : line;
    }

    /// The beginning of a text: all of it if it has no more characters than that, else with an ellipsis behind it.
    ///
    /// @param most how many, as code points
    public static String beginning(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + '…';
    }

    /// Text that may have several lines, with its tabs.
    public static String lines(String text) {
        return shown(text, "\t\n");
    }

    /// A line of output without the sequences that tell a terminal what to do, and without all else that has no shape,
    /// but with its tabs.
    public static String stripped(String line) {
        if (isPlain(line, "\t")) {
            return line;
        }
        var text = SEQUENCES.matcher(line).replaceAll("");
        var kept = new StringBuilder();
        text.codePoints()
                .filter(each -> each == '\t' || isJoiner(each) || hasShape(each))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /// Whether a code point can be seen, or is a blank. That of a joiner cannot.
    public static boolean hasShape(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /// Whether it joins the characters beside it, and has no shape of its own.
    public static boolean isJoiner(int codePoint) {
        return codePoint == ZERO_WIDTH_JOINER || codePoint == ZERO_WIDTH_NON_JOINER;
    }

    private static String shown(String text, String kept) {
        if (isPlain(text, kept)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        var before = 0;
        for (int i = 0, each; i < text.length(); i += Character.charCount(each), before = each) {
            each = text.codePointAt(i);
            if (hasShape(each) || kept.indexOf(each) >= 0 || (isJoiner(each) && before > LAST_OF_ASCII)) {
                shown.appendCodePoint(each);
            } else {
                for (var unit : Character.toChars(each)) {
                    shown.append(escape(unit));
                }
            }
        }
        return shown.toString();
    }

    /// Nearly all text is, and needs no copy.
    private static boolean isPlain(String text, String kept) {
        for (int i = 0; i < text.length(); i++) {
            var each = text.charAt(i);
            if ((each < ' ' || each > '~') && kept.indexOf(each) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String escape(char unit) {
        return switch (unit) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> String.format("\\u%04x", (int) unit);
        };
    }
}

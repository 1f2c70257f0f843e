package dev.signalbox.workspace;

/// Prepares what a file holds for being shown: short, and unable to steer a terminal.
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    static String quote(String text) {
        return '"' + plain(text) + '"';
    }

    static String plain(String text) {
        var length = text.codePointCount(0, text.length());
        return length > LONGEST
                ? printable(text.substring(0, text.offsetByCodePoints(0, LONGEST))) + '…'
                : printable(text);
    }

    /// The whole text, on one line.
    static String printable(String text) {
        var shown = new StringBuilder();
        text.codePoints().forEach(each -> {
            var type = Character.getType(each);
            var harmless = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.SURROGATE;
            shown.appendCodePoint(harmless ? each : '\uFFFD');
        });
        return shown.toString();
    }
}

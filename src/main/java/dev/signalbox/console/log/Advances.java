package dev.signalbox.console.log;

/// How wide the characters of a font are, in pixels.
@FunctionalInterface
interface Advances {

    double of(int codePoint);

    /// The width of the characters `from` (inclusive) to `to` (exclusive).
    default double width(String text, int from, int to) {
        double width = 0;
        for (int i = from; i < to; ) {
            int codePoint = text.codePointAt(i);
            width += of(codePoint);
            i += Character.charCount(codePoint);
        }
        return width;
    }
}

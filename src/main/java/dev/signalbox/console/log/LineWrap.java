package dev.signalbox.console.log;

import java.util.Arrays;

/// Breaks a line into rows: at the last space that fits, or anywhere within a word longer than a row.
final class LineWrap {

    /// Adding a row's widths up must not break it for the rounding of the last bit.
    private static final double TOLERANCE = 1e-6;

    private LineWrap() {}

    /// Where each row begins in `text`; the first begins at 0. Spaces at a row's end may hang over it. A
    /// character wider than `width` has a row of its own.
    static int[] rowStarts(String text, double width, Advances advances) {
        int[] starts = new int[1];
        int rows = 1;
        int rowStart = 0;
        double x = 0;
        int wordStart = 0;
        double wordX = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            double advance = advances.of(codePoint);
            if (codePoint != ' ' && advance > 0 && x + advance > width + TOLERANCE && i > rowStart) {
                boolean atWord = wordStart > rowStart;
                rowStart = atWord ? wordStart : i;
                x = atWord ? x - wordX : 0;
                if (rows == starts.length) {
                    starts = Arrays.copyOf(starts, rows * 2);
                }
                starts[rows++] = rowStart;
                wordStart = rowStart;
                wordX = 0;
                if (x + advance > width + TOLERANCE && i > rowStart) {
                    continue; // the word itself is longer than a row: look at this character again
                }
            }
            x += advance;
            i += Character.charCount(codePoint);
            if (codePoint == ' ') {
                wordStart = i;
                wordX = x;
            }
        }
        return Arrays.copyOf(starts, rows);
    }
}

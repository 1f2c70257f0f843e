package dev.signalbox.console.log;

import dev.signalbox.text.PlainText;

/// How many cells of the character grid a code point takes, as terminals count.
final class CharacterCells {

    /// Stands for what cannot be seen.
    static final char SUBSTITUTE = '·';

    private static final int FIRST_COMBINING = 0x300;

    private CharacterCells() {}

    /// 0 for what joins the character before it, 2 for East Asian wide characters and emoji, else 1.
    static int width(int codePoint) {
        if (codePoint < FIRST_COMBINING) {
            return 1;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        return in(c, 0x1100, 0x115f)
                || in(c, 0x2e80, 0x303e)
                || in(c, 0x3041, 0xa4cf)
                || in(c, 0xac00, 0xd7a3)
                || in(c, 0xf900, 0xfaff)
                || in(c, 0xfe30, 0xfe6f)
                || in(c, 0xff00, 0xff60)
                || in(c, 0xffe0, 0xffe6)
                || in(c, 0x20000, 0x3fffd)
                || Character.isEmojiPresentation(c);
    }

    /// Whether `codePoint` has a shape. Controls, half surrogate pairs, and marks that turn the reading direction
    /// have none; joiners have none either, but emoji and several scripts need them.
    static boolean isVisible(int codePoint) {
        return PlainText.isJoiner(codePoint) || PlainText.hasShape(codePoint);
    }

    /// Whether the bundled monospaced font surely has it, so that a run of such characters keeps to the grid.
    static boolean isOnGrid(int c) {
        return c < 0x250 || in(c, 0x400, 0x45f) || in(c, 0x2500, 0x259f);
    }

    private static boolean in(int c, int low, int high) {
        return c >= low && c <= high;
    }
}

package dev.signalbox.text;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.Set;

/// How wide text is in a terminal, where letters of East Asia and emoji take two columns, and marks on other letters
/// none.
public final class Columns {
    private static final Set<UnicodeScript> WIDE = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI);

    /// From here on the letters of their block are half as wide.
    private static final int FIRST_HALF_WIDE = 0xff61;

    private Columns() {}

    /// The columns that a line without controls takes.
    public static int of(String line) {
        return line.codePoints().map(Columns::of).sum();
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        var block = UnicodeBlock.of(codePoint);
        if (UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(block)) {
            return codePoint < FIRST_HALF_WIDE;
        }
        return UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(block)
                || WIDE.contains(UnicodeScript.of(codePoint))
                || Character.isEmojiPresentation(codePoint);
    }
}

package dev.signalbox.console.palette;

import java.util.Locale;

/// A text that is looked for, made ready for that. Immutable.
final class Phrase {
    /// A word after a space, or the first one.
    static final byte WORD = 2;
    /// A part of a name: after a hyphen, an underscore, another sign, or where digits begin.
    static final byte PART = 1;

    final String text;
    final char[] letters;
    /// What begins at each letter; 0 for nothing.
    final byte[] begins;
    /// The letters that it has, see [#mask].
    final long mask;

    Phrase(String text) {
        this.text = text;
        letters = fold(text);
        begins = new byte[letters.length];
        for (int i = 0; i < letters.length; i++) {
            begins[i] = begins(i);
        }
        mask = mask(letters);
    }

    /// In lower case, letter by letter, so that places stay the same.
    static char[] fold(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return (lower.length() == text.length() ? lower : text).toCharArray();
    }

    /// One bit for each letter, digit and rest: a text that lacks a bit of another cannot have it in it.
    static long mask(char[] letters) {
        long mask = 0;
        for (var letter : letters) {
            mask |= 1L << (letter & 63);
        }
        return mask;
    }

    private byte begins(int i) {
        if (letters[i] == ' ') {
            return 0;
        }
        if (i == 0 || letters[i - 1] == ' ') {
            return WORD;
        }
        var before = letters[i - 1];
        var inName = Character.isLetter(before) || (Character.isDigit(before) && Character.isDigit(letters[i]));
        return inName && !(Character.isLetter(before) && Character.isDigit(letters[i])) ? 0 : PART;
    }

    int length() {
        return letters.length;
    }
}

package dev.signalbox.console.palette;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Stream;

/// Finds what was typed in phrases: each word of it somewhere, in any order, as the beginning of a word or a part of a
/// name, as letters in the middle of one, or as some of its letters in their order, of which the first begins a word
/// and each later one follows in the same word or begins another. `re bac` finds `Restart backend`.
///
/// Deterministic. Not for several threads at once, as it keeps its scratch paper.
final class Fuzzy {
    private static final int NONE = -1_000_000;
    private static final int LETTER = 1;
    /// Beginnings of words are what people type.
    private static final int[] BEGINNING = {0, 6, 8};
    private static final int FOLLOWS = 5;
    private static final int JUMPS = -2;
    /// All of a word was typed: `web` means that and not `web_worker`.
    private static final int WHOLE = 6;

    private final char[][] words;
    private final long mask;
    private int[] row = new int[64];
    private int[] next = new int[64];

    Fuzzy(String typed) {
        words = Stream.of(typed.strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .map(Phrase::fold)
                .toArray(char[][]::new);
        long all = 0;
        for (var word : words) {
            all |= Phrase.mask(word);
        }
        mask = all;
    }

    /// Whether nothing was typed, which is found everywhere.
    boolean isEmpty() {
        return words.length == 0;
    }

    /// How well it fits; negative if it does not.
    int score(Phrase phrase) {
        if ((phrase.mask & mask) != mask) {
            return -1;
        }
        if (row.length < phrase.length()) {
            row = new int[phrase.length()];
            next = new int[phrase.length()];
        }
        int score = 0;
        for (var word : words) {
            int best = Math.max(scattered(word, phrase), together(word, phrase).score);
            if (best < 0) {
                return -1;
            }
            score += best;
        }
        return score;
    }

    /// The best way to find the letters of a word one after the other: for each letter of the phrase what is reached if
    /// the word's letter so far lies there.
    private int scattered(char[] word, Phrase phrase) {
        for (int i = 0; i < word.length; i++) {
            advance(word, i, phrase);
            var swap = row;
            row = next;
            next = swap;
        }
        int best = NONE;
        for (int at = 0; at < phrase.length(); at++) {
            best = Math.max(best, row[at]);
        }
        return best;
    }

    private void advance(char[] word, int i, Phrase phrase) {
        int anywhere = NONE; // the best so far, from where the beginning of a word can be reached
        int here = NONE; // the same within the word
        for (int at = 0; at < phrase.length(); at++) {
            var begins = phrase.begins[at];
            if (begins == Phrase.WORD) {
                here = NONE;
            }
            int before = i == 0 ? (begins > 0 ? 0 : NONE) : from(at, begins, anywhere, here);
            next[at] = phrase.letters[at] == word[i] && before > NONE / 2 ? before + LETTER + BEGINNING[begins] : NONE;
            if (i > 0 && at > 0) {
                anywhere = Math.max(anywhere, row[at - 1] + JUMPS);
                here = Math.max(here, row[at - 1] + JUMPS);
            }
        }
    }

    private int from(int at, byte begins, int anywhere, int here) {
        int follows = at > 0 ? row[at - 1] + FOLLOWS : NONE;
        return Math.max(follows, begins > 0 ? anywhere : here);
    }

    private record Place(int at, int score) {
        static final Place NOWHERE = new Place(-1, NONE);
    }

    /// The best place that has all letters of a word together.
    private static Place together(char[] word, Phrase phrase) {
        var best = Place.NOWHERE;
        for (int at = 0; at + word.length <= phrase.length(); at++) {
            if (phrase.letters[at] == word[0]
                    && Arrays.equals(phrase.letters, at, at + word.length, word, 0, word.length)) {
                int end = at + word.length;
                int whole = phrase.begins[at] == Phrase.WORD && (end == phrase.length() || phrase.letters[end] == ' ')
                        ? WHOLE
                        : 0;
                int score = word.length * LETTER + BEGINNING[phrase.begins[at]] + (word.length - 1) * FOLLOWS + whole;
                if (score > best.score) {
                    best = new Place(at, score);
                }
            }
        }
        return best;
    }

    /// Where it is found: the letters to be highlighted. For a phrase that it fits.
    BitSet places(Phrase phrase) {
        var places = new BitSet();
        for (var word : words) {
            var together = together(word, phrase);
            if (together.at >= 0) {
                places.set(together.at, together.at + word.length);
            } else {
                mark(word, phrase, places);
            }
        }
        return places;
    }

    /// As [#scattered], and goes the best way back.
    private void mark(char[] word, Phrase phrase, BitSet places) {
        var rows = new int[word.length][];
        row = new int[phrase.length()];
        next = new int[phrase.length()];
        for (int i = 0; i < word.length; i++) {
            advance(word, i, phrase);
            rows[i] = next.clone();
            row = rows[i];
        }
        int at = best(rows[word.length - 1]);
        places.set(at);
        for (int i = word.length - 1; i > 0; i--) {
            at = before(rows[i - 1], rows[i][at], at, phrase);
            places.set(at);
        }
    }

    private static int best(int[] row) {
        int best = 0;
        for (int at = 1; at < row.length; at++) {
            if (row[at] > row[best]) {
                best = at;
            }
        }
        return best;
    }

    /// Where the letter before lies, if what is reached at a place is `reached`.
    private static int before(int[] row, int reached, int at, Phrase phrase) {
        int before = reached - LETTER - BEGINNING[phrase.begins[at]];
        if (row[at - 1] + FOLLOWS == before) {
            return at - 1;
        }
        int from = at - 2;
        while (row[from] + JUMPS != before) {
            from--;
        }
        return from;
    }
}

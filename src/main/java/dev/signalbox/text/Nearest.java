package dev.signalbox.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds the word that was probably meant.
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /// The word of `allowed` with the fewest edits from `word`; empty if none is near. Near are words that differ
    /// in a third of their letters, or of which `word` is a part, as `TERM` is of `SIGTERM`.
    public static String to(String word, Collection<String> allowed) {
        if (word.length() > LONGEST) {
            return "";
        }
        var meant = word.toLowerCase(Locale.ROOT);
        return allowed.stream()
                .filter(each -> isNear(meant, each.toLowerCase(Locale.ROOT)))
                .min(Comparator.comparingInt(each -> edits(meant, each.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    private static boolean isNear(String word, String allowed) {
        var part = word.length() > 2 && allowed.contains(word);
        return part || edits(word, allowed) <= allowed.length() / 3;
    }

    /// How many letters must be put in, taken out, replaced, or swapped with their neighbour.
    static int edits(String from, String to) {
        var rows = new int[from.length() + 1][to.length() + 1];
        for (var i = 0; i <= from.length(); i++) {
            for (var j = 0; j <= to.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : fewest(rows, from, to, i, j);
            }
        }
        return rows[from.length()][to.length()];
    }

    private static int fewest(int[][] rows, String from, String to, int i, int j) {
        var replaced = rows[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        var fewest = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        var swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(fewest, rows[i - 2][j - 2] + 1) : fewest;
    }
}

package dev.signalbox.log;

import java.util.Arrays;

/// Finds a word among bytes, as Horspool does it.
final class ByteSearch {
    private final byte[] low;
    private final byte[] high;
    private final int[] skips = new int[256];

    /// @param matchCase whether letters of ASCII match themselves only
    ByteSearch(byte[] word, boolean matchCase) {
        low = word.clone();
        high = word.clone();
        if (!matchCase) {
            for (int i = 0; i < word.length; i++) {
                low[i] = word[i] >= 'A' && word[i] <= 'Z' ? (byte) (word[i] + 32) : word[i];
                high[i] = low[i] >= 'a' && low[i] <= 'z' ? (byte) (low[i] - 32) : low[i];
            }
        }
        Arrays.fill(skips, word.length);
        for (int i = 0; i < word.length - 1; i++) {
            skips[low[i] & 0xff] = word.length - 1 - i;
            skips[high[i] & 0xff] = word.length - 1 - i;
        }
    }

    /// Where the word is first at `from` or behind it, and before `to` as a whole; negative if nowhere.
    int find(byte[] bytes, int from, int to) {
        var last = low.length - 1;
        for (int at = from + last; at < to; at += skips[bytes[at] & 0xff]) {
            if ((bytes[at] == low[last] || bytes[at] == high[last]) && isAt(bytes, at - last)) {
                return at - last;
            }
        }
        return -1;
    }

    private boolean isAt(byte[] bytes, int at) {
        for (int i = 0; i < low.length - 1; i++) {
            var each = bytes[at + i];
            if (each != low[i] && each != high[i]) {
                return false;
            }
        }
        return true;
    }
}

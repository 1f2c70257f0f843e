package dev.signalbox.log;

import java.io.IOException;

/// Finds where lines end, from behind.
final class LineEnds {
    private static final int BLOCK = 64 * 1024;

    private LineEnds() {}

    /// The offset after the line end that is the `count`th when counted back from `to`; `from` if there are not
    /// so many between the two.
    static long back(LogContent content, long from, long to, long count) throws IOException {
        var block = new byte[BLOCK];
        var wanted = count;
        for (long end = to; end > from; ) {
            var start = Math.max(from, end - BLOCK);
            var length = (int) (end - start);
            content.readFully(block, length, start);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] == '\n' && --wanted == 0) {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return from;
    }
}

package dev.signalbox.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Counts bytes of one value, eight at a time.
final class ByteCount {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0x7f7f7f7f7f7f7f7fL;
    private static final long EACH = 0x0101010101010101L;

    private ByteCount() {}

    /// How often `wanted` is among the first `length` bytes.
    static int of(byte[] bytes, int length, int wanted) {
        var all = EACH * wanted;
        var count = 0;
        var at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            var different = (long) LONGS.get(bytes, at) ^ all;
            // The highest bit of each byte, if it is zero there.
            count += Long.bitCount(~(((different & LOW) + LOW) | different | LOW));
        }
        for (; at < length; at++) {
            count += bytes[at] == wanted ? 1 : 0;
        }
        return count;
    }
}

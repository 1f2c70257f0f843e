package dev.signalbox.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What one slot of a [SlotFile] says. In the file: the CRC32C of all that follows, the generation, the lengths of
/// key and text, both in UTF-8, and zeros up to the end of the page.
///
/// @param generation higher than that of whatever was written before; zero of a slot that was never written, and
///     less of one that is damaged
/// @param key empty if the record is free from here on
/// @param text `null` if there is none, which is not the same as an empty one
record Slot(long generation, String key, @Nullable String text) {
    static final int BYTES = 4096;
    static final int MOST_KEY = 236;
    static final int MOST_TEXT = 3840;
    private static final int CHECKSUM = Integer.BYTES;
    private static final int NO_TEXT = -1;

    private static final byte[] ZEROS = new byte[BYTES];
    static final Slot UNUSED = new Slot(0, "", null);
    static final Slot DAMAGED = new Slot(-1, "", null);

    /// Returns `key` if a slot can hold it.
    ///
    /// @throws IllegalArgumentException if not
    static String requireKey(String key) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MOST_KEY) {
            throw new IllegalArgumentException(
                    "a key of " + bytes.length + " bytes. Allowed: 1 to " + MOST_KEY + " bytes of UTF-8");
        }
        if (!new String(bytes, StandardCharsets.UTF_8).equals(key)) {
            throw new IllegalArgumentException("a key with half a surrogate pair, which UTF-8 cannot tell");
        }
        return key;
    }

    /// Returns `text` as it will be read: with a question mark for half a surrogate pair, as a text that was cut in
    /// a bad place is better kept than lost.
    ///
    /// @throws IllegalArgumentException if a slot cannot hold it
    static String requireText(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_TEXT) {
            throw new IllegalArgumentException(
                    "a text of " + bytes.length + " bytes. Allowed: at most " + MOST_TEXT + " bytes of UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    byte[] toBytes() {
        var keyBytes = key.getBytes(StandardCharsets.UTF_8);
        var textBytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        var page = ByteBuffer.allocate(BYTES)
                .position(CHECKSUM)
                .putLong(generation)
                .putInt(keyBytes.length)
                .putInt(text == null ? NO_TEXT : textBytes.length)
                .put(keyBytes)
                .put(textBytes);
        return page.putInt(0, checksum(page.array())).array();
    }

    /// What the slot says, or [#DAMAGED].
    static Slot of(byte[] bytes) {
        if (Arrays.equals(bytes, ZEROS)) {
            return UNUSED;
        }
        var page = ByteBuffer.wrap(bytes);
        if (page.getInt() != checksum(bytes)) {
            return DAMAGED;
        }
        var generation = page.getLong();
        var keyLength = page.getInt();
        var textLength = page.getInt();
        // Whoever wrote that has the checksum right, and is not trusted for it.
        if (generation <= 0
                || keyLength < 0
                || keyLength > MOST_KEY
                || textLength < NO_TEXT
                || textLength > MOST_TEXT) {
            return DAMAGED;
        }
        return new Slot(generation, string(page, keyLength), textLength == NO_TEXT ? null : string(page, textLength));
    }

    private static String string(ByteBuffer page, int length) {
        var bytes = new byte[length];
        page.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, CHECKSUM, BYTES - CHECKSUM);
        return (int) crc.getValue();
    }
}

package dev.signalbox.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Bytes that are nearly always text in UTF-8, as the names and values of variables, which come to a program as
/// they are. A byte that belongs to no letter is kept as the half of a surrogate pair, from U+DC80 to U+DCFF, which
/// no text has. Python does the same and calls it `surrogateescape`.
public final class RawText {
    private static final char ESCAPE = 0xDC00;
    private static final int FIRST = 0x80;
    private static final int LAST = 0xFF;

    private RawText() {}

    /// The text of these bytes, whatever they are.
    public static String of(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        for (var result = decoder.decode(in, out, true); result.isError(); result = decoder.decode(in, out, true)) {
            for (var i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + Byte.toUnsignedInt(in.get())));
            }
            decoder.reset();
        }
        return out.flip().toString();
    }

    /// The bytes that `text` was made of.
    public static byte[] bytes(String text) {
        var out = new ByteArrayOutputStream(text.length());
        var done = 0;
        for (var i = 0; i < text.length(); i++) {
            if (isByte(text, i)) {
                out.writeBytes(text.substring(done, i).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(i) - ESCAPE);
                done = i + 1;
            }
        }
        out.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /// For people, and as it looks in what a program has written: with U+FFFD for what is no letter.
    public static String shown(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    private static boolean isByte(String text, int at) {
        var escaped = text.charAt(at) - ESCAPE;
        return escaped >= FIRST && escaped <= LAST && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}

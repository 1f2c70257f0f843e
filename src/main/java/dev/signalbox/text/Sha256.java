package dev.signalbox.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Stands for what is not to be told, or is too long: the same for the same, and in all likelihood for nothing else.
public final class Sha256 {
    private Sha256() {}

    /// In 64 hexadecimal digits.
    public static String of(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// In 64 hexadecimal digits.
    ///
    /// @param bytes read to their end
    public static String of(ByteBuffer bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

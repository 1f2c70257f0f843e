package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the files of a workspace, its own and those with variables, held at some moment. Two are equal if the
/// same files held the same then. Nothing of what they held can be told from it in words.
public final class Fingerprint {
    /// Of a file that could not be read.
    private static final String UNREADABLE = "";

    private final Map<Path, String> hashes;

    private Fingerprint(Map<Path, String> hashes) {
        this.hashes = new TreeMap<>(hashes);
    }

    /// Takes the fingerprint of what is read, while it is read: what counts is what the workspace was made of.
    static final class Collector {
        private final Map<Path, String> hashes = new LinkedHashMap<>();

        void add(Path file, byte[] bytes) {
            hashes.put(file.toAbsolutePath().normalize(), hash(bytes));
        }

        Fingerprint fingerprint() {
            return new Fingerprint(hashes);
        }
    }

    /// What the same files hold now. Blocks on the file system.
    public Fingerprint now() {
        var fresh = new LinkedHashMap<Path, String>();
        hashes.keySet().forEach(file -> fresh.put(file, hash(file)));
        return new Fingerprint(fresh);
    }

    private static String hash(Path file) {
        // A pipe in the place of a file would let its reader wait.
        if (!Files.isRegularFile(file)) {
            return UNREADABLE;
        }
        try (var in = Files.newInputStream(file)) {
            return hash(in.readNBytes(SourceText.MOST_BYTES + 1));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint that && hashes.equals(that.hashes);
    }

    @Override
    public int hashCode() {
        return hashes.hashCode();
    }

    @Override
    public String toString() {
        return "fingerprint of " + hashes.keySet();
    }
}

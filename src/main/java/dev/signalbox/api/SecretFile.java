package dev.signalbox.api;

import dev.signalbox.trust.PinnedFile;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads files with secrets of the API's. Such a file must be the engine's user's or root's, who alone may read it,
/// and nobody else may put another in its place. Of a link what it leads to counts, as secrets of Kubernetes and
/// systemd are links.
final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final int MOST_BYTES = 1024 * 1024;
    private static final long ROOT = 0;
    private static final int OTHERS_AND_WRITING_GROUP = 0027;
    private static final int GROUP_AND_OTHERS = 0077;
    private static final int RIGHTS = 0777;

    private SecretFile() {}

    /// What the file holds.
    ///
    /// @param what it is, for people: "token"
    /// @param shared whether root may let a group read it, as the group `ssl-cert` reads keys. For an engine that
    ///     is not root's he may anyhow: how else would he hand it over
    /// @throws IOException if it is not as it should be, with a message for people that says what mends it
    static byte[] read(String what, Path file, boolean shared) throws IOException {
        var path = file.toAbsolutePath();
        try (var pinned = PinnedFile.of(path)) {
            if (!pinned.attributes().isRegularFile()) {
                throw new IOException("the " + what + " " + file + " is no regular file. Allowed: a file");
            }
            var trust = Trust.ofThisProgram();
            check(what, path, pinned, shared, trust);
            checkWay(what, path, trust);
            try (var in = pinned.read()) {
                return in.readNBytes(MOST_BYTES);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("the " + what + " " + file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("the " + what + " " + file + " cannot be read: no permission", e);
        }
    }

    private static void check(String what, Path file, PinnedFile pinned, boolean shared, Trust trust)
            throws IOException {
        var found = pinned.attributes("unix:uid,mode");
        var owner = Integer.toUnsignedLong((int) Objects.requireNonNull(found.get("uid")));
        var mode = (int) Objects.requireNonNull(found.get("mode")) & RIGHTS;
        if (owner != ROOT && owner != trust.user()) {
            throw new IOException("the " + what + " " + file + " belongs to user " + trust.name(owner)
                    + ". Allowed: what belongs to root or user " + trust.name(trust.user()) + "; chown "
                    + trust.name(trust.user()) + " " + Trust.word(file));
        }
        var handedOver = owner == ROOT && (shared || !trust.isRoot());
        if ((mode & (handedOver ? OTHERS_AND_WRITING_GROUP : GROUP_AND_OTHERS)) != 0) {
            throw new IOException("the " + what + " " + file + " can be read by others (" + text(mode)
                    + "). Allowed: rw-------; chmod 600 " + Trust.word(file));
        }
    }

    private static String text(int mode) {
        var text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return text.toString();
    }

    private static void checkWay(String what, Path path, Trust trust) throws IOException {
        for (var doubt : trust.doubts(path)) {
            var text = doubt.found() + ", and so can put another " + what + " in the place of " + path;
            if (trust.isRoot()) {
                throw new IOException(text + ". Allowed: what root alone can change; " + doubt.cure(true));
            }
            LOG.warn("{}; {}", text, doubt.cure(false));
        }
    }
}

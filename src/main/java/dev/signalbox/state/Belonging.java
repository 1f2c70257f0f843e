package dev.signalbox.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whose a state folder is: the workspace file's path in its file `workspace`, and its `id`. Both are changed by who
/// has the folder's [EngineLock].
///
/// @param root the folder
record Belonging(Path root) {
    /// In hexadecimal digits.
    static final int ID_LENGTH = 32;

    private static final String NO_PATH = "";
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{" + ID_LENGTH + "}");

    /// The path of the workspace's file as it was named at first, or moved to; empty if nobody has written it.
    String path() {
        try {
            return writtenPath();
        } catch (IOException e) {
            return NO_PATH;
        }
    }

    /// The same, where it matters that it was not written.
    private String writtenPath() throws IOException {
        try {
            return read(root.resolve("workspace")).stripTrailing();
        } catch (NoSuchFileException e) {
            return NO_PATH;
        }
    }

    /// Bytes that are no text become characters that nothing of ours has.
    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Whether the folder is called as one that is made for this path.
    boolean isCalledFor(Path named) {
        return key().endsWith("-" + StateFolder.hash(named));
    }

    /// Whether an earlier version has made the folder, for this real path.
    boolean isEarlierFor(Path real) {
        return key().endsWith("-" + StateFolder.earlierHash(real)) && path().isEmpty();
    }

    /// Whether its name is that of a path which is not its own any more.
    boolean wentFrom(Path named) {
        return Files.exists(moved()) && !path().equals(named.toString());
    }

    /// Makes the folder that of this path, and gives it an id if it has none. What an earlier version has made is
    /// taken over by that: it stays where it is, as its processes write into it. A kill at any moment leaves what
    /// the next call completes.
    ///
    /// @param named of the workspace's file
    void claim(Path named) throws IOException {
        var path = writtenPath();
        // One that was copied says something else than its name. Its id is that of where it comes from.
        var copied = !path.isEmpty() && isCalledFor(named) && !path.equals(named.toString());
        if (id() == null) {
            keep(root.resolve("id"));
            mint();
        } else if (copied) {
            mint();
        }
        if (path.isEmpty() || copied) {
            write(named);
        }
    }

    /// Makes the folder that of another path: its file was moved there. It stays where it is, as processes write
    /// into it.
    void moveTo(Path named) throws IOException {
        PrivateFiles.replaceDurably(moved(), "");
        write(named);
    }

    private void write(Path named) throws IOException {
        PrivateFiles.replaceDurably(root.resolve("workspace"), named + "\n");
    }

    /// Makes it the folder of no file.
    void putAside() throws IOException {
        PrivateFiles.move(root.resolve("workspace"), root.resolve("workspace.aside"));
        var aside = root.resolveSibling(key() + ".aside");
        for (var i = 2; Files.exists(aside); i++) {
            aside = root.resolveSibling(key() + ".aside" + i);
        }
        PrivateFiles.move(root, aside);
    }

    private Path moved() {
        return root.resolve("moved");
    }

    private void mint() throws IOException {
        var id = new byte[ID_LENGTH / 2];
        new SecureRandom().nextBytes(id);
        PrivateFiles.replaceDurably(root.resolve("id"), HexFormat.of().formatHex(id) + "\n");
    }

    /// Keeps a damaged file for people to look at.
    private static void keep(Path file) throws IOException {
        try {
            Files.copy(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // It never was.
        }
    }

    /// `null` if there is none, or it is damaged.
    ///
    /// @throws IOException if it cannot be read: there may be one, by which processes are known
    private @Nullable String id() throws IOException {
        try {
            var text = read(root.resolve("id")).strip();
            return ID.matcher(text).matches() ? text : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// What tells its processes from others.
    Identity identity() throws IOException {
        var id = id();
        var path = writtenPath();
        if (id == null || path.isEmpty()) {
            throw new IOException("what tells its services' processes from others cannot be read in " + root);
        }
        var named = Path.of(path);
        var real = StateFolder.real(path);
        return new Identity(
                id,
                StateFolder.hash(named),
                root,
                isCalledFor(named) ? null : key(),
                StateFolder.earlierHash(real == null ? named : real));
    }

    private String key() {
        return root.getFileName().toString();
    }
}

package dev.signalbox.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that only their owner can read: logs and run records may hold what others should not
/// see.
public final class PrivateFiles {
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /// Makes `folder`, and those above it, with mode 0700. One that exists gets that mode.
    public static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        Files.setPosixFilePermissions(folder, FOLDER);
        return folder;
    }

    /// Makes an empty file with mode 0600 unless it exists. Returns `file`.
    ///
    /// @throws IOException if it is something else than a file, as a link that leads elsewhere
    public static Path create(Path file) throws IOException {
        if (isThere(file)) {
            return file;
        }
        try {
            return Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException e) {
            // Another one was quicker, or it is something else.
            if (isThere(file)) {
                return file;
            }
            throw new IOException(file + " is no file, but a link or the like. Allowed: a file, or none", e);
        }
    }

    private static boolean isThere(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Replaces the text of `file`, or makes it: after a crash it has the old text or the new one, if not always
    /// the last that was written.
    public static void replace(Path file, String text) throws IOException {
        move(write(file, text, false), file);
    }

    /// Replaces the text of `file`, or makes it, and returns when a crash cannot undo that.
    public static void replaceDurably(Path file, String text) throws IOException {
        move(write(file, text, true), file);
        forceFolderOf(file);
    }

    private static Path write(Path file, String text, boolean force) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        // No channel, which an interrupt would close: an operation that is asked to stop shall not fail by its disk.
        try (var out = new FileOutputStream(create(fresh).toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            if (force) {
                out.getFD().sync();
            }
        }
        return fresh;
    }

    /// Puts `from` in the place of `to`, in one step: whoever looks finds the one or the other.
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Makes the names in the folder of `file` durable.
    public static void forceFolderOf(Path file) throws IOException {
        try (var folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}

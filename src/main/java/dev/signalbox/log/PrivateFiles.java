package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    public static Path create(Path file) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        try {
            return Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException e) {
            // Another one was quicker.
            return file;
        }
    }
}

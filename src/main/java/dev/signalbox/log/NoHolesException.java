package dev.signalbox.log;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// A file system that cannot free the beginning of a file.
final class NoHolesException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NoHolesException(Path file) {
        super(
                file.toString(),
                null,
                "its file system cannot free the beginning of a file, so it grows until its service is started anew");
    }
}

package dev.signalbox.trust;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The kernel's way to hold a file without opening it, for which Java has no word.
final class Pins {
    private static final int O_PATH = 0x200000; // on x86 and ARM
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;

    private Pins() {}

    /// `open(2)` with `O_PATH`, which never waits and does nothing to what it opens; no program inherits it.
    ///
    /// @return its number
    /// @throws IOException why not, as Java tells it
    static int open(Path file) throws IOException {
        var number = CLibrary.open(file, O_PATH);
        if (number < 0) {
            throw failure(file, -number);
        }
        return number;
    }

    private static IOException failure(Path file, int error) {
        return switch (error) {
            case ENOENT, ENOTDIR -> new NoSuchFileException(file.toString());
            case EACCES -> new AccessDeniedException(file.toString());
            default -> new FileSystemException(file.toString(), null, CLibrary.text(error));
        };
    }
}

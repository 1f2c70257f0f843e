package dev.signalbox.trust;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/// What is in the place of a file at some moment, held fast: it stays the same one, whatever is put in its place, so
/// that what was looked at is what is read. To hold it waits for nobody, as the opening of a pipe would, and does
/// nothing to it, as the opening of a device may. Not thread safe.
public final class PinnedFile implements AutoCloseable {
    private final int number;

    private PinnedFile(int number) {
        this.number = number;
    }

    /// Holds what is there now; of a link, what that leads to.
    ///
    /// @throws IOException if there is nothing, or it may not be looked at
    public static PinnedFile of(Path file) throws IOException {
        return new PinnedFile(Pins.open(file));
    }

    private Path path() {
        return Path.of("/proc/self/fd/" + number);
    }

    /// What it is.
    public BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path(), BasicFileAttributes.class);
    }

    /// More of what it is.
    ///
    /// @param names of attributes, such as `unix:uid,mode`
    public Map<String, Object> attributes(String names) throws IOException {
        return Files.readAttributes(path(), names);
    }

    /// Opens it, which is for regular files: of anything else it may wait.
    ///
    /// @throws IOException if it may not be read
    public InputStream read() throws IOException {
        return Files.newInputStream(path());
    }

    @Override
    public void close() {
        CLibrary.close(number);
    }
}

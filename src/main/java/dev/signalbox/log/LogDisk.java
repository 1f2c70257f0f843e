package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;

/// The steps of a rotation that change the disk. Each is durable when it returns, and a crash between two of them
/// neither loses a byte nor leaves one in two places.
interface LogDisk {

    /// Looks whether [#free] can work where `fresh` is, which does not exist before and after.
    ///
    /// @throws NoHolesException if it cannot
    void requireHoles(Path fresh) throws IOException;

    /// Copies a part of `log`, compressed, to the new file `fresh`. Leaves nothing if it fails.
    void copy(Path log, long from, long to, Path fresh) throws IOException;

    /// Gives a complete copy its name.
    void publish(Path fresh, Path rotated) throws IOException;

    /// Notes where `log` begins from now on.
    void record(Path log, Head head) throws IOException;

    /// Frees the part of `log` before the offset `end`.
    void free(Path log, long end) throws IOException;

    /// Where something was written to `log` next, at `from` or behind it; changes nothing.
    long data(Path log, long from) throws IOException;

    void delete(Path rotated) throws IOException;
}

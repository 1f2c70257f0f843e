package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;

/// What the file system of a folder of logs can do.
public final class LogFolder {
    private LogFolder() {}

    /// Whether the beginning of a file there can be freed, so that services may write to their logs themselves.
    /// Tries it on a small file.
    ///
    /// @throws IOException if that cannot be found out
    public static boolean hasHoles(Path folder) throws IOException {
        return hasHoles(folder, new SystemDisk(Holes::punch));
    }

    static boolean hasHoles(Path folder, LogDisk disk) throws IOException {
        try {
            disk.requireHoles(folder.resolve("holes.trying"));
            return true;
        } catch (NoHolesException e) {
            return false;
        }
    }
}

package dev.signalbox.log;

import java.nio.file.Path;

/// The files that hold one service's output, written by the kernel in the service's name.
///
/// @param out standard output
/// @param err standard error
/// @param notes when how much had been written to the two, see `LogNotes`
public record LogFiles(Path out, Path err, Path notes) {

    /// The files of `service` in `folder`.
    public static LogFiles in(Path folder, String service) {
        return new LogFiles(
                folder.resolve(service + ".out.log"),
                folder.resolve(service + ".err.log"),
                folder.resolve(service + ".notes"));
    }
}

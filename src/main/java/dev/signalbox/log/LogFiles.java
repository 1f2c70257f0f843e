package dev.signalbox.log;

import dev.signalbox.text.FileNames;
import java.nio.file.Path;

/// The files that hold one service's output, written by the kernel in the service's name, or for it
/// by log-writer processes, see [Segments].
///
/// @param out standard output
/// @param err standard error
/// @param notes when how much had been written to the two, see `LogNotes`
public record LogFiles(Path out, Path err, Path notes) {
    /// As long as the other one.
    private static final String OUT = ".out.log";
    private static final String ERR = ".err.log";
    private static final String NOTES = ".notes";

    /// The files of `service` in `folder`.
    public static LogFiles in(Path folder, String service) {
        return called(folder, FileNames.of(service));
    }

    private static LogFiles called(Path folder, String name) {
        return new LogFiles(folder.resolve(name + OUT), folder.resolve(name + ERR), folder.resolve(name + NOTES));
    }

    /// The files of the service that `log`, one of the two, is of.
    static LogFiles of(Path log) {
        var name = log.getFileName().toString();
        return called(log.resolveSibling(""), name.substring(0, name.length() - OUT.length()));
    }

    /// How much was written to the output, which its offsets count to.
    public long outLength() {
        return Segments.length(out);
    }

    /// How much was written to the errors.
    public long errLength() {
        return Segments.length(err);
    }

    /// Says, if it is there, that the service is to write by a pipe, as it empties files.
    public Path piped() {
        return notes.resolveSibling(FileNames.of(service()) + ".piped");
    }

    /// The service that they are of.
    public String service() {
        var name = notes.getFileName().toString();
        return FileNames.name(name.endsWith(NOTES) ? name.substring(0, name.length() - NOTES.length()) : name);
    }
}

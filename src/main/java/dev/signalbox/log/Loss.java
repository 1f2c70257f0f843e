package dev.signalbox.log;

import java.nio.file.Path;

/// Something that others did to a log file while its service wrote, so that some of its output is not in the log.
///
/// @param file one of the two in [LogFiles]
/// @param bytes of it that are gone as they were seen last, and were not rotated; maybe some more
public record Loss(Path file, Kind kind, long bytes) {
    /// What was done.
    public enum Kind {
        EMPTIED,
        DELETED,
        REPLACED
    }

    /// What comes of it.
    public enum Sequel {
        /// The log goes on.
        GOES_ON(""),
        ANEW("; a new file was begun"),
        /// Nothing reaches the log up to the service's next start.
        NEXT_START("; what its service writes is kept again from the next start on"),
        /// An empty file is emptied once more, up to the service's next start.
        PIPE("; a program that writes to /dev/stdout or /dev/stderr by name does that, so from the next start on a"
                + " pipe stands between");

        private final String text;

        /// Whether something is wrong up to the service's next start.
        boolean lasts() {
            return this == NEXT_START || this == PIPE;
        }

        Sequel(String text) {
            this.text = text;
        }
    }

    /// Decides what comes of a loss, and does what is to be done.
    public interface Cure {
        /// Called at once, while no output is noted.
        Sequel of(Loss loss);

        /// Up to which offset in the file the service wrote itself the last time that it did, by the output that it was
        /// started with; negative if that is not known. A file that is shorter was emptied since.
        default long written(Path file) {
            return -1;
        }
    }

    String text(Sequel sequel) {
        var name = file.getFileName();
        var what = switch (kind) {
            case EMPTIED -> String.format("%s was emptied: at least %,d bytes are lost", name, bytes);
            case DELETED -> name + " was deleted or moved away";
            case REPLACED -> name + " was replaced by another file";
        };
        return what + sequel.text;
    }
}

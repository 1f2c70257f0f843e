package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What was to be read of a log has been rotated, given up or cut since it was looked at. To look again helps.
final class NotKeptException extends IOException {
    private static final long serialVersionUID = 1L;

    NotKeptException(Path log, @Nullable Throwable cause) {
        super(log.getFileName() + " was rotated while it was read", cause);
    }
}

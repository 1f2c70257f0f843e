package dev.signalbox.driver.process;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out once whether logs can be rotated in place. Safe to use from any thread.
final class HolesProbe {
    private static final Logger LOG = LoggerFactory.getLogger(HolesProbe.class);

    interface Attempt {
        boolean succeedsIn(Path folder) throws IOException;
    }

    private final Path folder;
    private final Attempt attempt;
    private @Nullable Boolean found;

    HolesProbe(Path folder, Attempt attempt) {
        this.folder = folder;
        this.attempt = attempt;
    }

    /// Whether they can, or it cannot be found out now.
    synchronized boolean found() {
        if (found == null) {
            try {
                found = attempt.succeedsIn(folder);
            } catch (IOException e) {
                LOG.warn("it cannot be found out whether logs can be rotated in place: {}", e.toString());
                return true;
            }
            if (!found) {
                LOG.info("the file system of the logs has no holes: services write through log-writer processes");
            }
        }
        return found;
    }
}

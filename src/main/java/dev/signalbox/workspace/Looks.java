package dev.signalbox.workspace;

import dev.signalbox.time.SideThread;
import dev.signalbox.time.SideThread.HangsException;
import dev.signalbox.time.SideThreads;
import java.nio.file.Path;
import java.time.Duration;

/// Looks at what a workspace names. That may be where the server of its files is gone, so each look is over after
/// some seconds, and while one hangs nothing else of the same place is looked at.
final class Looks {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /// Another limit, of looks that this thread waits for.
    static final ScopedValue<Duration> PATIENCE = ScopedValue.newInstance();

    /// Of all that this program reads, as what hangs outlives the reading.
    private static final SideThreads PLACES = new SideThreads();

    private Looks() {}

    /// What `look` finds at `path`.
    ///
    /// @throws HangsException if that is not known within some seconds
    static <T, X extends Exception> T at(Path path, SideThread.Call<T, X> look) throws X, HangsException {
        try {
            return PLACES.at(path).within(PATIENCE.orElse(LIMIT), "looking at " + path, path, look, _ -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at " + path, e);
        }
    }
}

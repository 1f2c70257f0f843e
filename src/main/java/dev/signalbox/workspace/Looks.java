package dev.signalbox.workspace;

import dev.signalbox.time.SideThread;
import dev.signalbox.time.SideThread.HangsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at what a workspace names. That may be where the server of its files is gone, so each look is over after
/// some seconds, and while one hangs nothing else of the same place is looked at.
final class Looks {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /// Where a line of it has the folder.
    private static final int MOUNTED_AT = 4;

    /// By what hangs together. Of all that this program reads, as what hangs outlives the reading.
    private static final Map<Path, SideThread> PLACES = new ConcurrentHashMap<>();

    private Looks() {}

    /// What `look` finds at `path`.
    ///
    /// @throws HangsException if that is not known within some seconds
    static <T, X extends Exception> T at(Path path, SideThread.Call<T, X> look) throws X, HangsException {
        var place = place(path);
        var side = PLACES.computeIfAbsent(place, _ -> new SideThread());
        try {
            var found = side.within(LIMIT, "looking at " + path, path, look, _ -> PLACES.remove(place, side));
            PLACES.remove(place, side);
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at " + path, e);
        }
    }

    /// The file system that a path leads into, or the path itself where that is the whole machine's.
    private static Path place(Path path) {
        var place = Path.of("/");
        try {
            for (var line : Files.readAllLines(MOUNTS)) {
                var mounted = Path.of(line.split(" ", MOUNTED_AT + 2)[MOUNTED_AT].replace("\\040", " "));
                if (path.toAbsolutePath().normalize().startsWith(mounted)
                        && mounted.getNameCount() > place.getNameCount()) {
                    place = mounted;
                }
            }
        } catch (IOException e) {
            return path; // then each hangs for itself
        }
        return place.getNameCount() == 0 ? path : place;
    }
}

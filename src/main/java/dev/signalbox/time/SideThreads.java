package dev.signalbox.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A [SideThread] for each place that hangs as a whole: a file system, or a path of its own where that is the whole
/// machine's. So what hangs in one place keeps nobody from looking at another. Safe to use from any thread.
public final class SideThreads {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /// Where a line of it has the folder.
    private static final int MOUNTED_AT = 4;

    private final Map<Path, SideThread> places = new ConcurrentHashMap<>();

    /// Where calls that use `path` are made.
    public SideThread at(Path path) {
        return places.computeIfAbsent(place(path), _ -> new SideThread());
    }

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

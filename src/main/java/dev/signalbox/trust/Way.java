package dev.signalbox.trust;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All that the kernel passes on its way to a file: the folders from the root on, the links, and the folders that
/// those lead through.
///
/// @param places in the order in which they are passed, each once
/// @param whole whether the file itself is the last of them; if not, the last folder that there is
record Way(List<Place> places, boolean whole) {
    /// The kernel follows no more.
    private static final int MOST_LINKS = 40;

    private static final Path UP = Path.of("..");

    Way {
        places = List.copyOf(places);
    }

    /// Goes the way to `file`. Blocks on the file system.
    ///
    /// @param file absolute
    /// @throws IOException if not all of it may be looked at, or links lead round in a circle
    static Way to(Path file) throws IOException {
        var root = file.getRoot();
        var places = new ArrayList<Place>();
        var passed = new HashSet<Path>();
        var rest = new ArrayDeque<Path>();
        ahead(rest, file);
        add(places, passed, look(root));
        var links = 0;
        for (var here = root; !rest.isEmpty(); ) {
            var name = rest.removeFirst();
            if (name.equals(UP)) {
                here = here.getParent() == null ? root : here.getParent();
                continue;
            }
            Place place;
            try {
                place = look(here.resolve(name));
            } catch (NoSuchFileException e) {
                return new Way(places, false);
            }
            add(places, passed, place);
            if (!place.isLink()) {
                here = place.path();
            } else if (++links > MOST_LINKS) {
                throw new IOException(file + " leads through too many links");
            } else {
                var target = Files.readSymbolicLink(place.path());
                ahead(rest, target);
                here = target.isAbsolute() ? root : here;
            }
        }
        return new Way(places, true);
    }

    private static void ahead(Deque<Path> rest, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            var name = path.getName(i);
            if (!name.toString().isEmpty() && !name.toString().equals(".")) {
                rest.addFirst(name);
            }
        }
    }

    private static void add(List<Place> places, HashSet<Path> passed, Place place) {
        if (passed.add(place.path())) {
            places.add(place);
        }
    }

    private static Place look(Path path) throws IOException {
        try {
            var found = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
            return new Place(path, number(found.get("uid")), number(found.get("gid")), (int) number(found.get("mode")));
        } catch (AccessDeniedException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            // A file stands where a folder should: to whoever opens it, that is nothing.
            throw (IOException) new NoSuchFileException(path.toString()).initCause(e);
        }
    }

    /// Users and groups are signed to Java.
    private static long number(@Nullable Object found) {
        return Integer.toUnsignedLong((int) Objects.requireNonNull(found));
    }
}

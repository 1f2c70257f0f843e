package dev.signalbox.trust;

import java.nio.file.Path;

/// What is in one place on the way to a file, as `lstat(2)` tells it.
///
/// @param path absolute, and without links but itself
/// @param owner by number
/// @param group by number
/// @param mode with the kind in it
record Place(Path path, long owner, long group, int mode) {
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    boolean isFolder() {
        return (mode & KIND) == FOLDER;
    }

    boolean isLink() {
        return (mode & KIND) == LINK;
    }

    /// Whether each name in it can be changed by the owner of what it names only, beside the folder's own.
    boolean isSticky() {
        return isFolder() && (mode & STICKY) != 0;
    }

    /// Where there is an access list this is the most that it gives to anybody but the owner and others.
    boolean groupWrites() {
        return (mode & GROUP_WRITES) != 0;
    }

    boolean othersWrite() {
        return (mode & OTHERS_WRITE) != 0;
    }
}

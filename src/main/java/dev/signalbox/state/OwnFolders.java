package dev.signalbox.state;

import dev.signalbox.trust.Doubt;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Has folders be this user's own. A program of root's would write for whoever can put a link in one.
record OwnFolders(Trust trust) {
    static OwnFolders ofThisProgram() throws IOException {
        return new OwnFolders(Trust.ofThisProgram());
    }

    /// Makes a folder, or takes one that is there if it is this user's.
    ///
    /// @throws IOException if it is not, or somebody else could change it, with a message for people
    void make(Path folder) throws IOException {
        requireSafe(folder);
        if (Files.notExists(folder)) {
            PrivateFiles.folder(folder);
            requireSafe(folder); // it may be somebody else's by now
        }
        requireOwn(folder);
        PrivateFiles.folder(folder);
    }

    /// Makes sure, for root, that nobody else can change a folder or the way to it.
    void requireSafe(Path folder) throws IOException {
        var doubts = trust.isRoot() ? trust.doubts(folder) : List.<Doubt>of();
        if (!doubts.isEmpty()) {
            throw new IOException(doubts.getFirst().found() + ", and could have root write anywhere. Allowed: what root"
                    + " alone can change; XDG_STATE_HOME names another folder, as sudo -H does, or "
                    + doubts.getFirst().cure(true));
        }
    }

    /// Makes sure that something belongs to this user.
    void requireOwn(Path path, LinkOption... options) throws IOException {
        var owner = Integer.toUnsignedLong((int) Files.getAttribute(path, "unix:uid", options));
        if (owner != trust.user()) {
            throw new IOException(path + " belongs to user " + trust.name(owner) + ". Allowed: what belongs to user "
                    + trust.name(trust.user()) + "; XDG_STATE_HOME names another folder");
        }
    }
}

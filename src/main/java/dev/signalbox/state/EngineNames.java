package dev.signalbox.state;

import java.nio.file.Path;

/// The names by which engines are seen from outside of their state folder. They tell by hashes whose they are, and
/// which user's: each user has names of his own.
final class EngineNames {
    private EngineNames() {}

    /// For the path of the workspace's file, as it was named.
    static String ofPath(long user, Path named) {
        return name(user, "path", named.toString());
    }

    /// For the workspace's file itself.
    static String ofFile(long user, Path real) {
        return name(user, "file", real.toString());
    }

    /// For the id of the state folder, which nobody else is to know.
    static String ofId(long user, String id) {
        return name(user, "id", id);
    }

    private static String name(long user, String kind, String text) {
        return "signalbox/" + user + "/" + kind + "/" + StateFolder.hash(text);
    }
}

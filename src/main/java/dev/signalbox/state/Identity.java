package dev.signalbox.state;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What tells the processes that are started over a state folder from all others.
///
/// @param id of the folder, by chance and known to its owner and its processes only
/// @param path stands for the workspace file's path, as it was named
/// @param folder the state folder
/// @param earlierKey what an earlier version has marked this folder's processes with; `null` if none can have
/// @param earlierPath what the marks end with that an earlier version gives to processes of this file, over whatever
///     folder
public record Identity(
        String id, String path, Path folder, @Nullable String earlierKey, String earlierPath) {

    /// What the marks of its processes begin with. Has no `:`.
    public String key() {
        return id + "." + path;
    }
}

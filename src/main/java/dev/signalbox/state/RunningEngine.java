package dev.signalbox.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/// Finds the engine that runs on a workspace, over whatever state folder.
public final class RunningEngine {
    private RunningEngine() {}

    /// The engine of this user.
    ///
    /// @param named the absolute path of the workspace's file
    /// @return its process; empty if none can be seen
    public static OptionalLong on(Path named) throws IOException {
        var user = OpenSockets.user(OpenSockets.PROC.resolve("self"));
        var path = NamedPath.clean(named);
        var sockets =
                OpenSockets.named(Set.of(EngineNames.ofPath(user, path), EngineNames.ofFile(user, path.toRealPath())));
        return sockets.isEmpty() ? OptionalLong.empty() : OpenSockets.holder(user, sockets);
    }

    /// Whether an engine has a state folder, as the folder's lock says. One that was refused has left a folder too.
    ///
    /// @param engine its process
    public static boolean isOver(StateFolder state, long engine) {
        try {
            return Files.readString(state.root().resolve("lock")).startsWith("process " + engine + ",");
        } catch (IOException e) {
            return false;
        }
    }
}

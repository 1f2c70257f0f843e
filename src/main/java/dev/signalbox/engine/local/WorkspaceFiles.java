package dev.signalbox.engine.local;

import dev.signalbox.service.launch.ServiceUserFiles;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.UserFiles;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Reads workspace files as an engine does that runs their services: what a service's user can change is read with
/// his rights.
public final class WorkspaceFiles {
    private static final UserFiles USERS = new UserFiles() {
        private final ServiceUserFiles files = new ServiceUserFiles();

        @Override
        public long id(String user) throws IOException {
            return files.id(user);
        }

        @Override
        public byte[] read(Path file, String user, int most) throws IOException {
            return files.read(file, user, most);
        }
    };

    private WorkspaceFiles() {}

    /// See [WorkspaceFile#load(Path, Map, UserFiles)].
    public static Workspace load(Path file, Map<String, String> environment) throws InvalidWorkspaceException {
        return WorkspaceFile.load(file, environment, USERS);
    }
}

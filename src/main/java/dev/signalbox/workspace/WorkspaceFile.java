package dev.signalbox.workspace;

import dev.signalbox.state.NamedPath;
import java.nio.file.Path;
import java.util.Map;

/// Reads workspace files, in YAML 1.2 or JSON.
public final class WorkspaceFile {
    private WorkspaceFile() {}

    /// Reads and checks `file`. Folders in it are relative to its own, and
    /// what links lead to is looked up each time they are used. Blocks on the file system; safe from any
    /// thread.
    ///
    /// @param environment what `${env:NAME}` may refer to; with the shell's name of the folder that a relative path
    ///     begins in
    /// @throws InvalidWorkspaceException with all mistakes, also if there is no such file or it cannot be read
    public static Workspace load(Path file, Map<String, String> environment) throws InvalidWorkspaceException {
        var problems = new Problems(file);
        var fingerprint = new Fingerprint.Collector();
        var text = SourceText.read(file, "a YAML or JSON file", fingerprint, problems);
        var root = text == null ? null : YamlTree.parse(text, problems);
        if (root == null) {
            throw problems.failure();
        }
        return new WorkspaceReader(NamedPath.of(file, environment), environment, fingerprint, problems).read(root);
    }
}

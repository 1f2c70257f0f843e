package dev.signalbox.workspace;

import dev.signalbox.state.NamedPath;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Reads workspace files, in YAML 1.2 or JSON.
public final class WorkspaceFile {
    private WorkspaceFile() {}

    /// Reads and checks `file`. Folders in it are relative to its own, and
    /// what links lead to is looked up each time they are used. Blocks on the file system; safe from any
    /// thread.
    ///
    /// To a program of root's it is a mistake if somebody else can change the file, see [Trust].
    ///
    /// @param environment what `${env:NAME}` may refer to; with the shell's name of the folder that a relative path
    ///     begins in
    /// @param users reads what this program does not read for others
    /// @throws InvalidWorkspaceException with all mistakes, also if there is no such file or it cannot be read
    public static Workspace load(Path file, Map<String, String> environment, UserFiles users)
            throws InvalidWorkspaceException {
        return load(file, environment, users, trust(file));
    }

    /// The same for who does not become another user: what is to be read as one is not known then.
    public static Workspace load(Path file, Map<String, String> environment) throws InvalidWorkspaceException {
        return load(file, environment, UserFiles.NONE);
    }

    private static Trust trust(Path file) throws InvalidWorkspaceException {
        try {
            return Trust.ofThisProgram();
        } catch (IOException e) {
            var problems = new Problems(file);
            problems.add(Position.WHOLE_FILE, "whom to trust cannot be found out: " + e.getMessage(), "");
            throw problems.failure();
        }
    }

    /// @param trust who may change what is read
    static Workspace load(Path file, Map<String, String> environment, UserFiles users, Trust trust)
            throws InvalidWorkspaceException {
        var problems = new Problems(file);
        var fingerprint = new Fingerprint.Collector();
        var text = SourceText.read(file, "a YAML or JSON file", fingerprint, problems);
        var named = NamedPath.of(file, environment);
        var writers = new Writers(trust, users);
        if (text != null) {
            writers.check(named, problems);
        }
        var root = text == null || problems.any() ? null : YamlTree.parse(text, problems);
        if (root == null) {
            throw problems.failure();
        }
        return new WorkspaceReader(named, environment, writers, fingerprint, problems).read(root);
    }
}

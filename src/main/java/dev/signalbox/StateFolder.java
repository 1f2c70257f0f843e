package dev.signalbox;

import dev.signalbox.log.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/// Where everything that outlives the console is kept for one workspace: `log` and `run` in it, readable by their
/// owner alone.
///
/// @param root `$XDG_STATE_HOME/signalbox/<name>-<hash>`, with a hash of the workspace file's real path, so that
///     two workspaces of one name do not meet
public record StateFolder(Path root) {

    /// Makes the folders for a workspace, if they are not there.
    ///
    /// @param name the workspace's, fit for a folder
    /// @param file the workspace's file, which exists
    /// @throws IOException if they cannot be made, or belong to somebody else
    public static StateFolder of(String name, Path file, Map<String, String> environment) throws IOException {
        var state = environment.getOrDefault("XDG_STATE_HOME", "");
        var home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        // The specification of base directories: a relative path counts as not set.
        var base = Path.of(state).isAbsolute() ? Path.of(state) : Path.of(home, ".local", "state");
        var folder = new StateFolder(base.resolve("signalbox").resolve(name + "-" + hash(file.toRealPath())));
        PrivateFiles.folder(folder.root);
        PrivateFiles.folder(folder.log());
        PrivateFiles.folder(folder.run());
        return folder;
    }

    private static String hash(Path file) {
        var crc = new CRC32();
        crc.update(file.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /// Where the services' output is.
    public Path log() {
        return root.resolve("log");
    }

    /// Where the services' identities are.
    public Path run() {
        return root.resolve("run");
    }

    /// What tells this workspace's processes from others': the folder's own name.
    public String key() {
        return root.getFileName().toString();
    }
}

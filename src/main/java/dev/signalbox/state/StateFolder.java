package dev.signalbox.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Where everything that outlives the engine is kept for one workspace: `log` and `run` in it, readable by their
/// owner alone.
///
/// @param root `$XDG_STATE_HOME/signalbox/<name>-<hash>`, with a hash of the workspace file's real path, so that
///     two workspaces of one name do not meet; the name is the one that the workspace had at first
public record StateFolder(Path root) {

    /// Makes the folders for a workspace, if they are not there.
    ///
    /// @param name the workspace's, fit for a folder
    /// @param file the workspace's file, which exists
    /// @throws IOException if they cannot be made, or belong to somebody else
    public static StateFolder of(String name, Path file, Map<String, String> environment) throws IOException {
        var base = base(environment);
        try {
            PrivateFiles.folder(base);
            var folder = new StateFolder(find(base, name, hash(file.toRealPath())));
            PrivateFiles.folder(folder.root);
            PrivateFiles.folder(folder.log());
            PrivateFiles.folder(folder.run());
            return folder;
        } catch (IOException e) {
            throw new IOException("the state of services cannot be kept in " + base + ": " + reason(e), e);
        }
    }

    private static Path base(Map<String, String> environment) {
        var state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        var home = Path.of(environment.getOrDefault("HOME", ""));
        // The specification of base directories: a relative path counts as not set.
        var all = state.isAbsolute()
                ? state
                : (home.isAbsolute() ? home : Path.of(System.getProperty("user.home"))).resolve(".local/state");
        return all.resolve("signalbox");
    }

    /// The folder that there is of a workspace. Makes nothing.
    ///
    /// @param file the workspace's file, which exists
    public static Optional<StateFolder> existing(Path file, Map<String, String> environment) throws IOException {
        var hash = hash(file.toRealPath());
        return all(environment).stream()
                .filter(folder -> folder.key().endsWith("-" + hash))
                .findFirst();
    }

    /// The folders that there are of all workspaces.
    public static List<StateFolder> all(Map<String, String> environment) throws IOException {
        var base = base(environment);
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (var folders = Files.list(base)) {
            return folders.sorted().map(StateFolder::new).toList();
        }
    }

    /// Makes the folder of what a window keeps about an engine that it has connected to, if it is not there.
    ///
    /// @param host the engine's name and port
    /// @throws IOException if it cannot be made
    public static Path ofConnection(String host, Map<String, String> environment) throws IOException {
        var base = base(environment);
        var folder = base.resolve("connection-" + host.replaceAll("[^A-Za-z0-9.-]", "_"));
        try {
            PrivateFiles.folder(base);
            PrivateFiles.folder(folder);
            return folder;
        } catch (IOException e) {
            throw new IOException("settings cannot be kept in " + folder + ": " + reason(e), e);
        }
    }

    /// The socket on which the workspace's engine answers, as long as it runs.
    public Path socket() {
        return root.resolve("api.sock");
    }

    /// The folder of an earlier engine, or else a new one. The file is what makes a workspace: had another name
    /// another folder, the services that run would be lost, and two engines could run the same ones.
    private static Path find(Path base, String name, String hash) throws IOException {
        try (var earlier = Files.newDirectoryStream(base, "*-" + hash)) {
            var folders = earlier.iterator();
            return folders.hasNext() ? folders.next() : base.resolve(name + "-" + hash);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Why something failed, where the message would be only a path.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "no permission";
            case NoSuchFileException _ -> "no such folder";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
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

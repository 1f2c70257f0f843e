package dev.signalbox.state;

import dev.signalbox.text.FileNames;
import dev.signalbox.text.Sha256;
import dev.signalbox.time.SideThread;
import dev.signalbox.trust.PinnedFile;
import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Where everything that outlives the engine is kept for one workspace: `log` and `run` in it, readable by their
/// owner alone.
///
/// It is found by the path of the workspace's file as that was named, see [NamedPath]: so it stays the same where a
/// link in the path is moved. A file in it holds that path, and another what tells its processes from those of other
/// folders, see [Belonging].
///
/// @param root `$XDG_STATE_HOME/signalbox/<name>-<hash>`, with a hash of that path, so that two workspaces of one
///     name do not meet; the name is the one that the workspace had at first, as [FileNames] has it. In one that
///     an earlier version has made it is a shorter hash of the file's real path
public record StateFolder(Path root) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int HASH_BYTES = 8;

    /// Whether a folder is there.
    public enum Presence {
        THERE,
        /// It is not, or it is another one by now.
        GONE,
        /// It may not be looked at.
        UNKNOWN
    }

    /// Makes the folders for a workspace, if they are not there.
    ///
    /// @param name the workspace's
    /// @param file the workspace's file, which exists
    /// @throws IOException if they cannot be made, or belong to somebody else
    public static StateFolder of(String name, Path file, Map<String, String> environment) throws IOException {
        var base = base(environment);
        var named = NamedPath.of(file, environment);
        try {
            var own = OwnFolders.ofThisProgram();
            own.make(base);
            var folder = find(base, named).orElseGet(() -> fresh(base, name, named));
            own.make(folder.root);
            own.make(folder.log());
            own.make(folder.run());
            return folder;
        } catch (IOException e) {
            throw cannotKeep(base, e);
        }
    }

    private static IOException cannotKeep(Path base, IOException e) {
        return new IOException("the state of services cannot be kept in " + base + ": " + reason(e), e);
    }

    /// Looks whether state can be kept where this environment says. Makes nothing.
    ///
    /// @throws IOException if somebody else could change it, with a message for people
    public static void check(Map<String, String> environment) throws IOException {
        var base = base(environment);
        try {
            var own = OwnFolders.ofThisProgram();
            own.requireSafe(base);
            if (Files.exists(base)) {
                own.requireOwn(base);
            }
        } catch (IOException e) {
            throw cannotKeep(base, e);
        }
    }

    /// What others can do to this folder, though it is this user's own, for people. Nothing to root's, which is
    /// refused then.
    public List<String> warnings() throws IOException {
        return Trust.ofThisProgram().doubts(root).stream()
                .map(doubt -> doubt.found() + ", and so can put another state folder in the place of " + root + "; "
                        + doubt.cure(false))
                .toList();
    }

    /// Makes sure that who answers at [#socket] is this user's engine: others would answer what they like.
    ///
    /// @throws IOException if it can be somebody else, with a message for people
    public void requireOwnEngine() throws IOException {
        var own = OwnFolders.ofThisProgram();
        try {
            own.requireSafe(root);
            own.requireOwn(root.resolveSibling(""));
            own.requireOwn(root);
            if (Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)) {
                own.requireOwn(socket(), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new IOException(
                    "an engine over " + root + " is not believed: " + reason(e) + ". Its own user can ask it (sudo -u)",
                    e);
        }
    }

    /// One that was moved on to another file may have the name that is due.
    private static StateFolder fresh(Path base, String name, Path named) {
        var own = FileNames.of(name);
        var folder = base.resolve(own + "-" + hash(named));
        for (var i = 2; Files.exists(folder); i++) {
            folder = base.resolve(own + "-" + i + "-" + hash(named));
        }
        return new StateFolder(folder);
    }

    private static Path base(Map<String, String> environment) throws IOException {
        return base(environment, System.getProperty("user.home", ""));
    }

    /// @param listed the home that the machine's list of users has for this one, as Java tells it: `?` for none
    static Path base(Map<String, String> environment, String listed) throws IOException {
        // The specification of base directories: a relative path counts as not set.
        var state = folder("XDG_STATE_HOME", environment.getOrDefault("XDG_STATE_HOME", ""));
        if (state.isPresent()) {
            return state.get().resolve("signalbox");
        }
        return folder("HOME", environment.getOrDefault("HOME", ""))
                .or(() -> Optional.of(Path.of(listed)).filter(Path::isAbsolute))
                .orElseThrow(
                        () -> new IOException("there is no folder to keep the state of services in: HOME is not set,"
                                + " and the list of users has no home for this one; set HOME, or XDG_STATE_HOME"))
                .resolve(".local/state/signalbox");
    }

    private static Optional<Path> folder(String variable, String path) throws IOException {
        try {
            return Optional.of(Path.of(path)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            throw new IOException("the state of services cannot be kept where " + variable
                    + " says, which is no path that Java can tell: " + e.getReason());
        }
    }

    /// The folder that there is of a workspace. Makes nothing.
    ///
    /// @param file the workspace's file, which exists
    public static Optional<StateFolder> existing(Path file, Map<String, String> environment) throws IOException {
        return find(base(environment), NamedPath.of(file, environment));
    }

    /// The folders that there are of all workspaces.
    public static List<StateFolder> all(Map<String, String> environment) throws IOException {
        return all(base(environment));
    }

    private static List<StateFolder> all(Path base) throws IOException {
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
            var own = OwnFolders.ofThisProgram();
            own.make(base);
            own.make(folder);
            return folder;
        } catch (IOException e) {
            throw new IOException("settings cannot be kept in " + folder + ": " + reason(e), e);
        }
    }

    /// The socket on which the workspace's engine answers, as long as it runs.
    public Path socket() {
        return root.resolve("api.sock");
    }

    /// The folder of an earlier engine on the same path, whatever the workspace is called now. Else one that an
    /// earlier version has made for the file that the path leads to, or that of another path to the same file: were
    /// it another folder, the services that run would be lost.
    private static Optional<StateFolder> find(Path base, Path named) throws IOException {
        var all = all(base);
        var real = named.toRealPath();
        return first(all, its -> its.isCalledFor(named) && !its.wentFrom(named))
                .or(() -> first(all, its -> named.toString().equals(its.path())))
                .or(() -> first(all, its -> its.isEarlierFor(real)))
                .or(() -> first(all, its -> real.equals(realInTime(its.path()))));
    }

    /// The folder of a file that is gone. Makes nothing.
    ///
    /// @param named the path of the file, as it was named
    public static Optional<StateFolder> ofGone(Path named, Map<String, String> environment) throws IOException {
        var all = all(environment);
        return first(all, its -> named.toString().equals(its.path()))
                .or(() ->
                        first(all, its -> (its.isCalledFor(named) && its.path().isEmpty()) || its.isEarlierFor(named)));
    }

    private static Optional<StateFolder> first(List<StateFolder> all, Predicate<Belonging> wanted) {
        return all.stream().filter(folder -> wanted.test(folder.belonging())).findFirst();
    }

    /// Where another workspace's file is. One that hangs costs some seconds, and is left out.
    private static @Nullable Path realInTime(String path) {
        if (path.isEmpty()) {
            return null;
        }
        var found = new SideThread()
                .orElse(PATIENCE, "looking at " + path, () -> Optional.ofNullable(real(path)), Optional.<Path>empty());
        return found.orElse(null);
    }

    static @Nullable Path real(String path) {
        try {
            return path.isEmpty() ? null : Path.of(path).toRealPath();
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /// Whose it is.
    Belonging belonging() {
        return new Belonging(root);
    }

    /// What tells its processes from others. For who has its lock.
    public Identity identity() throws IOException {
        return belonging().identity();
    }

    /// Whether the folder is there that has this id. It may be anybody's: nothing but a file is opened, and no
    /// more of it read than an id has.
    ///
    /// @param root where it was
    public static Presence presence(Path root, String id) {
        var file = root.resolve("id");
        try (var pinned = PinnedFile.of(file)) {
            if (!pinned.attributes().isRegularFile()) {
                return Presence.UNKNOWN;
            }
            try (var in = pinned.read()) {
                var text = new String(in.readNBytes(Belonging.ID_LENGTH + 1), StandardCharsets.UTF_8);
                return text.strip().equals(id) ? Presence.THERE : Presence.GONE;
            }
        } catch (NoSuchFileException e) {
            return Presence.GONE;
        } catch (IOException e) {
            return Presence.UNKNOWN;
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

    /// What the name of a folder ends with that is made for this path.
    static String hash(Path named) {
        return hash(named.toString()).substring(0, 2 * HASH_BYTES);
    }

    /// For names that tell nothing of `text`.
    static String hash(String text) {
        return Sha256.of(text).substring(0, 4 * HASH_BYTES);
    }

    /// The same, as earlier versions had it for the real path.
    static String earlierHash(Path real) {
        var crc = new CRC32();
        crc.update(real.toString().getBytes(StandardCharsets.UTF_8));
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

    /// The folder's own name.
    public String key() {
        return root.getFileName().toString();
    }
}

package dev.signalbox.state;

import dev.signalbox.text.FileNames;
import dev.signalbox.text.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of the state folder of a workspace file that was moved, with its folder or without: it is that of
/// another path, under which there is none.
public final class MovedFile {
    private MovedFile() {}

    /// Makes the state folder of `old` that of `file`. What runs of its services is adopted by the next engine.
    ///
    /// @param old where the file was
    /// @param file where it is
    /// @return the folder
    /// @throws IOException if `old` is there or has no folder, `file` has one that is in use, or an engine runs on
    ///     either; with a message for people
    public static StateFolder take(Path old, Path file, Map<String, String> environment) throws IOException {
        var from = NamedPath.of(old, environment);
        var to = NamedPath.of(file, environment);
        if (!isGone(from)) {
            throw new IOException(from + " is still there, and its state stays with it");
        }
        var state = StateFolder.ofGone(from, environment)
                .orElseThrow(() -> new IOException("there is no state of " + from
                        + " in this environment; the path must be the one by which it was opened"));
        var own = StateFolder.existing(to, environment);
        if (own.isPresent() && !own.get().equals(state)) {
            putAside(own.get(), to);
        }
        try (var _ = EngineLock.take(state, to)) {
            state.belonging().moveTo(to);
        }
        return state;
    }

    /// An engine that has just begun on the file where it is now has made a folder, too. It is kept, under another
    /// name.
    private static void putAside(StateFolder own, Path to) throws IOException {
        try (var _ = EngineLock.take(own, to)) {
            if (hasRecords(own)) {
                throw new IOException(to + " has state of its own in " + own.root()
                        + "; if that is not needed, stop its services and its engine, and move that folder away");
            }
            own.belonging().putAside();
        }
    }

    private static boolean hasRecords(StateFolder state) throws IOException {
        try (var records = Files.newDirectoryStream(state.run(), "*.json")) {
            return records.iterator().hasNext();
        }
    }

    /// What there is to say of workspaces of the same name whose files are gone, and of which services run all the
    /// same.
    ///
    /// @param state of the workspace that looks
    /// @param name its name
    /// @param file its own
    public static List<String> warnings(StateFolder state, String name, Path file, Map<String, String> environment)
            throws IOException {
        return StateFolder.all(environment).stream()
                .filter(other -> !other.equals(state) && other.key().startsWith(FileNames.of(name) + "-"))
                .filter(other -> isOfAGoneFile(other) && hasServices(other))
                .map(other -> other.belonging().path())
                .map(gone -> "services of " + gone
                        + " run, which is gone: if it was moved, end this engine and say: signalbox moved "
                        + ShellWord.of(gone) + " " + ShellWord.of(file.toString()))
                .toList();
    }

    private static boolean isOfAGoneFile(StateFolder state) {
        var path = state.belonging().path();
        return !path.isEmpty() && isGone(Path.of(path));
    }

    /// What cannot be looked at may be there.
    private static boolean isGone(Path file) {
        return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Whether a process lives that its wrapper has noted with its mark.
    private static boolean hasServices(StateFolder state) {
        try (var files = Files.newDirectoryStream(state.run(), "*.pid")) {
            for (var file : files) {
                if (lives(Files.readString(file).strip().split(" ", -1))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It is not there, or not ours.
        }
        return false;
    }

    private static boolean lives(String[] noted) {
        return noted.length == 2
                && environment(noted[1])
                        .filter(text -> text.contains("=" + noted[0] + "\0"))
                        .isPresent();
    }

    private static Optional<String> environment(String process) {
        try {
            return process.matches("[0-9]{1,10}")
                    ? Optional.of(Files.readString(Path.of("/proc", process, "environ"), StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

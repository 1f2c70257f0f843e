package dev.signalbox.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the window tells about the whole it belongs to. The suppliers are called on any thread, and must not
/// block.
///
/// @param workspace the workspace's name
/// @param place where its engine is
/// @param stopOnExit whether closing the window stops the services unless the operator chooses otherwise
/// @param journal how the record of the operations is
/// @param logProblems what keeps logs from being written or rotated now, by service
public record ConsoleInfo(
        String workspace,
        Place place,
        BooleanSupplier stopOnExit,
        JournalInfo journal,
        Supplier<Map<String, String>> logProblems) {

    /// Where an engine is.
    public sealed interface Place {}

    /// In this program: it ends with the window.
    ///
    /// @param file that defines the workspace
    /// @param stateFolder where logs and identities are kept
    public record Here(Path file, Path stateFolder) implements Place {
        /// The file's name without its folder.
        String fileName() {
            return String.valueOf(file.getFileName());
        }
    }

    /// Elsewhere: it goes on without the window.
    ///
    /// @param host its name and port
    public record Elsewhere(String host) implements Place {}

    /// About an engine of this program.
    ///
    /// @param file that defines the workspace
    /// @param stateFolder where its logs and identities are kept
    public ConsoleInfo(
            String workspace,
            Path file,
            Path stateFolder,
            BooleanSupplier stopOnExit,
            JournalInfo journal,
            Supplier<Map<String, String>> logProblems) {
        this(workspace, new Here(file, stateFolder), stopOnExit, journal, logProblems);
    }

    /// About an engine elsewhere.
    ///
    /// @param host its name and port
    public static ConsoleInfo elsewhere(String workspace, String host, JournalInfo journal) {
        return new ConsoleInfo(workspace, new Elsewhere(host), () -> false, journal, Map::of);
    }

    /// Where the engine is, in one word or two.
    String placeName() {
        return switch (place) {
            case Here here -> here.fileName();
            case Elsewhere(var host) -> host;
        };
    }
}

package dev.signalbox.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the window tells about the whole it belongs to. The suppliers are called on any thread, and must not
/// block.
///
/// @param workspace the workspace's name
/// @param file that defines it
/// @param stateFolder where its logs and identities are kept
/// @param stopOnExit whether closing the window stops the services unless the operator chooses otherwise
/// @param journal how the record of the operations is
/// @param logProblems what keeps logs from being written or rotated now, by service
public record ConsoleInfo(
        String workspace,
        Path file,
        Path stateFolder,
        BooleanSupplier stopOnExit,
        JournalInfo journal,
        Supplier<Map<String, String>> logProblems) {

    /// The file's name without its folder.
    String fileName() {
        return String.valueOf(file.getFileName());
    }
}

package dev.signalbox.console;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/// What the window tells about the whole it belongs to.
///
/// @param workspace the workspace's name
/// @param file that defines it
/// @param stateFolder where its logs and identities are kept
/// @param stopOnExit whether closing the window stops the services unless the operator chooses otherwise
/// @param journalled how many operations the journal knows; called on the FX thread, must not block
public record ConsoleInfo(String workspace, Path file, Path stateFolder, boolean stopOnExit, LongSupplier journalled) {}

package dev.signalbox.engine;

import java.nio.file.Path;

/// Where an engine is.
public sealed interface Place {

    /// In a word or two, for people.
    String name();

    /// In this program.
    ///
    /// @param file that defines the workspace
    /// @param stateFolder where logs and identities are kept
    record Here(Path file, Path stateFolder) implements Place {
        /// The file's name without its folder.
        @Override
        public String name() {
            return String.valueOf(file.getFileName());
        }
    }

    /// Elsewhere: it goes on without this program.
    ///
    /// @param name its host and port
    record Elsewhere(String name) implements Place {}
}

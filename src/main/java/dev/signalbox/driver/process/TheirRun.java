package dev.signalbox.driver.process;

import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The run that strangers belong to, as its record says, which is in their state folder: wherever that is, and
/// whosever.
///
/// @param folder the state folder
record TheirRun(String folder, RunFiles files, RunRecord record) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Reads the record. That of another user is not believed, as it may name any process.
    ///
    /// @param side where it is read, as that may hang
    /// @param user whose record it is to be
    /// @return empty if there is none, or it cannot be read within some seconds
    static Optional<TheirRun> read(String folder, String service, long user, SideThread side) {
        return side.orElse(
                PATIENCE, "reading the record in " + folder, () -> readNow(folder, service, user), Optional.empty());
    }

    private static Optional<TheirRun> readNow(String folder, String service, long user) {
        try {
            var files = RunFiles.in(Path.of(folder).resolve("run"), service);
            return files.areOf(user)
                    ? files.read().map(record -> new TheirRun(folder, files, record))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

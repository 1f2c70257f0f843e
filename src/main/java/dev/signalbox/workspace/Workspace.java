package dev.signalbox.workspace;

import dev.signalbox.service.ServiceDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The services that belong together, as one file defines them. Immutable, checked, with all defaults filled in.
///
/// @param name can name a folder; from the file, or else its folder's name
/// @param file absolute
/// @param logTotal most bytes that the logs of all services may take together
/// @param journal how much of the operations' record is kept
/// @param services in the order of the file, never empty
/// @param fingerprint of the files that it was read from
public record Workspace(
        String name,
        Path file,
        OnExit onExit,
        long logTotal,
        JournalSettings journal,
        List<ServiceDefinition> services,
        Fingerprint fingerprint) {
    /// What the logs may take where the file says nothing.
    public static final long DEFAULT_LOG_TOTAL = 2_000_000_000;

    public Workspace {
        services = List.copyOf(services);
    }

    /// How much of the record of the operations is kept.
    ///
    /// @param maxAge operations that were submitted longer ago are dropped
    /// @param maxSize in bytes, beyond which the oldest are dropped
    public record JournalSettings(Duration maxAge, long maxSize) {
        /// What is kept where the file says nothing.
        public static final JournalSettings DEFAULT = new JournalSettings(Duration.ofDays(90), 500_000_000);
    }

    /// What the end of the engine does with running services.
    public enum OnExit {
        LEAVE,
        STOP
    }
}

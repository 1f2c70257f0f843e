package dev.signalbox.workspace;

import static java.util.stream.Collectors.toMap;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// The services that belong together, as one file defines them. Immutable, checked, with all defaults filled in.
///
/// @param name can name a folder; from the file, or else its folder's name
/// @param file absolute
/// @param logTotal most bytes that the logs of all services may take together
/// @param journal how much of the operations' record is kept
/// @param services in the order of the file, never empty
/// @param fingerprint of the files that it was read from
/// @param warnings what should be otherwise, though it is no mistake, as others can change what it was read from
public record Workspace(
        String name,
        Path file,
        OnExit onExit,
        long logTotal,
        JournalSettings journal,
        List<ServiceDefinition> services,
        Fingerprint fingerprint,
        List<String> warnings) {
    /// What the logs may take where the file says nothing.
    public static final long DEFAULT_LOG_TOTAL = 2_000_000_000;

    public Workspace {
        services = List.copyOf(services);
        warnings = List.copyOf(warnings);
    }

    /// What could not be looked at, a line for each service that it belongs to.
    public List<String> unseen() {
        return services.stream()
                .filter(service -> !service.trouble().text().isEmpty())
                .map(service ->
                        "service " + service.id() + ": " + service.trouble().text())
                .toList();
    }

    /// The same, where each service of which not all could be looked at stays as it was.
    ///
    /// @param before the version in force
    public Workspace keeping(Workspace before) {
        var old = before.services().stream().collect(toMap(ServiceDefinition::id, Function.identity()));
        var kept = services.stream()
                .map(service -> service.trouble().blocks() && old.containsKey(service.id())
                        ? old.get(service.id())
                                .but()
                                .trouble(new Trouble(service.trouble().text(), false))
                                .build()
                        : service)
                .toList();
        return new Workspace(name, file, onExit, logTotal, journal, kept, fingerprint, warnings);
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

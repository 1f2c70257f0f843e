package dev.signalbox.workspace;

import static java.util.stream.Collectors.toMap;

import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The services that belong together, as one file defines them. Immutable, checked, with all defaults filled in.
///
/// @param name from the file, or else its folder's name
/// @param file absolute
/// @param logTotal most bytes that the logs of all services may take together
/// @param journal how much of the operations' record is kept
/// @param services in the order of the file, never empty
/// @param fingerprint of the files that it was read from
/// @param warnings what should be otherwise, though it is no mistake, as others can change what it was read from
/// @param troubles why single services cannot be started, or what of them could not be looked at: no mistake of the
///     workspace either, which is in force with all others
public record Workspace(
        String name,
        Path file,
        OnExit onExit,
        long logTotal,
        JournalSettings journal,
        List<ServiceDefinition> services,
        Fingerprint fingerprint,
        List<String> warnings,
        List<Problem> troubles) {
    /// What the logs may take where the file says nothing.
    public static final long DEFAULT_LOG_TOTAL = 2_000_000_000;

    public Workspace {
        services = List.copyOf(services);
        warnings = List.copyOf(warnings);
        troubles = List.copyOf(troubles);
    }

    /// How many services cannot be started as they are defined.
    public long blocked() {
        return services.stream().filter(service -> service.trouble().blocks()).count();
    }

    /// The same, where each service that could not be started any more stays as it was.
    ///
    /// @param before the version in force
    public Workspace keeping(Workspace before) {
        var old = before.services().stream().collect(toMap(ServiceDefinition::id, Function.identity()));
        return with(service -> kept(service, old.get(service.id())));
    }

    private static ServiceDefinition kept(ServiceDefinition service, @Nullable ServiceDefinition before) {
        return before == null || before.trouble().blocks() || !service.trouble().blocks()
                ? service
                : before.but()
                        .trouble(new Trouble(service.trouble().text(), false))
                        .build();
    }

    /// The same with another definition of a service that is there.
    public Workspace with(ServiceDefinition other) {
        return with(service -> service.id().equals(other.id()) ? other : service);
    }

    private Workspace with(UnaryOperator<ServiceDefinition> change) {
        var changed = services.stream().map(change).toList();
        return new Workspace(name, file, onExit, logTotal, journal, changed, fingerprint, warnings, troubles);
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

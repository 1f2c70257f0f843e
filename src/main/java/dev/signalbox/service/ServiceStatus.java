package dev.signalbox.service;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service's state with what goes with it. Immutable.
///
/// @param pid of the service, or negative if it has none now
/// @param since when it was started, wall clock; `null` if it does not run
/// @param reason why it is in this state, for people; empty if the state says it all
/// @param exit how it ended, `null` if it did not end by itself
/// @param lastLines of its output before it ended by itself
public record ServiceStatus(
        ServiceState state,
        long pid,
        @Nullable Instant since,
        String reason,
        @Nullable ExitStatus exit,
        List<String> lastLines) {

    public ServiceStatus {
        lastLines = List.copyOf(lastLines);
    }

    /// A status with nothing but a state and its reason.
    public static ServiceStatus of(ServiceState state, String reason) {
        return new ServiceStatus(state, -1, null, reason, null, List.of());
    }
}

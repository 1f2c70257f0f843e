package dev.signalbox.wire;

import dev.signalbox.service.ServiceSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service's state, for lists and events.
///
/// @param health `null` where no process of it runs
/// @param endedAt when it ended by itself
/// @param desired what persons want
/// @param scheduleSuspended who has suspended its schedule
/// @param outdated the keys in which its definition has changed since its process was started
/// @param unasked its probes that could not be asked last
/// @param logProblem what keeps its output from its log, or that from being rotated, for people
public record StatusMessage(
        String state,
        boolean ready,
        @Nullable String health,
        @Nullable Long pid,
        @Nullable Instant since,
        ReasonMessage reason,
        @Nullable Integer exitCode,
        @Nullable Instant endedAt,
        @Nullable RecoveryMessage recovery,
        @Nullable String blocker,
        DesiredMessage desired,
        @Nullable SuspensionMessage scheduleSuspended,
        List<String> outdated,
        List<UnaskedMessage> unasked,
        @Nullable String logProblem) {

    public static StatusMessage of(ServiceSnapshot service) {
        var status = service.status();
        var intent = service.intent();
        var exit = status.exit();
        return new StatusMessage(
                Words.of(status.state()),
                status.isReady(),
                status.pid() < 0 ? null : Words.of(status.health()),
                status.pid() < 0 ? null : status.pid(),
                status.since(),
                ReasonMessage.of(service),
                exit == null || exit.code() < 0 ? null : exit.code(),
                status.endedAt(),
                RecoveryMessage.of(status.recovery()),
                status.blocker().isEmpty() ? null : status.blocker(),
                DesiredMessage.of(intent.desired()),
                SuspensionMessage.of(intent.suspension()),
                status.outdated(),
                status.unasked().stream().map(UnaskedMessage::of).toList(),
                service.logProblem().isEmpty() ? null : service.logProblem());
    }
}

package dev.signalbox.wire;

import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Says("What comes of ends of a service that nobody asked for.")
public record RecoveryMessage(
        int failures,
        @Nullable Instant retryAt,
        boolean crashLoop,

        @Says("which try the next one is, of those that may fail in the time that counts; 0 if it has no number")
        @Required
        @Nullable
        Integer attempt,

        @Says("how many may fail in the time that counts; 0 if there is no end of them") @Required @Nullable
        Integer attempts) {
    static @Nullable RecoveryMessage of(ServiceStatus.@Nullable Recovery recovery) {
        return recovery == null
                ? null
                : new RecoveryMessage(
                        recovery.failures(),
                        recovery.retryAt(),
                        recovery.crashLoop(),
                        recovery.attempt(),
                        recovery.attempts());
    }

    ServiceStatus.Recovery toRecovery(RemoteClock clock) {
        return new ServiceStatus.Recovery(
                failures,
                clock.hereIfAny(retryAt),
                crashLoop,
                Objects.requireNonNullElse(attempt, 0),
                Objects.requireNonNullElse(attempts, 0));
    }
}

package dev.signalbox.wire;

import dev.signalbox.service.ServiceStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("What comes of ends of a service that nobody asked for.")
public record RecoveryMessage(int failures, @Nullable Instant retryAt, boolean crashLoop) {
    static @Nullable RecoveryMessage of(ServiceStatus.@Nullable Recovery recovery) {
        return recovery == null
                ? null
                : new RecoveryMessage(recovery.failures(), recovery.retryAt(), recovery.crashLoop());
    }

    ServiceStatus.Recovery toRecovery(RemoteClock clock) {
        return new ServiceStatus.Recovery(failures, clock.hereIfAny(retryAt), crashLoop);
    }
}

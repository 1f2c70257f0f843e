package dev.signalbox.wire;

import dev.signalbox.service.Intent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("Who has suspended a schedule.")
public record SuspensionMessage(Instant since, String by) {
    static @Nullable SuspensionMessage of(Intent.@Nullable Suspension suspension) {
        return suspension == null ? null : new SuspensionMessage(suspension.since(), suspension.by());
    }

    Intent.Suspension toSuspension(RemoteClock clock) {
        return new Intent.Suspension(clock.here(since), by);
    }
}

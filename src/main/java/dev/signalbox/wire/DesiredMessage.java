package dev.signalbox.wire;

import dev.signalbox.service.Intent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("What persons want of a service.")
public record DesiredMessage(
        @Values(of = Intent.Value.class) String value,

        @Nullable Instant since,
        @Says("who said so; empty if nobody ever said") String by) {
    static DesiredMessage of(Intent.Desired desired) {
        return new DesiredMessage(Words.of(desired.value()), desired.since(), desired.by());
    }

    /// The operation that asked is not told.
    Intent.Desired toDesired(RemoteClock clock) {
        return new Intent.Desired(Words.constant("value", value, Intent.Value.class), clock.hereIfAny(since), by, 0);
    }
}

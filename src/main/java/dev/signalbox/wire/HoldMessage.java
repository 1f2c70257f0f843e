package dev.signalbox.wire;

import dev.signalbox.operation.Why;
import dev.signalbox.service.Intent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("Who holds a queue.")
public record HoldMessage(
        Instant since,
        String by,
        @Values(most = Why.MOST) String why,
        @Nullable Instant until) {
    static @Nullable HoldMessage of(Intent.@Nullable Hold hold) {
        return hold == null ? null : new HoldMessage(hold.since(), hold.by(), hold.why(), hold.until());
    }

    Intent.Hold toHold(RemoteClock clock) {
        return new Intent.Hold(clock.here(since), by, why, clock.hereIfAny(until));
    }
}

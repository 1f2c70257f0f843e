package dev.signalbox.wire;

import dev.signalbox.service.ServiceStatus;
import java.time.Instant;

@Says("A probe that could not be asked when it was due last, by no fault of the service.")
public record UnaskedMessage(
        @Says("`ready` or `alive`") String probe,
        @Says("what kept it from being asked, for people") String why,

        @Says("the first of the tries in a row that could not be asked")
        Instant since) {

    static UnaskedMessage of(ServiceStatus.Unasked unasked) {
        return new UnaskedMessage(unasked.probe(), unasked.why(), unasked.since());
    }

    ServiceStatus.Unasked toUnasked(RemoteClock clock) {
        return new ServiceStatus.Unasked(probe, why, clock.here(since));
    }
}

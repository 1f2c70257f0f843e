package dev.signalbox.wire;

import dev.signalbox.journal.OperationDetails.Effect;
import java.time.Instant;

@Says("Something that came after an operation's outcome.")
public record EffectMessage(Instant at, String text) {
    static EffectMessage of(Effect effect) {
        return new EffectMessage(effect.at(), effect.text());
    }

    Effect toEffect(RemoteClock clock) {
        return new Effect(clock.here(at), text);
    }
}

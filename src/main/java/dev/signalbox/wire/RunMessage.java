package dev.signalbox.wire;

import dev.signalbox.operation.QueueSnapshot;
import org.jspecify.annotations.Nullable;

@Says("How an operation runs.")
public record RunMessage(
        @Says("from its start to its deadline, `null` if it has none") @Nullable
        Long timeoutMs,

        boolean stopRequested,
        boolean wedged,
        @Says("whether it came before all else") boolean urgent) {
    static final RunMessage UNKNOWN = new RunMessage(null, false, false, false);

    static RunMessage of(QueueSnapshot.Active active) {
        return new RunMessage(Millis.of(active.timeout()), active.stopRequested(), active.wedged(), active.urgent());
    }
}

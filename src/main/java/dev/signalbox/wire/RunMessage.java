package dev.signalbox.wire;

import dev.signalbox.operation.QueueSnapshot;
import org.jspecify.annotations.Nullable;

/// How an operation runs.
///
/// @param timeoutMs from its start to its deadline, `null` if it has none
/// @param urgent whether it came before all else
public record RunMessage(@Nullable Long timeoutMs, boolean stopRequested, boolean wedged, boolean urgent) {
    static final RunMessage UNKNOWN = new RunMessage(null, false, false, false);

    static RunMessage of(QueueSnapshot.Active active) {
        return new RunMessage(Millis.of(active.timeout()), active.stopRequested(), active.wedged(), active.urgent());
    }
}

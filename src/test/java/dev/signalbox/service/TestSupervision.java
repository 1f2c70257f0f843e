package dev.signalbox.service;

import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.service.probe.Probes;
import java.util.Random;

/// What supervisors share in tests.
public final class TestSupervision {
    private TestSupervision() {}

    /// Supervision with true probes, by chance that is the same in each run.
    public static Supervision of(OperationQueue queue, TimeSource time) {
        return new Supervision(queue, time, new Random(1), new Probes(time, new Random(2)));
    }
}

package dev.signalbox.service.supervision;

import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.Prober;
import dev.signalbox.time.TimeSource;
import java.util.random.RandomGenerator;

/// What the supervisors of all services share.
///
/// @param queue where they submit the operations that nobody else asks for
/// @param time the clocks, and a timer whose tasks may wait for a lock or a file
/// @param random spreads what would else happen at the same moment; safe to use from any thread
/// @param prober asks the services
/// @param intents what is wanted of each
/// @param reconciler makes that so
public record Supervision(
        OperationQueue queue,
        TimeSource time,
        RandomGenerator random,
        Prober prober,
        Intents intents,
        Reconciler reconciler) {}

package dev.signalbox.journal;

import dev.signalbox.operation.RequestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A request that an engine before this one has accepted something for.
///
/// @param at when something was accepted for it first, wall clock
/// @param accepted the numbers of the operations, of a plan that of its first one, in the order of acceptance
public record EarlierRequest(RequestKey key, Instant at, List<Long> accepted) {
    /// How long a request is known by its key.
    public static final Duration KEPT = Duration.ofHours(24);

    /// How many are known at most, the newest of them.
    public static final int MOST = 10_000;

    /// How many of them of one caller, so that none makes those of others forgotten.
    public static final int MOST_EACH = 2_000;

    public EarlierRequest {
        accepted = List.copyOf(accepted);
    }
}

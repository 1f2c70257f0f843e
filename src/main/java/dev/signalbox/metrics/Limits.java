package dev.signalbox.metrics;

import org.jspecify.annotations.Nullable;

/// What a service may use at most; `null` for as much as there is, or where that is not known.
///
/// @param memory bytes that all of its processes may have: the least of the control groups that they are in
/// @param tasks threads that all of its processes may have, likewise
/// @param files that one process may have open
public record Limits(
        @Nullable Long memory,
        @Nullable Long tasks,
        @Nullable Long files) {
    public static final Limits NONE = new Limits(null, null, null);
}

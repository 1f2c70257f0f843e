package dev.signalbox.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/// A line in a stream of those that are looked for.
///
/// @param match whether it is looked for itself; else it is near one that is
public record FoundLineMessage(@JsonUnwrapped PlacedLogLineMessage line, boolean match) {}

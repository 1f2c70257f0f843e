package dev.signalbox.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much there is of a whole log.
///
/// @param bytes that can be read, not compressed
/// @param parts files that were rotated and are read with the rest
/// @param lines about how many; exact once all of it has been looked at
/// @param oldest when the oldest line was written whose time is known; `null` if there is none
public record LogExtent(
        long bytes, int parts, long lines, @Nullable Instant oldest) {}

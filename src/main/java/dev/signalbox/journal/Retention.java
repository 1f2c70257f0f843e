package dev.signalbox.journal;

import java.time.Duration;

/// How much the journal keeps. The newest operation always stays.
///
/// @param age operations that were submitted longer ago are dropped
/// @param bytes beyond this size the oldest are dropped
public record Retention(Duration age, long bytes) {
    /// What is kept where nobody says otherwise.
    public static final Retention DEFAULT = new Retention(Duration.ofDays(90), 500_000_000);
}

package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

/// A token that is asked for.
///
/// @param expiresAt a time such as `2026-01-31T12:00:00Z`
public record NewTokenMessage(
        @Required @Nullable String name,
        @Required @Nullable String role,
        @Nullable String expiresAt) {}

package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

/// A token that is asked for.
///
/// @param expiresAt a time such as `2026-01-31T12:00:00Z`
@Asking
public record NewTokenMessage(
        @Required @Nullable String name,

        @Required @Values({"read", "operate", "admin"}) @Nullable
        String role,

        @Values(format = "date-time") @Nullable String expiresAt) {}

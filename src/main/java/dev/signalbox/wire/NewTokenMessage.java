package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

@Says("A token that is asked for.")
@Asking
public record NewTokenMessage(
        @Required @Nullable String name,

        @Required @Values({"read", "operate", "admin"}) @Nullable
        String role,

        @Says("a time such as `2026-01-31T12:00:00Z`") @Values(format = "date-time") @Nullable
        String expiresAt) {}

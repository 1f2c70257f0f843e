package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

@Says("Another role that is asked for.")
@Asking
public record RoleChangeMessage(
        @Required @Values({"read", "operate", "admin"}) @Nullable
        String role) {}

package dev.signalbox.wire;

import org.jspecify.annotations.Nullable;

/// Another role that is asked for.
public record RoleChangeMessage(@Required @Nullable String role) {}

package dev.signalbox.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A token.
///
/// @param token itself, at its making only
public record TokenMessage(
        String name,
        @Values({"read", "operate", "admin"}) String role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String token) {}

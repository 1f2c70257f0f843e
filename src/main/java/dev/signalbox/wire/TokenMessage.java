package dev.signalbox.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Says("A token.")
public record TokenMessage(
        String name,
        @Values({"read", "operate", "admin"}) String role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,

        @Says("the file that holds it, of the first one; it ends when the file holds another") @Nullable
        String file,

        @Says("the secret itself, at its making only") @Nullable
        String token) {}

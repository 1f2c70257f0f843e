package dev.signalbox.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A token as it is kept: not itself, but its hash.
///
/// @param name who it is; the actor of its operations
/// @param hash SHA-256 in hex
/// @param expiresAt `null` for never
/// @param revokedAt `null` if it is not
record Token(
        String name,
        Role role,
        String hash,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    boolean isValid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    Token revoked(Instant now) {
        return new Token(name, role, hash, createdAt, expiresAt, revokedAt == null ? now : revokedAt);
    }

    Token as(Role other) {
        return new Token(name, other, hash, createdAt, expiresAt, revokedAt);
    }
}

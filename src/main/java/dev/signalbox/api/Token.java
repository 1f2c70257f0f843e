package dev.signalbox.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A token as it is kept: not itself, but its hash.
///
/// @param name who it is; the actor of its operations
/// @param hash SHA-256 in hex
/// @param expiresAt `null` for never
/// @param revokedAt `null` if it is not
/// @param file that has made it a token: as long as it holds it, it is the first one, and revoked afterwards. `null`
///     for one that was made by name, or that somebody has revoked
record Token(
        String name,
        Role role,
        String hash,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String file) {

    /// One that was made by name.
    Token(String name, Role role, String hash, Instant createdAt, @Nullable Instant expiresAt) {
        this(name, role, hash, createdAt, expiresAt, null, null);
    }

    boolean isValid(Instant now) {
        return revokedAt == null && !isExpired(now);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    boolean isAdmin(Instant now) {
        return role == Role.ADMIN && isValid(now);
    }

    /// Somebody has ended it for ever.
    Token revoked(Instant now) {
        return new Token(name, role, hash, createdAt, expiresAt, revokedAt == null ? now : revokedAt, null);
    }

    /// Its file holds it no more.
    Token replaced(Instant now) {
        return new Token(name, role, hash, createdAt, expiresAt, now, file);
    }

    /// A file holds it, now or again.
    Token heldBy(String other) {
        return new Token(name, role, hash, createdAt, expiresAt, null, other);
    }

    Token as(Role other) {
        return new Token(name, other, hash, createdAt, expiresAt, revokedAt, file);
    }
}

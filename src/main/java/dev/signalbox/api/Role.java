package dev.signalbox.api;

import java.util.Locale;

/// What a token allows; each role includes those before it.
public enum Role {
    /// To look at everything.
    READ,
    /// To change services too.
    OPERATE,
    /// To reload the workspace and to manage tokens too.
    ADMIN;

    /// The word used over the wire: `operate`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}

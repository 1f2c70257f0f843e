package dev.signalbox.operation;

import java.util.Locale;

/// What an operation does to its service.
public enum OperationKind {
    /// Bring the service up. On a running service there is nothing to do, which is a success.
    START,
    /// Bring the service down, all of its processes. On a stopped service there is nothing to do, which is a
    /// success.
    STOP,
    /// Stop, verify that all of it has gone, start. One operation; on a stopped service it starts it.
    RESTART;

    /// The word shown to people and written to files: `start`, `stop`, `restart`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

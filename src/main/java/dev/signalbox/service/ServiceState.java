package dev.signalbox.service;

/// The states of a service, as its supervisor sees them.
public enum ServiceState {
    STOPPED,
    STARTING,
    RUNNING,
    RESTARTING,
    STOPPING,
    /// It ended without being asked, or its last start failed.
    FAILED,
    /// It failed, and a new try is scheduled.
    BACKOFF,
    /// The engine could not be asked, or its answer is ambiguous.
    UNKNOWN;

    /// The word shown to people: `Running`.
    public String word() {
        return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}

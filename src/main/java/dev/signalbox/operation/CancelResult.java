package dev.signalbox.operation;

/// What a cancellation did.
public enum CancelResult {
    /// The operation waited; it has ended as cancelled and its body will never run (rule 11).
    CANCELLED,
    /// The operation runs; its body was asked to stop and decides how it ends (rule 12).
    STOP_REQUESTED,
    /// The operation has ended before; nothing changed (rule 13).
    ALREADY_ENDED,
    /// There never was such an operation here.
    UNKNOWN
}

package dev.signalbox.wire;

/// What a cancellation has come to.
///
/// @param result `cancelled`, or `stop_requested` of what runs
public record CancellationMessage(
        @Values({"cancelled", "stop_requested"}) String result) {
    public static final CancellationMessage CANCELLED = new CancellationMessage("cancelled");
    public static final CancellationMessage STOP_REQUESTED = new CancellationMessage("stop_requested");
}

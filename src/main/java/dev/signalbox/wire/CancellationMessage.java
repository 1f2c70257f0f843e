package dev.signalbox.wire;

@Says("What a cancellation has come to.")
public record CancellationMessage(
        @Says("`stop_requested` of what runs") @Values({"cancelled", "stop_requested"})
        String result) {
    public static final CancellationMessage CANCELLED = new CancellationMessage("cancelled");
    public static final CancellationMessage STOP_REQUESTED = new CancellationMessage("stop_requested");
}

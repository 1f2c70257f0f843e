package dev.signalbox.operation;

import java.util.concurrent.CompletableFuture;

/// How far the queue of a service that is let go of has come to its end. Guarded by the [StateLock].
final class Retirement {
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean begun;
    private boolean over;
    private int accepting;

    /// The journal is asked for an operation of the service.
    void accepting() {
        accepting++;
    }

    /// The journal has answered.
    void accepted() {
        accepting--;
    }

    /// Of how many operations the journal has not answered yet.
    int asked() {
        return accepting;
    }

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /// Takes note of whether anything lives of the queue.
    ///
    /// @return whether this was its end
    boolean ends(boolean idle) {
        var ends = begun && !over && idle && accepting == 0;
        over |= ends;
        return ends;
    }

    boolean isOver() {
        return over;
    }

    /// Lets those know who wait for the end. Under no lock.
    void complete() {
        gone.complete(null);
    }

    /// Completes with the end. For the engine's own code only, as others would run on its threads.
    CompletableFuture<Void> gone() {
        return gone;
    }
}

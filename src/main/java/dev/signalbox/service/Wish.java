package dev.signalbox.service;

import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.Intentions.Wanted;

/// What operators want of one service. Safe to use from any thread.
final class Wish {
    private final String service;
    private final Intentions intentions;

    Wish(String service, Intentions intentions) {
        this.service = service;
        this.intentions = intentions;
    }

    /// Whether an operator has stopped it, and nobody has started it since. Reads a file when it is asked first.
    boolean isStopped() {
        return intentions.wanted(service) == Wanted.STOPPED;
    }

    /// Takes in what an operation tells of it. What the program asked for by itself is no wish: not what it does to
    /// get a service well, not the stop of a service that the workspace file names no more (it may be named again),
    /// and not the stops with which it ends.
    ///
    /// @throws DriverException if it cannot be kept, except for a stop: the service may be what fills the disk
    void take(OperationContext work) throws DriverException {
        var stops = work.operation().kind() == OperationKind.STOP;
        if (work.automatic()) {
            return;
        }
        if (!stops) {
            intentions.want(service, Wanted.RUNNING);
            return;
        }
        try {
            stop();
        } catch (DriverException e) {
            work.step("the next console will not know that it was stopped: " + e.getMessage());
        }
    }

    /// It shall be stopped.
    ///
    /// @throws DriverException if the next console will not know that
    void stop() throws DriverException {
        intentions.want(service, Wanted.STOPPED);
    }
}

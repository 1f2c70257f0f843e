package dev.signalbox.operation;

import java.util.List;

/// What operations do to a service, without the service: which instance of it runs.
///
/// @param instance the id of the operation that made it, [#INITIAL] or [#NONE]
record SimulatedService(long instance) {
    private static final long INITIAL = 0;
    private static final long NONE = -1;

    static final SimulatedService RUNNING = new SimulatedService(INITIAL);
    static final SimulatedService STOPPED = new SimulatedService(NONE);

    SimulatedService after(Operation operation) {
        return switch (operation.kind()) {
            case START -> isRunning() ? this : new SimulatedService(operation.id());
            case STOP -> STOPPED;
            case RESTART -> new SimulatedService(operation.id());
        };
    }

    SimulatedService afterAll(List<Operation> operations) {
        var state = this;
        for (var operation : operations) {
            state = state.after(operation);
        }
        return state;
    }

    boolean isRunning() {
        return instance != NONE;
    }

    /// Whether the instance that ran in the beginning runs still.
    boolean isUntouched() {
        return instance == INITIAL;
    }
}

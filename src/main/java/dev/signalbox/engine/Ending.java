package dev.signalbox.engine;

/// How an engine ends in good order (rule 29).
public interface Ending {

    /// Whether its services are stopped with it, unless its operator chooses otherwise.
    boolean stopsServices();

    /// The engine ends, or does not after all: meanwhile nothing is started by itself, and the workspace stays as it
    /// is; what was stopped is started again if it does not end. Returns at once.
    void closing(boolean ends);

    /// The stops of all services, as they are now.
    ClosingStops stops();
}

package dev.signalbox.engine;

/// A listener's place among those that an engine tells.
@FunctionalInterface
public interface EngineSubscription extends AutoCloseable {
    /// Ends it. A call that is under way ends normally.
    @Override
    void close();
}

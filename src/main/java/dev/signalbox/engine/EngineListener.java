package dev.signalbox.engine;

import dev.signalbox.operation.QueueListener;

/// Hears what happens in an engine, on any thread; it must not block. Of what happens to operations some engines
/// tell only [dev.signalbox.operation.QueueEvent.Ended] as an event, and the rest as changes.
public interface EngineListener extends QueueListener {

    /// Services have come, gone, moved or are defined anew.
    void onServicesChanged();

    /// A service is in another state, or something else is desired of it or decided about it. Where nobody cares what
    /// has changed, it is a change like that of a queue.
    default void onStatus(String service) {
        onChange(service);
    }

    /// The engine is reached in another way, or not any more.
    void onConnectionChanged();

    /// It is not known whether something that was asked was done; who asked is answered when it is.
    ///
    /// @param text for people
    void onUnanswered(String text);
}

package dev.signalbox.engine;

import dev.signalbox.operation.QueueListener;

/// Hears what happens in an engine, on any thread; it must not block. Of what happens to operations some engines
/// tell only [dev.signalbox.operation.QueueEvent.Ended] as an event, and the rest as changes.
public interface EngineListener extends QueueListener {

    /// Services have come, gone, moved or are defined anew.
    void onServicesChanged();

    /// The engine is reached in another way, or not any more.
    void onConnectionChanged();

    /// It is not known whether something that was asked was done; who asked is answered when it is.
    ///
    /// @param text for people
    void onUnanswered(String text);
}

package dev.signalbox.engine;

import dev.signalbox.operation.QueueListener;

/// Hears what happens in an engine, on any thread; it must not block.
public interface EngineListener extends QueueListener {

    /// Services have come, gone, moved or are defined anew.
    void onServicesChanged();

    /// The engine is reached in another way, or not any more.
    void onConnectionChanged();
}

package dev.signalbox.operation;

/// Hears what happens in all queues. Called on a virtual thread of its own subscription, one call at a time; a
/// listener may be slow without slowing anybody but itself.
public interface QueueListener {

    /// An event of one operation.
    void onEvent(QueueEvent event);

    /// A queue changed in a way that no event tells whole (a hold, a resume, the journal's state), or `service`'s
    /// snapshot should be read again for another reason.
    default void onChange(String service) {}

    /// The subscription's buffer overflowed, and `count` of the oldest events were dropped. Read the snapshots
    /// again; the journal has them all.
    default void onMissed(long count) {}
}

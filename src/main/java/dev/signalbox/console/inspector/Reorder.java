package dev.signalbox.console.inspector;

import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.operation.WaitReason;
import java.util.List;

/// Where an operation goes when its row is put somewhere else. The list on screen may be older than the queue:
/// what counts is which operation it was put in front of.
final class Reorder {
    private Reorder() {}

    /// Whether the operation can still be moved: one that is about to start has left the waiting list.
    static boolean isMovable(Waiting waiting) {
        return !(waiting.reason() instanceof WaitReason.Recording);
    }

    /// The position for `OperationQueueModel.move`.
    ///
    /// @param shown the rows on screen
    /// @param from the row that was moved
    /// @param to the row that it shall be, of as many rows as are shown
    /// @param newest what waits now
    static int position(List<Waiting> shown, int from, int to, List<Waiting> newest) {
        var moved = id(shown.get(from));
        var others = newest.stream()
                .filter(Reorder::isMovable)
                .map(Reorder::id)
                .filter(id -> id != moved)
                .toList();
        var next = shown.stream().map(Reorder::id).filter(id -> id != moved).skip(to);
        return next.filter(others::contains).findFirst().map(others::indexOf).orElse(others.size());
    }

    private static long id(Waiting waiting) {
        return waiting.operation().id();
    }
}

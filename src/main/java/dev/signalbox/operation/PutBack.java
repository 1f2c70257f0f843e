package dev.signalbox.operation;

import java.util.List;

/// What has become of operations of one service that were to be put back. Immutable.
///
/// @param again those that had left the line, as the new requests that stand for them, see [Operation#again]
/// @param moved the numbers of those that waited still, and are at their old places
/// @param refused for people, why another one was not put back; once for each
public record PutBack(List<Ticket> again, List<Long> moved, List<String> refused) {
    public PutBack {
        again = List.copyOf(again);
        moved = List.copyOf(moved);
        refused = List.copyOf(refused);
    }

    /// Nothing was done.
    public static PutBack refused(String reason) {
        return new PutBack(List.of(), List.of(), List.of(reason));
    }
}

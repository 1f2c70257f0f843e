package dev.signalbox.wire;

import dev.signalbox.engine.Output.Reach;

/// The end of lines that were followed.
///
/// @param reach how far they go
public record ReachMessage(String reach) {
    public static ReachMessage of(Reach reach) {
        return new ReachMessage(Words.of(reach));
    }

    public Reach toReach() {
        return Words.constant("reach", reach, Reach.class);
    }
}

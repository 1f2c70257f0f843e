package dev.signalbox.console.model;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.operation.WaitReason;
import java.time.Duration;
import java.time.Instant;

/// What keeps an operation waiting, and for how long at most.
public final class Waits {
    private Waits() {}

    /// The reason, and the time that it can take yet where that is known: `behind start #3, 27 s at most`.
    public static String of(Waiting waiting, Instant now) {
        var reason = waiting.reason().describe();
        var startsBy = waiting.startsBy();
        if (startsBy == null || !startsBy.isAfter(now)) {
            return reason;
        }
        // Rounded up, as it is a limit.
        var left = Duration.between(now, startsBy).plusMillis(999);
        return Texts.of("waits.at-most", reason, Times.uptime(left));
    }

    /// Whether it is a stop that *Stop now* would bring about sooner (rule 28a).
    public static boolean isPassable(Waiting waiting) {
        return waiting.operation().kind() == OperationKind.STOP
                && !waiting.urgent()
                && (waiting.reason() instanceof WaitReason.Behind || waiting.reason() instanceof WaitReason.Held);
    }
}

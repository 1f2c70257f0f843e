package dev.signalbox.wire;

import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Quantiles;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;

/// What a service's operations of one kind were like.
///
/// @param count how many ended with a body that ran
/// @param failed how many of those failed or timed out
/// @param waitedP50Ms of all that ran
/// @param ranP50Ms of those that succeeded
public record KindFiguresMessage(
        @Values(of = OperationKind.class) String kind,
        int count,
        int failed,
        long waitedP50Ms,
        long waitedP95Ms,
        long ranP50Ms,
        long ranP95Ms) {
    static KindFiguresMessage of(OperationKind kind, Figures figures) {
        return new KindFiguresMessage(
                kind.word(),
                figures.count(),
                figures.failed(),
                figures.waited().p50().toMillis(),
                figures.waited().p95().toMillis(),
                figures.ran().p50().toMillis(),
                figures.ran().p95().toMillis());
    }

    OperationKind toKind() {
        return Words.constant("kind", kind, OperationKind.class);
    }

    Figures toFigures() {
        return new Figures(count, failed, quantiles(waitedP50Ms, waitedP95Ms), quantiles(ranP50Ms, ranP95Ms));
    }

    private static Quantiles quantiles(long p50Millis, long p95Millis) {
        return new Quantiles(Duration.ofMillis(p50Millis), Duration.ofMillis(p95Millis));
    }
}

package dev.signalbox.wire;

import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Quantiles;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;

@Says("What a service's operations of one kind were like.")
public record KindFiguresMessage(
        @Values(of = OperationKind.class) String kind,
        @Says("how many ended with a body that ran") int count,
        @Says("how many of those failed or timed out") int failed,

        @Says("the median of how long those that ran had waited")
        long waitedP50Ms,

        @Says("95 of 100 of those had waited no longer") long waitedP95Ms,

        @Says("the median of how long those that succeeded ran")
        long ranP50Ms,

        @Says("95 of 100 of those ran no longer") long ranP95Ms) {
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

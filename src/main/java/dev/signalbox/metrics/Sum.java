package dev.signalbox.metrics;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Adds up what was seen in some time, to its [Spread]s. Not safe to use from several threads.
final class Sum {
    private final Map<Figure, Total> totals = new EnumMap<>(Figure.class);

    /// Of one figure.
    private static final class Total {
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private int count;

        void add(Spread part) {
            min = Math.min(min, part.min());
            max = Math.max(max, part.max());
            sum += part.mean();
            count++;
        }

        Spread spread() {
            return new Spread(min, sum / count, max);
        }
    }

    /// Adds what was seen in one look.
    void add(Sample sample) {
        for (var figure : Figure.values()) {
            add(figure, Spread.of(sample.of(figure)));
        }
    }

    /// Adds what a part of the time was like, which counts as much as any other.
    void add(Figure figure, Spread part) {
        if (part.isKnown()) {
            totals.computeIfAbsent(figure, _ -> new Total()).add(part);
        }
    }

    boolean isEmpty() {
        return totals.isEmpty();
    }

    void clear() {
        totals.clear();
    }

    Spread spread(Figure figure) {
        var total = totals.get(figure);
        return total == null ? Spread.NONE : total.spread();
    }

    Point point(Instant at) {
        return new Point(at, spread(Figure.CPU), spread(Figure.MEMORY), spread(Figure.TASKS), spread(Figure.FILES));
    }
}

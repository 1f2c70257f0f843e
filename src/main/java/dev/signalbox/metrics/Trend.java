package dev.signalbox.metrics;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a service's memory grows, as its minutes since it was started tell. It does if each quarter of the last hour
/// had more than the one before, and not much less than the growth since the start promised; the line through all
/// minutes since the start (by least squares) says how fast. The first minutes do not count, in which every program
/// takes what it needs. Not safe to use from several threads.
final class Trend {
    /// In which every program grows.
    static final Duration WARM_UP = Duration.ofMinutes(5);

    private static final int QUARTERS = 4;
    private static final int QUARTER = 15;
    private static final int MINUTES = QUARTERS * QUARTER;
    /// Of a quarter, for it to say anything.
    private static final int FEWEST = 10;
    /// What is less is not told, however steady.
    private static final double LEAST_BYTES = 1e6;
    /// The same as a share of what there is.
    private static final double LEAST_SHARE = 0.01;
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final Duration SOON = Duration.ofDays(1);

    private final Instant begin;
    /// The means of the last hour, each minute in its place.
    private final double[] means = new double[MINUTES];
    private final long[] minutes = new long[MINUTES];

    // Of all points, with hours since the start as x and bytes as y.
    private int count;
    private double meanX;
    private double meanY;
    private double squaresX;
    private double products;

    /// @param begin when the service was started
    Trend(Instant begin) {
        this.begin = begin;
    }

    Instant begin() {
        return begin;
    }

    /// Takes what a minute was like, each one once, in order.
    void add(Point minute) {
        if (!minute.memory().isKnown() || minute.at().isBefore(begin.plus(WARM_UP))) {
            return;
        }
        var y = minute.memory().mean();
        var number = minute.at().toEpochMilli() / MILLIS_PER_MINUTE;
        means[place(number)] = y;
        minutes[place(number)] = number;
        count++;
        var fromX = hours(minute.at()) - meanX;
        meanX += fromX / count;
        meanY += (y - meanY) / count;
        squaresX += fromX * (hours(minute.at()) - meanX);
        products += fromX * (y - meanY);
    }

    private double hours(Instant at) {
        return Duration.between(begin, at).toMillis() / MILLIS_PER_HOUR;
    }

    private static int place(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    /// How it has grown by `now`; `null` if it has not, not steadily, or not for an hour yet.
    ///
    /// @param limit bytes that it may have; `null` for none
    @Nullable
    Growth growth(Instant now, @Nullable Long limit) {
        var end = now.toEpochMilli() / MILLIS_PER_MINUTE;
        var quarters = new double[QUARTERS];
        for (int i = 0; i < QUARTERS; i++) {
            quarters[i] = mean(end - QUARTER * (long) (QUARTERS - i), end - QUARTER * (long) (QUARTERS - 1 - i));
            // Not if one is not known, either.
            if (Double.isNaN(quarters[i]) || (i > 0 && !(quarters[i] > quarters[i - 1]))) {
                return null;
            }
        }
        var level = quarters[QUARTERS - 1];
        var slope = products / squaresX;
        // From the middle of the first quarter to that of the last.
        var lately = (level - quarters[0]) * QUARTERS / (QUARTERS - 1);
        if (!(slope >= Math.max(LEAST_BYTES, level * LEAST_SHARE)) || lately < slope / 2) {
            return null;
        }
        return new Growth(begin, slope, meeting(now, level, slope, limit));
    }

    private double mean(long from, long to) {
        var sum = 0.0;
        var known = 0;
        for (var minute = from; minute < to; minute++) {
            if (minutes[place(minute)] == minute) {
                sum += means[place(minute)];
                known++;
            }
        }
        return known < FEWEST ? Double.NaN : sum / known;
    }

    private static @Nullable Instant meeting(Instant now, double level, double slope, @Nullable Long limit) {
        if (limit == null) {
            return null;
        }
        // The level is that of the middle of the last quarter.
        var left = (limit - level) / slope * MILLIS_PER_HOUR - QUARTER * MILLIS_PER_MINUTE / 2.0;
        return left > SOON.toMillis() ? null : now.plusMillis(Math.max(0, (long) left));
    }
}

package dev.signalbox.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one service has used. Safe to use from any thread; waits for the disk.
final class Past {
    private static final int SECONDS = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final SecondRing seconds = new SecondRing();
    private final Sum minute = new Sum();
    private final MinuteFile file;
    /// That which is summed up, since the epoch.
    private long current = Long.MIN_VALUE;
    /// Whether there is something in it that is not kept yet.
    private boolean isNews;

    private double cpuSeconds;
    private @Nullable Trend trend;
    private @Nullable Growth growth;

    Past(Path file) {
        this.file = new MinuteFile(file);
    }

    /// Takes what a look has found.
    ///
    /// @param elapsedNanos since the look before; less than 1 if there was none
    Usage take(Instant now, Reading reading, long elapsedNanos) {
        var cpu = reading.cpuNanos() < 0 || elapsedNanos <= 0 ? Double.NaN : reading.cpuNanos() / (double) elapsedNanos;
        var sample = Sample.of(reading, cpu);
        lock.lock();
        try {
            var second = now.getEpochSecond();
            if (roll(second / SECONDS)) {
                grow(now, reading);
            }
            seconds.put(second, sample);
            minute.add(sample);
            isNews = true;
            cpuSeconds += Math.max(0, reading.cpuNanos()) / 1e9;
            return new Usage(
                    now,
                    reading.begin(),
                    cpu,
                    cpuSeconds,
                    reading.memory(),
                    reading.tasks(),
                    reading.files(),
                    reading.filesOfOne(),
                    reading.ports(),
                    reading.limits(),
                    growth);
        } finally {
            lock.unlock();
        }
    }

    /// Keeps the minute that is summed up, if it is over.
    ///
    /// @param now the minute that it is
    /// @return whether it was
    private boolean roll(long now) {
        if (now == current) {
            return false;
        }
        keep();
        minute.clear();
        current = now;
        return true;
    }

    private void keep() {
        if (isNews) {
            isNews = false;
            file.write(current, minute);
            if (trend != null) {
                trend.add(minute.point(instant(current)));
            }
        }
    }

    private void grow(Instant now, Reading reading) {
        if (trend == null || !trend.begin().equals(reading.begin())) {
            trend = new Trend(reading.begin());
            // Of an earlier engine, if that has begun it.
            var first = reading.begin().plusSeconds(SECONDS - 1).getEpochSecond() / SECONDS;
            file.read(Math.max(first, current - MinuteFile.MINUTES), current).forEach(trend::add);
        }
        growth = trend.growth(now, reading.limits().memory());
    }

    /// Takes note that the service does not run.
    void rest(Instant now) {
        lock.lock();
        try {
            roll(now.getEpochSecond() / SECONDS);
            trend = null;
            growth = null;
        } finally {
            lock.unlock();
        }
    }

    /// Keeps what is known of the minute that is not over yet.
    void flush() {
        lock.lock();
        try {
            keep();
        } finally {
            lock.unlock();
        }
    }

    /// What was used from one time to another, in steps of whole seconds; what is known of each second as far as the
    /// steps are shorter than a minute.
    Series series(Instant since, Instant until, Duration step) {
        var length = step.toSeconds();
        var from = Math.floorDiv(since.getEpochSecond(), length) * length;
        var to = until.getEpochSecond();
        var sums = new TreeMap<Long, Sum>();
        lock.lock();
        try {
            var firstSecond = length < SECONDS ? Math.min(to, Math.max(from, seconds.oldest())) : to;
            var lastMinute = firstSecond == to ? Math.ceilDiv(to, SECONDS) : firstSecond / SECONDS;
            for (var point : minutes(from / SECONDS, lastMinute)) {
                var at = Math.max(from, point.at().getEpochSecond());
                add(sums, at - Math.floorMod(at, length), point);
            }
            for (var second = firstSecond; second <= Math.min(to, seconds.newest()); second++) {
                for (var figure : Figure.values()) {
                    add(sums, second - Math.floorMod(second, length), figure, seconds.value(second, figure));
                }
            }
        } finally {
            lock.unlock();
        }
        var points = new ArrayList<Point>(sums.size());
        sums.forEach((at, sum) -> points.add(sum.point(Instant.ofEpochSecond(at))));
        return new Series(Instant.ofEpochSecond(from), Duration.ofSeconds(length), points);
    }

    private List<Point> minutes(long from, long to) {
        var points = new ArrayList<>(file.read(from, to));
        if (!minute.isEmpty() && current >= from && current < to) {
            points.removeIf(point -> point.at().equals(instant(current)));
            points.add(minute.point(instant(current)));
        }
        return points;
    }

    private static void add(Map<Long, Sum> sums, long at, Point point) {
        for (var figure : Figure.values()) {
            if (point.of(figure).isKnown()) {
                sums.computeIfAbsent(at, _ -> new Sum()).add(figure, point.of(figure));
            }
        }
    }

    private static void add(Map<Long, Sum> sums, long at, Figure figure, double value) {
        if (!Double.isNaN(value)) {
            sums.computeIfAbsent(at, _ -> new Sum()).add(figure, Spread.of(value));
        }
    }

    private static Instant instant(long minute) {
        return Instant.ofEpochSecond(Math.max(minute, 0) * SECONDS);
    }
}

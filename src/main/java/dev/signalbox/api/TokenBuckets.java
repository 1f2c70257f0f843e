package dev.signalbox.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Limits how often each of many may do something. Safe to use from any thread.
final class TokenBuckets {
    private static final int MOST = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    private record Bucket(double left, long atNanos) {}

    TokenBuckets(double perSecond, double burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    private double left(String who, long now) {
        var before = buckets.getOrDefault(who, new Bucket(burst, now));
        return Math.min(burst, before.left + (now - before.atNanos) / NANOS_PER_SECOND * perSecond);
    }

    /// Whether `who` may do it once more now.
    synchronized boolean take(String who) {
        var now = nanoTime.getAsLong();
        var left = left(who, now);
        buckets.put(who, new Bucket(left < 1 ? left : left - 1, now));
        return left >= 1;
    }
}

package dev.signalbox.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator who comes without a right token: a line a minute for each address, and not many lines for
/// all of them. Says nothing that they have sent. Safe to use from any thread.
final class Knocks {
    private static final Logger LOG = LoggerFactory.getLogger(Knocks.class);
    private static final long EVERY = Duration.ofMinutes(1).toNanos();
    /// Addresses that are remembered.
    private static final int MOST = 1_000;
    private static final double LINES_PER_SECOND = 0.2;
    private static final double LINES_AT_ONCE = 20;

    private record Seen(long toldAt, long since) {}

    private final LongSupplier nanoTime;
    private final TokenBuckets lines;
    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    Knocks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lines = new TokenBuckets(LINES_PER_SECOND, LINES_AT_ONCE, nanoTime);
    }

    /// A request from `address` had no token, a wrong one, or came after too many of those.
    synchronized void at(String address) {
        var now = nanoTime.getAsLong();
        var before = seen.get(address);
        var count = before == null ? 1 : before.since + 1;
        if ((before == null || now - before.toldAt >= EVERY) && lines.take("")) {
            LOG.warn("requests from {} without a right token: {}", address, count);
            seen.put(address, new Seen(now, 0));
        } else {
            seen.put(address, new Seen(before == null ? now - EVERY : before.toldAt, count));
        }
    }
}

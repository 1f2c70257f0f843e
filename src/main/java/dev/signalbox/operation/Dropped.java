package dev.signalbox.operation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has left a waiting line without having run, for as long as it can be put back. Guarded by the [StateLock].
final class Dropped {
    /// The window offers it for 30 s, and an engine elsewhere may be far.
    static final Duration KEPT = Duration.ofSeconds(60);

    /// More than may wait for a service, if nobody has said otherwise.
    private static final int MOST = 2_000;

    /// In the order in which they left.
    private final Map<Long, One> all = new LinkedHashMap<>();

    /// An operation that has ended before it began.
    static final class One {
        private final Operation operation;
        private final long since;
        private long again;

        private One(Operation operation, long since) {
            this.operation = operation;
            this.since = since;
        }

        Operation operation() {
            return operation;
        }

        /// The operation that stands for it now; 0 if none does.
        long again() {
            return again;
        }

        /// It is put back as `other`; with 0 it is not.
        void putBackAs(long other) {
            again = other;
        }
    }

    void add(Operation operation, long now) {
        prune(now);
        all.put(operation.id(), new One(operation, now));
    }

    @Nullable
    One find(long id, long now) {
        prune(now);
        return all.get(id);
    }

    private void prune(long now) {
        var eldest = all.values().iterator();
        while (eldest.hasNext()) {
            var past = now - eldest.next().since >= KEPT.toNanos();
            if (!past && all.size() < MOST) {
                return;
            }
            eldest.remove();
        }
    }
}

package dev.signalbox.api;

import dev.signalbox.journal.EarlierRequest;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What callers have asked under keys, for [EarlierRequest#KEPT] and within ceilings: what one caller asks makes
/// nothing of another one forgotten, as long as all of them together do not fill the memory that there is for it;
/// then it is forgotten of who has most. Not thread safe.
///
/// @param <T> what is known of a request
final class KeptRequests<T> {
    /// Characters of what one caller has been answered, and of all.
    static final long MOST_TEXT = 2_000_000;

    static final long MOST_TEXT_OF_ALL = 8_000_000;

    /// Characters that a request takes beside its answer.
    private static final long PLAIN = 500;

    private record Kept<T>(T request, long atMillis, long text) {}

    /// Of one caller, oldest first.
    private static final class Mine<T> {
        private final Map<String, Kept<T>> requests = new LinkedHashMap<>();
        private long text;

        /// One that is known keeps its place.
        private void put(String key, Kept<T> kept) {
            var before = requests.put(key, kept);
            text += kept.text - (before == null ? 0 : before.text);
        }

        private void remove(String key) {
            var before = requests.remove(key);
            text -= before == null ? 0 : before.text;
        }

        private void removeEldest() {
            remove(requests.keySet().iterator().next());
        }
    }

    private final InstantSource clock;
    private final ToLongFunction<T> textOf;
    private final Map<String, Mine<T>> callers = new HashMap<>();

    /// @param textOf how many characters a request has been answered with by now
    KeptRequests(InstantSource clock, ToLongFunction<T> textOf) {
        this.clock = clock;
        this.textOf = textOf;
    }

    @Nullable
    T find(String caller, String key) {
        expire();
        var mine = callers.get(caller);
        var found = mine == null ? null : mine.requests.get(key);
        return found == null ? null : found.request;
    }

    /// Keeps a request that has come now, or what it has been answered with by now.
    void put(String caller, String key, T request) {
        var mine = callers.computeIfAbsent(caller, _ -> new Mine<>());
        var before = mine.requests.get(key);
        var at = before == null ? clock.millis() : before.atMillis;
        mine.put(key, new Kept<>(request, at, PLAIN + textOf.applyAsLong(request)));
        while (mine.requests.size() > EarlierRequest.MOST_EACH || (mine.text > MOST_TEXT && mine.requests.size() > 1)) {
            mine.removeEldest();
        }
        while (text() > MOST_TEXT_OF_ALL || count() > EarlierRequest.MOST) {
            most().removeEldest();
        }
    }

    /// Forgets `request`, if it is what is known under the key.
    @SuppressWarnings("ReferenceEquality") // it is about this very request
    void remove(String caller, String key, T request) {
        var mine = callers.get(caller);
        var known = mine == null ? null : mine.requests.get(key);
        if (mine != null && known != null && known.request == request) {
            mine.remove(key);
        }
    }

    long count() {
        return callers.values().stream().mapToLong(mine -> mine.requests.size()).sum();
    }

    private long text() {
        return callers.values().stream().mapToLong(mine -> mine.text).sum();
    }

    private Mine<T> most() {
        return callers.values().stream()
                .max(Comparator.comparingLong(mine -> mine.text))
                .orElseThrow();
    }

    private void expire() {
        var past = clock.instant().minus(EarlierRequest.KEPT).toEpochMilli();
        for (var mine : callers.values()) {
            while (!mine.requests.isEmpty() && mine.requests.values().iterator().next().atMillis <= past) {
                mine.removeEldest();
            }
        }
        callers.values().removeIf(mine -> mine.requests.isEmpty());
    }
}

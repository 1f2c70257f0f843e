package dev.signalbox.api;

import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.RequestKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Knows what was asked under an `Idempotency-Key`, so that a request that is sent twice is carried out once: for
/// [EarlierRequest#KEPT], the newest [EarlierRequest#MOST] of them. What operations were accepted for is known by
/// the next engine too, as the journal keeps it with them; what came to none is known by this one only, as is a
/// stop as long as it is not recorded. Safe to use from any thread.
final class Idempotency {
    private static final String HEADER = "Idempotency-Key";

    /// What a route says that asks for something once.
    static final Route.Parameter KEY = Route.Parameter.header(
            HEADER,
            "the same key asks for the same thing once only, also after a restart of the engine; up to 200 characters,"
                    + " known for a day");

    private static final int LONGEST_KEY = 200;

    /// What a request has come to.
    interface Result {
        /// Its operations, in their order.
        List<Long> numbers();
    }

    /// Tells what an engine before this one has made of the same.
    interface Recall<T> {
        T of(EarlierRequest earlier) throws JournalException;
    }

    /// Something that is to be done once.
    ///
    /// @param what is asked, by which another request under the same key is told from the same one
    /// @param stops whether it but stops, which is done also where it is not known whether it was done already
    /// @param first does it, under a key unless that is `null`
    record Task<T extends Result>(
            String what, boolean stops, Class<T> type, Function<@Nullable RequestKey, T> first, Recall<T> again) {}

    /// What is asked, with the words of who asks: under the same key they are another request.
    static String because(String what, String why) {
        return why.isEmpty() ? what : what + ", " + why;
    }

    private record Done(String what, Instant at, CompletableFuture<Result> result) {}

    private final ServedEngine engine;
    private final InstantSource clock;
    private final Map<String, Done> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Done> eldest) {
            return size() > EarlierRequest.MOST;
        }
    };

    Idempotency(ServedEngine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /// The result of `task`, or the earlier one if the same was asked under the same key.
    <T extends Result> T once(Request request, Task<T> task) throws JournalException {
        var text = request.header(HEADER);
        if (text.isEmpty()) {
            return task.first().apply(null);
        }
        if (text.get().isBlank() || text.get().length() > LONGEST_KEY) {
            throw Problem.badRequest("the Idempotency-Key has " + text.get().length() + " characters. Allowed: 1 to "
                            + LONGEST_KEY)
                    .thrown();
        }
        var key = new RequestKey(name(request.caller(), text.get()), task.what(), "");
        var mine = new Done(task.what(), clock.instant(), new CompletableFuture<>());
        Done earlier;
        synchronized (done) {
            earlier = known(key.name());
            if (earlier == null) {
                done.put(key.name(), mine);
            }
        }
        if (earlier == null) {
            return carryOut(key, mine, task);
        }
        requireSame(task, earlier.what());
        try {
            return task.type().cast(earlier.result().join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof JournalException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// The operations that were accepted for what the caller asked under `text`; empty if that was nothing, or is
    /// known no more.
    Optional<List<Long>> find(Caller caller, String text, Recall<List<Long>> again) throws JournalException {
        var name = name(caller, text);
        Done own;
        synchronized (done) {
            own = known(name);
        }
        if (own != null) {
            try {
                return Optional.of(own.result().join().numbers());
            } catch (CompletionException e) {
                // It was refused, or nobody could tell then whether it was done before: the journal knows.
            }
        }
        var earlier = engine.earlierRequest(name);
        return earlier.isEmpty() ? Optional.empty() : Optional.of(again.of(earlier.get()));
    }

    private static String name(Caller caller, String key) {
        return caller.road() + "\n" + caller.name() + "\n" + key;
    }

    /// What this engine knows, under the lock.
    private @Nullable Done known(String name) {
        var found = done.get(name);
        if (found != null && !found.at().isAfter(clock.instant().minus(EarlierRequest.KEPT))) {
            done.remove(name);
            return null;
        }
        return found;
    }

    private static void requireSame(Task<?> task, String asked) {
        if (!asked.equals(task.what())) {
            throw Problem.unprocessable("this Idempotency-Key was used for another request: " + asked)
                    .thrown();
        }
    }

    private <T extends Result> T carryOut(RequestKey key, Done mine, Task<T> task) throws JournalException {
        try {
            var earlier = earlier(key.name(), task);
            T result;
            if (earlier.isPresent()) {
                requireSame(task, earlier.get().key().request());
                result = task.again().of(earlier.get());
                forget(key, mine); // it is told anew each time, and known no longer for that
            } else {
                result = task.first().apply(key);
            }
            mine.result().complete(result);
            return result;
        } catch (RuntimeException | JournalException e) {
            forget(key, mine);
            mine.result().completeExceptionally(e);
            throw e;
        }
    }

    private void forget(RequestKey key, Done mine) {
        synchronized (done) {
            done.remove(key.name(), mine);
        }
    }

    private Optional<EarlierRequest> earlier(String name, Task<?> task) {
        try {
            return engine.earlierRequest(name);
        } catch (JournalException e) {
            if (task.stops()) {
                return Optional.empty();
            }
            throw Problem.unavailable("it is not known whether this was done already: " + e.getMessage())
                    .thrown();
        }
    }
}

package dev.signalbox.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Remembers what was asked under an `Idempotency-Key`, so that a request that is sent twice is carried out once.
/// The newest ten thousand are remembered, as long as the program runs. Safe to use from any thread.
final class Idempotency {
    private static final String HEADER = "Idempotency-Key";

    /// What a route says that asks for something once.
    static final Route.Parameter KEY =
            Route.Parameter.header(HEADER, "the same key asks for the same thing once only, up to 200 characters");

    private static final int MOST = 10_000;
    private static final int LONGEST_KEY = 200;

    private record Key(Caller caller, String key) {}

    private record Done(String request, CompletableFuture<Object> result) {}

    private final Map<Key, Done> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Done> eldest) {
            return size() > MOST;
        }
    };

    /// The result of `action`, or the earlier one if the same was asked under the same key.
    ///
    /// @param fingerprint what is asked
    <T> T once(Request request, String fingerprint, Class<T> type, Supplier<T> action) {
        var text = request.header(HEADER);
        if (text.isEmpty()) {
            return action.get();
        }
        if (text.get().isBlank() || text.get().length() > LONGEST_KEY) {
            throw Problem.badRequest("the Idempotency-Key has " + text.get().length() + " characters. Allowed: 1 to "
                            + LONGEST_KEY)
                    .thrown();
        }
        var key = new Key(request.caller(), text.get());
        var mine = new Done(fingerprint, new CompletableFuture<>());
        Done earlier;
        synchronized (done) {
            earlier = done.putIfAbsent(key, mine);
        }
        if (earlier == null) {
            return carryOut(key, mine, action);
        }
        if (!earlier.request().equals(fingerprint)) {
            throw Problem.unprocessable("this Idempotency-Key was used for another request: " + earlier.request())
                    .thrown();
        }
        try {
            return type.cast(earlier.result().join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private <T> T carryOut(Key key, Done mine, Supplier<T> action) {
        try {
            var result = action.get();
            mine.result().complete(result);
            return result;
        } catch (RuntimeException e) {
            synchronized (done) {
                done.remove(key, mine);
            }
            mine.result().completeExceptionally(e);
            throw e;
        }
    }
}

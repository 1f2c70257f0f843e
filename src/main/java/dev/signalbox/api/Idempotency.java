package dev.signalbox.api;

import dev.signalbox.code.Code;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.JournalException;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.text.Sha256;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Knows what was asked under an `Idempotency-Key`, so that a request that is sent twice is carried out once: for
/// [EarlierRequest#KEPT], within the ceilings of [KeptRequests]. What operations were accepted for is known by
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

        /// About how many characters it takes.
        default long text() {
            return 0;
        }
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

    /// @param what as [#fingerprint] has it
    private record Done(String what, CompletableFuture<Result> result) {
        private long text() {
            var own = result.isCompletedExceptionally() ? null : result.getNow(null);
            return what.length() + (own == null ? 0 : own.text());
        }
    }

    /// Of more than that a digest is kept.
    private static final int LONGEST_WHAT = 300;

    private static final int BEGINNING = 60;

    private final ServedEngine engine;
    private final KeptRequests<Done> done;

    Idempotency(ServedEngine engine, InstantSource clock) {
        this.engine = engine;
        this.done = new KeptRequests<>(clock, Done::text);
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
        var caller = name(request.caller());
        var key = new RequestKey(caller + text.get(), fingerprint(task.what()), "");
        var mine = new Done(key.request(), new CompletableFuture<>());
        Done earlier;
        synchronized (done) {
            earlier = done.find(caller, key.name());
            if (earlier == null) {
                done.put(caller, key.name(), mine);
            }
        }
        if (earlier == null) {
            return carryOut(caller, key, mine, task);
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
        var name = name(caller) + text;
        Done own;
        synchronized (done) {
            own = done.find(name(caller), name);
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

    /// What the names of all its keys begin with.
    private static String name(Caller caller) {
        return caller.road() + "\n" + caller.name() + "\n";
    }

    /// What tells `what` from anything else that is asked, and is never long.
    static String fingerprint(String what) {
        if (what.length() <= LONGEST_WHAT) {
            return what;
        }
        return what.substring(0, BEGINNING) + "… (SHA-256 " + Sha256.of(what) + ")";
    }

    /// @param asked a fingerprint; or what was asked as a whole, as engines of before have kept it
    private static void requireSame(Task<?> task, String asked) {
        var before = fingerprint(asked);
        if (!before.equals(fingerprint(task.what()))) {
            throw Problem.unprocessable("this Idempotency-Key was used for another request: " + before)
                    .coded(Code.KEY_REUSED)
                    .thrown();
        }
    }

    private <T extends Result> T carryOut(String caller, RequestKey key, Done mine, Task<T> task)
            throws JournalException {
        try {
            var earlier = earlier(key.name(), task);
            T result;
            if (earlier.isPresent()) {
                requireSame(task, earlier.get().key().request());
                result = task.again().of(earlier.get());
                forget(caller, key, mine); // it is told anew each time, and known no longer for that
                mine.result().complete(result);
            } else {
                result = task.first().apply(key);
                mine.result().complete(result);
                synchronized (done) {
                    done.put(caller, key.name(), mine); // with the text of its answer
                }
            }
            return result;
        } catch (RuntimeException | JournalException e) {
            forget(caller, key, mine);
            mine.result().completeExceptionally(e);
            throw e;
        }
    }

    private void forget(String caller, RequestKey key, Done mine) {
        synchronized (done) {
            done.remove(caller, key.name(), mine);
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
                    .coded(Code.JOURNAL_DOWN)
                    .thrown();
        }
    }
}

package dev.signalbox.engine.remote;

import dev.signalbox.code.Code;
import dev.signalbox.engine.Answer;
import dev.signalbox.engine.Connection;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.time.TimeSource;
import dev.signalbox.wire.AskedMessage;
import dev.signalbox.wire.OperationMessage;
import dev.signalbox.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What is asked of an engine, one after the other: of two clicks the first must also come first there.
///
/// Each request has a key, by which the engine, and the next one there, knows whether it was done already. So one
/// whose answer was lost is sent again, but only while it is fresh; later it is found out what became of it.
final class Requests implements AutoCloseable {
    /// Who clicked looks at it for so long, and an engine that is restarted is there again within. What is done
    /// later would come as a surprise: by then he may have seen to it in another link.
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /// Statuses of answers that come from before the engine's own decision: who may not ask any more, or asks too
    /// often, or has to do with a proxy, is not told by them whether the first try was done. Nor is he by 503 where
    /// the engine cannot know it.
    private static final Set<Integer> SAY_NOTHING = Set.of(401, 403, 408, 421, 429, 500, 502, 503, 504);

    /// Those of a proxy that got no answer itself.
    private static final Set<Integer> NO_ANSWER = Set.of(502, 504);

    private final Http http;
    private final TimeSource time;
    private final Link link;
    private final Mirror mirror;
    private final ExecutorService line = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("remote requests").factory());
    private final ExecutorService finding = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("remote finding").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// How often the connection was found to be there.
    private final AtomicLong connections = new AtomicLong();
    /// How often those who wait were told to look.
    private final AtomicLong news = new AtomicLong();

    /// Finds the operations in an answer.
    interface Reading {
        List<OperationMessage> read(String answer) throws IOException;
    }

    /// Understands an answer.
    interface Understanding<T> {
        T read(String answer) throws IOException;
    }

    /// Something that is to be done once.
    ///
    /// @param what for people
    /// @param body JSON; empty for none
    /// @param accepted makes a result of its operations
    /// @param refused makes a result of a reason
    record Task<T>(
            String what,
            String path,
            String body,
            Reading reading,
            Function<List<OperationMessage>, ? extends T> accepted,
            Function<String, ? extends T> refused) {}

    private record Sending<T>(Task<T> task, String key, long asked, CompletableFuture<T> result) {
        void refuse(String reason) {
            result.complete(task.refused.apply(reason));
        }

        void accept(Reading reading, String answer) {
            try {
                var operations = reading.read(answer);
                if (operations.isEmpty()) {
                    refuse(task.what + " was done, but nothing of it is recorded any more");
                } else {
                    result.complete(task.accepted.apply(operations));
                }
            } catch (IOException | RuntimeException e) {
                refuse(task.what + " was done, but the answer is not understood: " + e.getMessage());
            }
        }
    }

    Requests(Http http, TimeSource time, Link link, Mirror mirror) {
        this.http = http;
        this.time = time;
        this.link = link;
        this.mirror = mirror;
    }

    /// Asks for something that has an answer.
    ///
    /// @return never completes exceptionally; where no answer comes, when it is known what became of it
    <T> CompletionStage<T> ask(Task<T> task) {
        if (link.connection() instanceof Connection.Lost lost) {
            return CompletableFuture.completedStage(task.refused().apply(why(lost)));
        }
        var sending = new Sending<>(task, UUID.randomUUID().toString(), time.nanoTime(), new CompletableFuture<T>());
        line.execute(() -> send(sending));
        return sending.result.minimalCompletionStage();
    }

    private void send(Sending<?> sending) {
        if (isPast(sending.asked, FRESH)) {
            sending.refuse(tooLate(sending.task.what));
            return;
        }
        try {
            var unanswered = tryToSend(sending);
            if (!unanswered.isEmpty()) {
                mirror.unanswered(sending.task.what + ": no answer came from " + http.host() + " (" + unanswered
                        + "). It is not sent again; what became of it is found out when " + http.host() + " answers");
                finding.execute(() -> findOut(sending));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sending.refuse("the window is closing");
        } catch (RuntimeException e) {
            sending.refuse("it could not be asked for: " + e.getMessage());
        }
    }

    /// @return empty if it is known what came of it, else why it is not
    private String tryToSend(Sending<?> sending) throws InterruptedException {
        var reason = "";
        do {
            try {
                sending.accept(sending.task.reading, http.sendOnce(sending.task.path, sending.task.body, sending.key));
                if (!reason.isEmpty()) {
                    mirror.missOutcomes();
                }
                return "";
            } catch (RefusedException e) {
                if ((reason.isEmpty() ? NO_ANSWER : SAY_NOTHING).contains(e.status())) {
                    return e.reason();
                }
                sending.refuse(e.reason());
                return "";
            } catch (Http.NotReachedException e) {
                if (reason.isEmpty()) {
                    sending.refuse("it was not sent to " + http.host() + ": " + e.getMessage());
                    return "";
                }
                reason = String.valueOf(e.getMessage());
            } catch (IOException e) {
                // The first time at once: what was idle for long may have been closed unnoticed.
                var again = reason.isEmpty();
                reason = String.valueOf(e.getMessage());
                if (again) {
                    continue;
                }
            }
            if (!awaitConnection(reason, sending)) {
                return reason;
            }
        } while (!isPast(sending.asked, FRESH));
        return reason;
    }

    /// Asks what became of it, until that is told.
    private void findOut(Sending<?> sending) {
        try {
            while (!isPast(sending.asked, EarlierRequest.KEPT)) {
                var known = news.get();
                if (link.connection().isUp() && isFound(sending)) {
                    return;
                }
                awaitNews(known, ASK_AGAIN);
            }
            sending.refuse("it was never known whether " + sending.task.what + " was done");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sending.refuse("the window is closing");
        }
    }

    private boolean isFound(Sending<?> sending) throws InterruptedException {
        try {
            var answer = http.get("/requests/" + sending.key);
            sending.accept(text -> Wire.readAnswer(text, AskedMessage.class).operations(), answer);
            mirror.missOutcomes();
            return true;
        } catch (RefusedException e) {
            if (e.status() == 404) {
                sending.refuse(http.host() + " knows nothing of " + sending.task.what);
            }
            return e.status() == 404;
        } catch (IOException e) {
            return false;
        }
    }

    /// Asks for something that is done, or is not.
    ///
    /// @return never completes exceptionally
    CompletionStage<Answer> tell(String method, String path) {
        if (link.connection() instanceof Connection.Lost lost) {
            return CompletableFuture.completedStage(new Answer.Refused(why(lost)));
        }
        var asked = time.nanoTime();
        var answered = new CompletableFuture<Answer>();
        line.execute(() ->
                answered.complete(isPast(asked, FRESH) ? new Answer.Refused(tooLate("it")) : answer(method, path)));
        return answered.minimalCompletionStage();
    }

    /// As [#tell(String, String)], with more to say, and of which more is said in the answer.
    ///
    /// @param reading makes a result of the answer
    /// @param refused makes a result of a reason
    <T> CompletionStage<T> tell(String path, String body, Understanding<T> reading, Function<String, T> refused) {
        if (link.connection() instanceof Connection.Lost lost) {
            return CompletableFuture.completedStage(refused.apply(why(lost)));
        }
        var asked = time.nanoTime();
        var answered = new CompletableFuture<T>();
        line.execute(() -> answered.complete(
                isPast(asked, FRESH) ? refused.apply(tooLate("it")) : answer(path, body, reading, refused)));
        return answered.minimalCompletionStage();
    }

    private <T> T answer(String path, String body, Understanding<T> reading, Function<String, T> refused) {
        try {
            return reading.read(http.send("POST", path, body));
        } catch (RefusedException e) {
            return refused.apply(e.reason());
        } catch (IOException | RuntimeException e) {
            return refused.apply(unanswered(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused.apply("the window is closing");
        }
    }

    private String unanswered(Exception failure) {
        return "no answer came from " + http.host() + " (" + failure.getMessage()
                + "); whether it was done is seen when it answers again";
    }

    private Answer answer(String method, String path) {
        try {
            http.send(method, path, "");
            return new Answer.Done();
        } catch (RefusedException e) {
            return switch (e.status()) {
                case 404 -> new Answer.Missing(e.reason(), Code.NOT_FOUND);
                case 409 -> new Answer.Pointless(e.reason());
                default -> new Answer.Refused(e.reason());
            };
        } catch (IOException | RuntimeException e) {
            return new Answer.Refused(unanswered(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Refused("the window is closing");
        }
    }

    private static String why(Connection.Lost lost) {
        return "there is no connection to " + lost.host() + ": " + lost.reason();
    }

    private String tooLate(String what) {
        return what + " was not sent to " + http.host() + ": what was asked before took longer than "
                + FRESH.toSeconds() + " s";
    }

    private boolean isPast(long asked, Duration limit) {
        return time.nanoTime() - asked >= limit.toNanos();
    }

    // --- the connection ---

    /// The connection has changed, or was measured.
    void connectionChanged() {
        if (link.connection().isUp()) {
            connections.incrementAndGet();
        }
        wake();
    }

    /// Waits for another connection than the present one.
    ///
    /// @return false if `sending` is fresh no more before that
    private boolean awaitConnection(String reason, Sending<?> sending) throws InterruptedException {
        var before = connections.get();
        link.broken(reason);
        for (var known = news.get(); connections.get() == before; known = news.get()) {
            var left = FRESH.minusNanos(time.nanoTime() - sending.asked);
            if (!left.isPositive()) {
                return false;
            }
            awaitNews(known, left);
        }
        return true;
    }

    /// @param known what [#news] was when it was looked at last
    private void awaitNews(long known, Duration atMost) throws InterruptedException {
        var timer = time.schedule(atMost, this::wake);
        lock.lock();
        try {
            while (news.get() == known) {
                changed.await();
            }
        } finally {
            lock.unlock();
            timer.cancel();
        }
    }

    private void wake() {
        lock.lock();
        try {
            news.incrementAndGet();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        line.shutdownNow();
        finding.shutdownNow();
    }
}

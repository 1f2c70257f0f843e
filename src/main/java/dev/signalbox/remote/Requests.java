package dev.signalbox.remote;

import dev.signalbox.engine.Answer;
import dev.signalbox.engine.Connection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is asked of an engine, one after the other: of two clicks the first must also come first there.
final class Requests implements AutoCloseable {
    private final Http http;
    private final Supplier<Connection> connection;
    private final ExecutorService line = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("remote requests").factory());

    /// Makes a result of an answer.
    interface Reading<T> {
        T read(String answer) throws IOException;
    }

    Requests(Http http, Supplier<Connection> connection) {
        this.http = http;
        this.connection = connection;
    }

    /// Asks for something that has an answer.
    ///
    /// @param body JSON; empty for none
    /// @param refusal makes a result of a reason
    /// @return never completes exceptionally
    <T> CompletionStage<T> ask(
            String path, String body, Reading<? extends T> reading, Function<String, ? extends T> refusal) {
        if (connection.get() instanceof Connection.Lost lost) {
            return CompletableFuture.completedStage(refusal.apply(why(lost)));
        }
        var answered = new CompletableFuture<T>();
        line.execute(() -> answered.complete(answer(path, body, reading, refusal)));
        return answered.minimalCompletionStage();
    }

    private <T> T answer(
            String path, String body, Reading<? extends T> reading, Function<String, ? extends T> refusal) {
        try {
            return reading.read(http.sendOnce(path, body));
        } catch (RefusedException e) {
            return refusal.apply(e.reason());
        } catch (IOException | RuntimeException e) {
            return refusal.apply(unanswered(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal.apply("the window is closing");
        }
    }

    /// Asks for something that is done, or is not.
    ///
    /// @return never completes exceptionally
    CompletionStage<Answer> tell(String method, String path) {
        if (connection.get() instanceof Connection.Lost lost) {
            return CompletableFuture.completedStage(new Answer.Refused(why(lost)));
        }
        var answered = new CompletableFuture<Answer>();
        line.execute(() -> answered.complete(answer(method, path)));
        return answered.minimalCompletionStage();
    }

    private Answer answer(String method, String path) {
        try {
            http.send(method, path, "");
            return new Answer.Done();
        } catch (RefusedException e) {
            return switch (e.status()) {
                case 404 -> new Answer.Missing(e.reason());
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

    private String unanswered(Exception e) {
        return "no answer came from " + http.host() + " (" + e.getMessage()
                + "); whether it was done is seen when it answers again";
    }

    @Override
    public void close() {
        line.shutdownNow();
    }
}

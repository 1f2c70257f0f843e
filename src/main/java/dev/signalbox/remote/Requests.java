package dev.signalbox.remote;

import dev.signalbox.engine.Connection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is asked of an engine, one after the other: of two clicks the first must also come first there.
final class Requests implements AutoCloseable {
    private final Http http;
    private final Supplier<Connection> connection;
    private final Consumer<String> refused;
    private final ExecutorService line = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("remote requests").factory());

    /// Makes a result of an answer.
    interface Reading<T> {
        T read(String answer) throws IOException;
    }

    /// @param refused told why something without an answer was not done
    Requests(Http http, Supplier<Connection> connection, Consumer<String> refused) {
        this.http = http;
        this.connection = connection;
        this.refused = refused;
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

    /// Asks for something of which only a refusal is of interest.
    void tell(String method, String path) {
        if (connection.get() instanceof Connection.Lost lost) {
            refused.accept(why(lost));
            return;
        }
        line.execute(() -> {
            try {
                http.send(method, path, "");
            } catch (RefusedException e) {
                // What is there no more needs nothing done to it.
                if (e.status() != 404 && e.status() != 409) {
                    refused.accept(e.reason());
                }
            } catch (IOException | RuntimeException e) {
                refused.accept(unanswered(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
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

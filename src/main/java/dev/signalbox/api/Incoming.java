package dev.signalbox.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What comes on a connection, piece by piece. That the other side has closed is known to who reads, and to nobody
/// else; so while an answer is waited for, the next piece is read ahead, and kept until it is needed. That holds for
/// plain connections, those with TLS, and the socket file alike.
///
/// Used by the connection's own thread, but for the reading ahead.
final class Incoming {
    private final Supplier<byte @Nullable []> socket;
    private @Nullable CompletableFuture<byte @Nullable []> ahead;

    /// @param socket blocks until there is a piece; gives `null` at the end, and throws where there is none
    Incoming(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    /// The next piece, waited for.
    ///
    /// @return `null` at the end
    byte @Nullable [] next() {
        var early = ahead;
        if (early == null) {
            return socket.get();
        }
        ahead = null;
        try {
            return early.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("the server is closing", e);
        }
    }

    /// Reads ahead from now on.
    ///
    /// @return completes when nothing comes any more, as the other side has closed, or the connection is lost; not
    ///     where more has come first: who sends the next request is there
    CompletableFuture<Void> end() {
        var early = ahead;
        if (early == null) {
            early = new CompletableFuture<>();
            ahead = early;
            var piece = early;
            Thread.ofVirtual().name("reading ahead").start(() -> {
                try {
                    piece.complete(socket.get());
                } catch (Throwable e) {
                    piece.completeExceptionally(e);
                }
            });
        }
        var end = new CompletableFuture<Void>();
        var _ = early.whenComplete((piece, _) -> {
            if (piece == null) {
                end.complete(null);
            }
        });
        return end;
    }
}

package dev.signalbox.driver.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something costly that many ask for at about the same time, done once for all of them. A call that began before
/// somebody asked says nothing to them, as the world may have changed since; the next one serves all who have
/// asked until it begins. So there is one call at a time, and nobody waits for more than two. Thread-safe.
///
/// @param <T> must be safe to share
final class SharedCall<T> {
    private final Supplier<T> call;
    private final ReentrantLock calling = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CompletableFuture<T> next;

    SharedCall(Supplier<T> call) {
        this.call = call;
    }

    /// The result of a call that begins after this one. Not interruptible.
    T get() {
        CompletableFuture<T> result;
        boolean first;
        lock.lock();
        try {
            first = next == null;
            result = next == null ? new CompletableFuture<>() : next;
            next = result;
        } finally {
            lock.unlock();
        }
        if (first) {
            run(result);
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void run(CompletableFuture<T> result) {
        calling.lock();
        try {
            lock.lock();
            try {
                next = null; // who asks from now on may have seen what this call will not
            } finally {
                lock.unlock();
            }
            result.complete(call.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        } finally {
            calling.unlock();
        }
    }
}

package dev.signalbox.service.probe;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Makes calls that may hang in the kernel, where no interrupt reaches them and where they would hold a carrier that
/// others need: each on a platform thread of its own, and one at a time. Who waits for one may give up; the call is
/// then left alone, and the next one waits for its end. So one thread is lost at most. Safe to use from any thread.
final class Aside {
    private final String name;
    private final Semaphore free = new Semaphore(1);

    /// @param name of the threads
    Aside(String name) {
        this.name = name;
    }

    /// Calls, and waits for the end.
    ///
    /// @param late gets the result that nobody waits for any more, on the thread of the call
    /// @throws InterruptedException if this thread was interrupted while it waited for that or for an earlier call
    <T> T call(Callable<T> call, Consumer<? super T> late) throws IOException, InterruptedException {
        free.acquire();
        var result = new CompletableFuture<T>();
        try {
            Thread.ofPlatform().daemon().name(name).start(() -> run(call, result, late));
        } catch (Throwable e) { // there is no thread to be had
            free.release();
            throw e;
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            if (!result.cancel(false) && !result.isCompletedExceptionally()) {
                late.accept(result.resultNow());
            }
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException problem -> throw problem;
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private <T> void run(Callable<T> call, CompletableFuture<T> result, Consumer<? super T> late) {
        try {
            var value = call.call();
            if (!result.complete(value)) {
                late.accept(value);
            }
        } catch (Throwable e) {
            result.completeExceptionally(e);
        } finally {
            free.release();
        }
    }
}

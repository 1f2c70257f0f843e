package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What may hang in the kernel for ever, and is not worth it: the log of a service, which may be on a disk that is
/// gone. Each call runs on a platform thread, as it would hold a carrier that others need, and is waited for until
/// a deadline. One thread at most is lost: while a call hangs no other is made. Thread-safe.
final class MayHang {
    private final String name;
    private final Duration patience;
    private final Semaphore free = new Semaphore(1);
    /// When the last call began, by [System#nanoTime()].
    private volatile long begun = System.nanoTime();

    /// @param name of its threads
    /// @param patience how long each call is waited for
    MayHang(String name, Duration patience) {
        this.name = name;
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    /// What `call` gives. Not interruptible; the thread is interrupted then when this returns.
    ///
    /// @param otherwise what is given if that takes too long, or an earlier call hangs; where it has begun, `call`
    ///     may yet have its effects
    <T> T call(Supplier<T> call, T otherwise) {
        var interrupted = false;
        CompletableFuture<T> result = null;
        try {
            for (; ; ) {
                // One that has been waited for in vain is not waited for again.
                var left = begun + patience.toNanos() - System.nanoTime();
                try {
                    if (result == null && !free.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                        return otherwise;
                    }
                    if (result == null) {
                        result = begin(call);
                    } else {
                        return result.get(left, TimeUnit.NANOSECONDS);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            return otherwise;
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " has failed", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// With the permit, which goes with the call.
    private <T> CompletableFuture<T> begin(Supplier<T> call) {
        begun = System.nanoTime();
        var result = new CompletableFuture<T>();
        var started = false;
        try {
            Thread.ofPlatform().daemon().name(name).start(() -> run(call, result));
            started = true;
        } finally {
            if (!started) {
                free.release();
            }
        }
        return result;
    }

    private <T> void run(Supplier<T> call, CompletableFuture<T> result) {
        try {
            var value = call.get();
            free.release(); // first, as who has waited may call again at once
            result.complete(value);
        } catch (RuntimeException | Error e) {
            free.release();
            result.completeExceptionally(e);
        }
    }
}

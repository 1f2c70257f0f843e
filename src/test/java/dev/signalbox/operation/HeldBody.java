package dev.signalbox.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A body that stays where a test wants it, until the test lets it go on.
final class HeldBody implements OperationBody {
    private final boolean stubborn;
    private final OperationBody rest;
    private final CompletableFuture<OperationContext> begun = new CompletableFuture<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();

    private HeldBody(boolean stubborn, OperationBody rest) {
        this.stubborn = stubborn;
        this.rest = rest;
    }

    /// Ends when it is let go, and when it is interrupted.
    static HeldBody obedient() {
        return new HeldBody(false, _ -> null);
    }

    /// Ends when it is let go, whatever else happens.
    static HeldBody stubborn() {
        return stubborn(_ -> null);
    }

    /// As [#stubborn()], and then does `rest`.
    static HeldBody stubborn(OperationBody rest) {
        return new HeldBody(true, rest);
    }

    @Override
    public CompletionStage<?> run(OperationContext context) throws Exception {
        begun.complete(context);
        while (true) {
            try {
                gate.await();
                return rest.run(context);
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                if (!stubborn) {
                    throw e;
                }
            }
        }
    }

    /// Waits until the body runs.
    OperationContext awaitBegun() {
        return begun.orTimeout(10, TimeUnit.SECONDS).join();
    }

    boolean hasBegun() {
        return begun.isDone();
    }

    void letGo() {
        gate.countDown();
    }

    int interrupts() {
        return interrupts.get();
    }
}

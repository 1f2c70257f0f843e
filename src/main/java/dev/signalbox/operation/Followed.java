package dev.signalbox.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A stage that completes on a [Lane], and with it what hangs on it. What that throws is reported.
///
/// Who waits for it on a lane, where it may come only after him, waits for its source instead. What hangs on such a
/// stage has none: waiting for that there could be for ever, and so is refused.
final class Followed<T> extends CompletableFuture<T> {
    private final @Nullable CompletableFuture<T> source;

    /// @param source never fails; only the engine's own code hangs on it
    Followed(Lane lane, CompletableFuture<T> source) {
        this.source = source;
        var _ = source.thenAccept(value -> lane.add(() -> complete(value)));
    }

    private Followed() {
        this.source = null;
    }

    /// For what is hung on it.
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        if (source == null) {
            return new CompletableFuture<>();
        }
        var next = new Followed<U>();
        var _ = next.whenComplete((_, failure) -> {
            // Only what was thrown comes wrapped; and it may have been this one that somebody let fail.
            if (failure instanceof CompletionException && failure.getCause() != null && !isCompletedExceptionally()) {
                Lane.report(failure.getCause());
            }
        });
        return next;
    }

    @Override
    public T join() {
        return mayWaitInVain() ? ahead().join() : super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        return mayWaitInVain() ? ahead().get() : super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return mayWaitInVain() ? ahead().get(timeout, unit) : super.get(timeout, unit);
    }

    private boolean mayWaitInVain() {
        return !isDone() && Lane.runsCaller();
    }

    private CompletableFuture<T> ahead() {
        if (source == null) {
            throw new IllegalStateException("what follows a ticket must not wait for what follows one");
        }
        return source;
    }
}

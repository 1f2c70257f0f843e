package dev.signalbox.console.fx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// The one gateway to the JavaFX application thread.
public final class FxThread {
    private FxThread() {}

    /// Starts JavaFX, which then runs until [#exit()], also while no window is open. Returns when it runs.
    ///
    /// @throws IllegalStateException if it cannot start here, with the reason
    public static void start() {
        var ready = new CompletableFuture<@Nullable Void>();
        try {
            Platform.startup(() -> ready.complete(null));
        } catch (UnsupportedOperationException e) {
            throw new IllegalStateException("the display cannot be used: " + e.getMessage(), e);
        }
        Platform.setImplicitExit(false);
        ready.join();
    }

    /// Ends JavaFX.
    public static void exit() {
        Platform.exit();
    }

    /// Opens something on the FX thread and waits until it calls the consumer that it is given. Not for the FX
    /// thread.
    ///
    /// @return what the consumer was given
    public static <T extends @Nullable Object> T await(Consumer<Consumer<T>> open) {
        var answer = new CompletableFuture<T>();
        run(() -> {
            try {
                open.accept(answer::complete);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.join();
    }

    /// Runs `action` on the FX thread: now if this is it, else soon.
    public static void run(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    /// Begins on the FX thread what ends on another: now if this is it, else soon.
    ///
    /// @return completes as `next` does
    public static <T> CompletionStage<T> goOn(Supplier<CompletionStage<T>> next) {
        return CompletableFuture.supplyAsync(next, FxThread::run).thenCompose(Function.identity());
    }

    /// Makes a signal that may be given from any thread, as often as anybody likes. `refresh` runs on the FX
    /// thread in the pulse after a signal: at most twenty times a second, as nobody reads faster, with at most
    /// one run pending, and always after the last signal, so that the last state is never lost.
    public static Runnable coalesced(Runnable refresh) {
        return new Coalescer(refresh);
    }

    private static final class Coalescer extends AnimationTimer implements Runnable {
        private static final long GAP_NANOS = 50_000_000;

        private final Runnable refresh;
        private final AtomicBoolean pending = new AtomicBoolean();
        private long refreshedAt = System.nanoTime() - GAP_NANOS;

        Coalescer(Runnable refresh) {
            this.refresh = refresh;
        }

        @Override
        public void run() {
            if (pending.compareAndSet(false, true)) {
                FxThread.run(this::start);
            }
        }

        @Override
        public void handle(long now) {
            if (now - refreshedAt < GAP_NANOS) {
                return;
            }
            refreshedAt = now;
            stop();
            // Before the refresh: a signal that comes while it runs belongs to the next one.
            pending.set(false);
            refresh.run();
        }
    }
}

package dev.signalbox.workspace;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Notices that the files of a workspace hold something else than what is in force.
///
/// It looks at what they hold every now and then. Events of the file system would be quicker, but a file may be a
/// link into another folder, or be replaced with its folder, and some file systems have no events. They are
/// small.
public final class WorkspaceWatch implements AutoCloseable {
    private final Supplier<Fingerprint> inForce;
    private final Consumer<Boolean> listener;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("workspace-watch").daemon().factory());

    private @Nullable Fingerprint seen;
    private @Nullable Fingerprint told;

    /// Does nothing before [#start(Duration)].
    ///
    /// @param inForce what counts at any time; asked on the thread of the watch
    /// @param listener told `true` once the files hold something else and have come to rest, and again after each
    ///     further change; `false` when they hold what is in force again. On the thread of the watch, and may
    ///     block it; must not throw
    public WorkspaceWatch(Supplier<Fingerprint> inForce, Consumer<Boolean> listener) {
        this.inForce = inForce;
        this.listener = listener;
    }

    /// Begins to look.
    ///
    /// @param pause between two looks; what two looks in a row see has come to rest
    public void start(Duration pause) {
        var _ = timer.scheduleWithFixedDelay(this::look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// One look, never two at a time.
    void look() {
        var current = inForce.get();
        var now = current.now();
        if (now.equals(current)) {
            if (told != null) {
                told = null;
                listener.accept(false);
            }
        } else if (now.equals(seen) && !now.equals(told)) {
            told = now;
            listener.accept(true);
        }
        seen = now;
    }

    /// Looks no more. A look that goes on may still be told.
    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package dev.signalbox.console.model;

import dev.signalbox.console.fx.FxThread;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.util.Subscription;

/// The one clock of all that shows passing time: it ticks on the FX thread, ten times a second while operations
/// run or wait and once a second else, so that an idle window costs next to nothing. An animation would keep the
/// toolkit drawing sixty frames a second. FX thread.
public final class Ticker implements AutoCloseable {
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final OperationQueueModel model;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private boolean busy;
    private boolean closed;
    /// Of two scheduled ticks only the later counts.
    private long generation;

    public Ticker(OperationQueueModel model) {
        this.model = model;
        model.totalsProperty().addListener((_, _, totals) -> {
            if (!busy && isBusy(totals)) {
                schedule();
            }
        });
        schedule();
    }

    /// Calls `listener` with every tick until the subscription ends.
    public Subscription onTick(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private static boolean isBusy(Totals totals) {
        return totals.active() > 0 || totals.queued() > 0;
    }

    private void schedule() {
        busy = isBusy(model.totalsProperty().get());
        long mine = ++generation;
        model.time().schedule(busy ? BUSY : IDLE, () -> FxThread.run(() -> tick(mine)));
    }

    private void tick(long scheduled) {
        if (scheduled == generation && !closed) {
            listeners.forEach(Runnable::run);
            schedule();
        }
    }

    /// No more ticks.
    @Override
    public void close() {
        closed = true;
    }
}

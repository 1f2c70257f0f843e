package dev.signalbox.console.plan;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.model.OperationQueueModel;
import java.time.Duration;
import javafx.util.Subscription;

/// Brings up to date what is shown of the queues, but not more often than anybody can read: they may change hundreds
/// of times a second. FX thread.
final class Updates {
    private static final Duration GAP = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OperationQueueModel model;
    private final Runnable update;
    private final Subscription subscription;
    private boolean scheduled;
    private boolean open = true;

    /// Calls `update` after changes, until the end.
    Updates(OperationQueueModel model, Runnable update) {
        this.model = model;
        this.update = update;
        subscription = model.onRefreshed(() -> schedule(GAP));
    }

    /// Calls it in a second too, as something that is shown passes by itself.
    void soon() {
        schedule(SECOND);
    }

    void end() {
        open = false;
        subscription.unsubscribe();
    }

    private void schedule(Duration delay) {
        if (open && !scheduled) {
            scheduled = true;
            model.time()
                    .schedule(
                            delay,
                            () -> FxThread.run(() -> {
                                scheduled = false;
                                if (open) {
                                    update.run();
                                }
                            }));
        }
    }
}

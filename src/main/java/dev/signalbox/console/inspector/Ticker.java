package dev.signalbox.console.inspector;

import dev.signalbox.console.FxThread;
import dev.signalbox.operation.TimeSource;
import java.time.Duration;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/// The present, in steps of 100 ms, for the running times of one tab. An animation would keep the toolkit drawing
/// sixty frames a second. FX thread.
final class Ticker {
    private static final Duration STEP = Duration.ofMillis(100);

    private final TimeSource time;
    private final ReadOnlyLongWrapper now;
    private boolean running;
    /// Whether a step is on its way: there is never a second one.
    private boolean scheduled;

    Ticker(TimeSource time) {
        this.time = time;
        this.now = new ReadOnlyLongWrapper(this, "now", time.nanoTime());
    }

    /// The present on [TimeSource#nanoTime()].
    ReadOnlyLongProperty nowProperty() {
        return now.getReadOnlyProperty();
    }

    /// Time from `nanos` to the present.
    Duration since(long nanos) {
        return Duration.ofNanos(now.get() - nanos);
    }

    /// Brings the present up to date, and keeps it so while `on`.
    void run(boolean on) {
        running = on;
        now.set(time.nanoTime());
        schedule();
    }

    boolean isRunning() {
        return running;
    }

    private void schedule() {
        if (running && !scheduled) {
            scheduled = true;
            time.schedule(STEP, () -> FxThread.run(this::step));
        }
    }

    private void step() {
        scheduled = false;
        if (running) {
            now.set(time.nanoTime());
            schedule();
        }
    }
}

package dev.signalbox.console.inspector;

import dev.signalbox.operation.TimeSource;
import java.time.Duration;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/// The present, in steps of 100 ms, for all running times of the inspector. FX thread.
final class Ticker {
    private static final javafx.util.Duration STEP = javafx.util.Duration.millis(100);

    private final TimeSource time;
    private final ReadOnlyLongWrapper now;
    private final Timeline timeline = new Timeline(new KeyFrame(STEP, _ -> tick()));

    Ticker(TimeSource time) {
        this.time = time;
        this.now = new ReadOnlyLongWrapper(this, "now", time.nanoTime());
        timeline.setCycleCount(Animation.INDEFINITE);
    }

    /// The present on [TimeSource#nanoTime()].
    ReadOnlyLongProperty nowProperty() {
        return now.getReadOnlyProperty();
    }

    /// Time from `nanos` to the present.
    Duration since(long nanos) {
        return Duration.ofNanos(now.get() - nanos);
    }

    /// Brings the present up to date, and keeps it so while `running`.
    void run(boolean running) {
        tick();
        if (running) {
            timeline.play();
        } else {
            timeline.stop();
        }
    }

    boolean isRunning() {
        return timeline.getStatus() == Animation.Status.RUNNING;
    }

    private void tick() {
        now.set(time.nanoTime());
    }
}

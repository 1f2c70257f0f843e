package dev.signalbox.time;

import static dev.signalbox.Waiting.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

    /// It may hold an operation with all that belongs to it.
    @Test
    void timer_thatIsCancelled_isNotKeptUntilItWouldHaveBeenDue() {
        try (var time = new SystemTime()) {
            var task = setAndCancel(time);
            await().until(() -> {
                System.gc();
                return task.get() == null;
            });
        }
    }

    private static WeakReference<Runnable> setAndCancel(SystemTime time) {
        var held = new int[1];
        Runnable task = () -> held[0]++;
        time.schedule(Duration.ofHours(1), task).cancel();
        return new WeakReference<>(task);
    }
}

package dev.signalbox.console.commands;

import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What was done here and can still be taken back, the last first, each for 30 s. FX thread.
public final class Undos {
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final TimeSource time;
    private final Deque<Entry> entries = new ArrayDeque<>();

    Undos(TimeSource time) {
        this.time = time;
    }

    /// Something that can be taken back.
    ///
    /// @param obstacle why it cannot be any more; `null` if it can
    /// @param deed takes it back
    record Undo(Supplier<@Nullable String> obstacle, Runnable deed) {}

    private record Entry(Undo undo, long until) {}

    void add(Undo undo) {
        entries.push(new Entry(undo, time.nanoTime() + KEPT.toNanos()));
    }

    /// It was taken back otherwise.
    void remove(Undo undo) {
        entries.removeIf(entry -> entry.undo().equals(undo));
    }

    /// Whether there is nothing that was done lately.
    boolean isEmpty() {
        entries.removeIf(entry -> entry.until() - time.nanoTime() < 0);
        return entries.isEmpty();
    }

    /// Takes back what was done last.
    ///
    /// @return why that could not be; then the next call is about what was done before it
    @Nullable
    String undo() {
        if (isEmpty()) {
            return null;
        }
        var last = entries.pop().undo();
        var obstacle = last.obstacle().get();
        if (obstacle == null) {
            last.deed().run();
        }
        return obstacle;
    }
}

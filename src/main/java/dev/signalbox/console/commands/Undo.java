package dev.signalbox.console.commands;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What was done here in the last 30 s and can be taken back, one after the other, the newest first. What was done
/// last is told of for a while. It is about what this window has asked for, and nobody else. FX thread.
public final class Undo {
    private static final Duration SHOWN = Duration.ofSeconds(8);
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final TimeSource time;
    /// The newest first.
    private final Deque<Done> all = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<@Nullable Told> told = new ReadOnlyObjectWrapper<>(this, "told", null);
    private Consumer<String> teller = _ -> {};
    private long until;

    private record Done(Deed deed, long until) {}

    /// What is told.
    ///
    /// @param times how often it was done
    record Told(Deed deed, int times) {
        String title() {
            return deed.title(times);
        }
    }

    Undo(TimeSource time) {
        this.time = time;
    }

    /// Sets what tells what has come of taking something back.
    void onTell(Consumer<String> action) {
        teller = action;
    }

    /// What is told now; `null` for nothing.
    ReadOnlyObjectProperty<@Nullable Told> toldProperty() {
        return told.getReadOnlyProperty();
    }

    /// Takes note of what was done just now.
    void did(Deed deed) {
        var now = time.nanoTime();
        all.push(new Done(deed, now + KEPT.toNanos()));
        until = now + SHOWN.toNanos();
        show();
    }

    /// Why nothing can be taken back; `null` if something can.
    public @Nullable String whyNot() {
        if (newest() != null) {
            return null;
        }
        var last = all.peek();
        return last == null ? Texts.of("obstacle.nothing-to-undo") : last.deed.whyNot();
    }

    /// What would be taken back, for people; empty if nothing can be.
    public String what() {
        var next = newest();
        return next == null ? "" : next.deed.title(1);
    }

    /// What was done last of all that can be taken back; `null` if there is nothing.
    private @Nullable Done newest() {
        var now = time.nanoTime();
        all.removeIf(each -> each.until - now <= 0);
        return all.stream()
                .filter(each -> each.deed.whyNot() == null)
                .findFirst()
                .orElse(null);
    }

    /// Takes back what was done last and can be.
    public void takeBack() {
        var next = newest();
        if (next == null) {
            return;
        }
        all.remove(next);
        var shown = told.get();
        if (shown != null && shown.deed.kind().equals(next.deed.kind()) && shown.times > 1) {
            show();
        } else {
            dismiss();
        }
        var _ = next.deed
                .takeBack()
                .thenAccept(result -> FxThread.run(() -> {
                    if (!result.done()) {
                        all.push(next);
                    }
                    if (!result.words().isEmpty()) {
                        teller.accept(result.words());
                    }
                }));
    }

    private void show() {
        var last = all.peek();
        if (last == null) {
            dismiss();
            return;
        }
        var kind = last.deed.kind();
        var times = (int)
                all.stream().takeWhile(each -> each.deed.kind().equals(kind)).count();
        told.set(new Told(last.deed, times));
    }

    /// Tells no more of it. It can be taken back still.
    public void dismiss() {
        told.set(null);
    }

    /// How much of the time for which it is told is left, from 1 down to 0. At the end it is told no more.
    ///
    /// @param waits whether the time stands still, as the operator is at it
    double left(boolean waits) {
        if (told.get() == null) {
            return 0;
        }
        var now = time.nanoTime();
        if (waits) {
            until = Math.max(until, now + SHOWN.toNanos() / 2);
        }
        if (until - now <= 0) {
            dismiss();
            return 0;
        }
        return (double) (until - now) / SHOWN.toNanos();
    }
}

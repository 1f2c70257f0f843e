package dev.signalbox.console.log;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.log.LogSearch.Match;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Goes from one match to another in a view's lines, while more lines come. A step waits until the lines that were
/// there when it was asked for have been looked at. FX thread only.
final class LogFinder {

    /// What is known.
    ///
    /// @param text what is searched for, empty for nothing
    /// @param place which match is the current one, from 1; 0 if none is, or its line is gone
    /// @param count how many there are
    /// @param searching whether there are lines that have not been looked at yet
    record Found(String text, int place, int count, boolean searching) {
        static final Found NOTHING = new Found("", 0, 0, false);
    }

    /// A step from the current match, `null` if there is none, to another.
    private record Step(long awaited, UnaryOperator<@Nullable Match> way) {}

    private final LogBuffer buffer;
    private final LogSearch search;
    private final Consumer<Match> show;
    private final Runnable lookOn = FxThread.coalesced(this::lookOn);
    private final ReadOnlyObjectWrapper<Found> found = new ReadOnlyObjectWrapper<>(this, "found", Found.NOTHING);
    private @Nullable Match current;
    private @Nullable Step asked;

    /// @param show brings the match that was stepped to on screen
    LogFinder(LogBuffer buffer, Consumer<Match> show) {
        this.buffer = buffer;
        this.search = new LogSearch(buffer);
        this.show = show;
    }

    ReadOnlyObjectProperty<Found> foundProperty() {
        return found.getReadOnlyProperty();
    }

    String text() {
        return search.text();
    }

    /// The match that was stepped to last; `null` if its line is gone, or there is none.
    @Nullable
    Match current() {
        return current;
    }

    /// Searches for another text; for nothing if it is empty.
    void setText(String text) {
        search.setText(text);
        current = null;
        asked = null;
        changed();
    }

    /// Lines have come or gone. What is known changes when those that came have been looked at.
    void changed() {
        if (search.isDone()) {
            publish();
        } else {
            lookOn.run();
        }
    }

    /// Steps to the nearest match, seen from the line with `number`: preferably in it or below.
    void near(long number) {
        ask(_ -> search.near(number));
    }

    /// Steps downwards, or to the nearest match if there is no current one.
    void below(long number) {
        ask(from -> from == null ? search.near(number) : search.below(from));
    }

    /// Steps upwards, or to the nearest match if there is no current one.
    void above(long number) {
        ask(from -> from == null ? search.near(number) : search.above(from));
    }

    private void ask(UnaryOperator<@Nullable Match> way) {
        asked = new Step(buffer.end(), way);
        step();
    }

    private void lookOn() {
        search.lookOn();
        step();
        if (!search.isDone()) {
            lookOn.run();
        }
    }

    private void step() {
        var wanted = asked;
        if (wanted != null && (search.text().isEmpty() || search.hasReached(wanted.awaited))) {
            asked = null;
            var match = wanted.way.apply(current);
            if (match != null) {
                current = match;
                show.accept(match);
            }
        }
        publish();
    }

    private void publish() {
        if (current != null && current.line() < buffer.first()) {
            current = null;
        }
        found.set(new Found(
                search.text(), current == null ? 0 : search.place(current), search.count(), !search.isDone()));
    }
}

package dev.signalbox.console.history;

import dev.signalbox.console.fx.BackgroundQuery;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.journal.History;
import dev.signalbox.journal.History.Hits;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// Asks the history, and asks it again when something has happened: at most once a second, and one question at a
/// time, of which the newest counts. FX thread.
final class HistorySearch {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private record Question(HistoryFilter filter, int top, int before) {}

    private sealed interface Answer {
        record Found(Hits hits, int page, List<RecordedOperation> operations) implements Answer {}

        record Failed(String reason) implements Answer {}
    }

    private final History history;
    private final TimeSource time;
    private final Executor executor;
    private final IntSupplier top;
    private final BackgroundQuery<Question, Answer> query;
    private final ReadOnlyObjectWrapper<@Nullable HistoryList> found = new ReadOnlyObjectWrapper<>(this, "found");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private @Nullable HistoryFilter filter;
    private boolean due;
    private boolean resting;

    /// @param executor reads; may block
    /// @param top the first line that is on screen, whose page is read together with a refreshed answer, so that
    ///     nothing blinks
    HistorySearch(History history, TimeSource time, Executor executor, IntSupplier top) {
        this.history = history;
        this.time = time;
        this.executor = executor;
        this.top = top;
        query = new BackgroundQuery<>(executor, this::find, this::answered);
    }

    /// What was found last; `null` before the first answer.
    ReadOnlyObjectProperty<@Nullable HistoryList> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /// Why the history cannot be read, empty if it can.
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Asks for what fits `newFilter`, from the top.
    void ask(HistoryFilter newFilter) {
        filter = newFilter;
        due = false;
        query.ask(new Question(newFilter, 0, 0));
    }

    /// Asks nothing until the next [#ask].
    void stop() {
        filter = null;
        due = false;
    }

    /// Something may have changed.
    void refresh() {
        due = filter != null;
        if (due && !resting) {
            rest();
            askAgain();
        }
    }

    private void rest() {
        resting = true;
        time.schedule(
                PAUSE,
                () -> FxThread.run(() -> {
                    resting = false;
                    if (due) {
                        refresh();
                    }
                }));
    }

    private void askAgain() {
        var current = filter;
        due = false;
        if (current != null) {
            var before = found.get();
            query.ask(new Question(current, Math.max(0, top.getAsInt()), before == null ? 0 : before.size()));
        }
    }

    private Answer find(Question question) {
        try {
            var hits = history.find(question.filter);
            var line = place(question.top, question.before, hits.count());
            var page = line / HistoryList.PAGE;
            return new Answer.Found(hits, page, hits.page(page * HistoryList.PAGE, HistoryList.PAGE));
        } catch (JournalException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        }
    }

    /// Where a line is once there are `now` lines: what is new comes before it, unless it is the first.
    static int place(int line, int before, int now) {
        return line == 0 ? 0 : Math.clamp(line + (long) now - before, 0, Math.max(0, now - 1));
    }

    private void answered(Question question, Answer answer) {
        if (!question.filter.equals(filter)) {
            return;
        }
        switch (answer) {
            case Answer.Found(var hits, var page, var operations) -> {
                var list = new HistoryList(hits, executor, problem::set);
                list.seed(page, operations);
                problem.set("");
                found.set(list);
            }
            case Answer.Failed(var reason) -> problem.set(reason);
        }
    }
}

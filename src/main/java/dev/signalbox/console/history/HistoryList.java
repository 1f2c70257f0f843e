package dev.signalbox.console.history;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.journal.History.Hits;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.ObservableListBase;

/// The operations that a query found, as a list of which only the pages that are looked at are in memory. A line
/// is there at once and gets its operation when its page has been read. FX thread, which never waits for a page.
final class HistoryList extends ObservableListBase<HistoryRow> {
    static final int PAGE = 200;
    private static final int MOST_PAGES = 20;
    /// Whoever scrolls fast passes pages that nobody will look at.
    private static final int MOST_WANTED = 3;

    private final Hits hits;
    private final Executor executor;
    private final Consumer<String> problem;
    private final Map<Integer, List<HistoryRow>> pages = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<Integer> wanted = new ArrayDeque<>();
    private boolean reading;

    /// @param executor reads pages; may block
    /// @param problem told why a page cannot be read
    HistoryList(Hits hits, Executor executor, Consumer<String> problem) {
        this.hits = hits;
        this.executor = executor;
        this.problem = problem;
    }

    /// What was found.
    Hits hits() {
        return hits;
    }

    @Override
    public int size() {
        return hits.count();
    }

    @Override
    public HistoryRow get(int index) {
        var number = index / PAGE;
        var page = pages.get(number);
        if (page == null) {
            page = blank(number);
            want(number);
        }
        return page.get(index % PAGE);
    }

    /// Gives the page `number` its operations before anybody has asked for it.
    void seed(int number, List<RecordedOperation> operations) {
        fill(blank(number), operations);
    }

    private List<HistoryRow> blank(int number) {
        var rows = new ArrayList<HistoryRow>();
        for (int i = number * PAGE; i < Math.min(size(), (number + 1) * PAGE); i++) {
            rows.add(new HistoryRow());
        }
        pages.put(number, rows);
        if (pages.size() > MOST_PAGES) {
            pages.remove(pages.keySet().iterator().next());
        }
        return rows;
    }

    private void want(int number) {
        wanted.addFirst(number);
        while (wanted.size() > MOST_WANTED) {
            // It is asked for again when somebody looks at it.
            pages.remove(wanted.removeLast());
        }
        if (!reading) {
            readNext();
        }
    }

    private void readNext() {
        var number = wanted.pollFirst();
        reading = number != null;
        if (number != null) {
            executor.execute(() -> read(number));
        }
    }

    private void read(int number) {
        try {
            var operations = hits.page(number * PAGE, PAGE);
            FxThread.run(() -> arrived(number, operations));
        } catch (JournalException e) {
            FxThread.run(() -> failed(number, e));
        }
    }

    private void arrived(int number, List<RecordedOperation> operations) {
        var page = pages.get(number);
        if (page != null) {
            fill(page, operations);
        }
        readNext();
    }

    private void failed(int number, JournalException e) {
        pages.remove(number);
        problem.accept(String.valueOf(e.getMessage()));
        readNext();
    }

    /// Retention may have dropped the last ones meanwhile.
    private static void fill(List<HistoryRow> rows, List<RecordedOperation> operations) {
        for (int i = 0; i < Math.min(rows.size(), operations.size()); i++) {
            rows.get(i).fill(operations.get(i));
        }
    }
}

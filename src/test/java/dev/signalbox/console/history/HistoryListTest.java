package dev.signalbox.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.journal.History.Hits;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.journal.Records;
import dev.signalbox.operation.OperationKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A list of a million of which only what is looked at is read.
class HistoryListTest extends FxTest {
    private static final int COUNT = 1_000_000;

    private final List<Integer> read = new ArrayList<>();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> problems = new ArrayList<>();
    private boolean broken;
    private final HistoryList list = new HistoryList(new Million(), background::add, problems::add);

    /// Place 0 is operation 1,000,000.
    private final class Million implements Hits {
        @Override
        public int count() {
            return COUNT;
        }

        @Override
        public List<RecordedOperation> page(int first, int size) throws JournalException {
            read.add(first / HistoryList.PAGE);
            if (broken) {
                throw new JournalException("the disk is gone", new java.io.IOException());
            }
            return IntStream.range(first, first + size)
                    .mapToObj(HistoryListTest::at)
                    .toList();
        }
    }

    private static RecordedOperation at(int place) {
        var operation = Records.operation(COUNT - place, "backend", OperationKind.START);
        return new RecordedOperation(operation, operation.submittedAt(), null, null);
    }

    private @Nullable Long id(int place) throws Exception {
        return fx(() -> {
            var operation = list.get(place).operation();
            return operation == null ? null : operation.id();
        });
    }

    private void readAll() throws Exception {
        while (!background.isEmpty()) {
            background.remove().run();
            letDo();
        }
    }

    @Test
    void line_isThereAtOnce_andFilledOnceItsPageIsRead() throws Exception {
        assertThat(list).hasSize(COUNT);
        var row = fx(() -> list.get(500_000));
        assertThat(id(500_000)).isNull();

        readAll();

        assertThat(Objects.requireNonNull(row.operation()).id()).isEqualTo(500_000);
        assertThat(id(500_001)).isEqualTo(499_999);
        assertThat(read).containsExactly(500_000 / HistoryList.PAGE);
    }

    @Test
    void quickScrolling_readsWhatIsLookedAtLast() throws Exception {
        for (int place = 0; place < COUNT; place += 10_000) {
            id(place);
        }

        readAll();

        assertThat(read).hasSizeLessThan(6).contains(990_000 / HistoryList.PAGE);
        assertThat(id(990_000)).isEqualTo(10_000);
        // What was passed is read when somebody comes back to it.
        assertThat(id(20_000)).isNull();
        readAll();
        assertThat(id(20_000)).isEqualTo(980_000);
    }

    @Test
    void lookedAtFromEndToEnd_keepsFewPages() throws Exception {
        for (int place = 0; place < 100 * HistoryList.PAGE; place += HistoryList.PAGE) {
            id(place);
            readAll();
        }
        assertThat(read).hasSize(100);

        id(0);
        readAll();

        assertThat(read).hasSize(101);
    }

    @Test
    void seededPage_isNotReadAgain() throws Exception {
        fx(() -> {
            list.seed(0, List.of(at(0), at(1)));
            return null;
        });

        assertThat(id(1)).isEqualTo(COUNT - 1);
        assertThat(background).isEmpty();
    }

    @Test
    void unreadablePage_isToldAndTriedAgain() throws Exception {
        broken = true;
        id(0);
        readAll();
        assertThat(problems).containsExactly("the disk is gone");

        broken = false;
        id(0);
        readAll();

        assertThat(id(0)).isEqualTo(COUNT);
    }
}

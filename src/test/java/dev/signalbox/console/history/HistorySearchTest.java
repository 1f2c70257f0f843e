package dev.signalbox.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.window.FakeHistory;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When the history is asked, and whose answer is shown.
class HistorySearchTest extends FxTest {
    private final FakeTime time = new FakeTime();
    private final FakeHistory history = new FakeHistory();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private HistorySearch search;

    @BeforeEach
    void open() throws Exception {
        search = fx(() -> new HistorySearch(history, time, background::add, () -> 0));
    }

    private void ask(String service) {
        interact(() -> search.ask(HistoryFilter.of(service)));
    }

    private void answerAll() throws Exception {
        while (!background.isEmpty()) {
            background.remove().run();
            letDo();
        }
    }

    @Test
    void ofManyQuestions_theFirstAndTheLastAreAsked_andTheLastIsAnswered() throws Exception {
        for (var service : new String[] {"a", "b", "c", "d"}) {
            ask(service);
        }
        answerAll();

        assertThat(history.asked()).containsExactly(HistoryFilter.of("a"), HistoryFilter.of("d"));
        assertThat(search.foundProperty().get()).isNotNull();
    }

    @Test
    void answerToAnEarlierQuestion_isNotShown() throws Exception {
        ask("a");
        interact(search::stop);

        answerAll();

        assertThat(search.foundProperty().get()).isNull();
    }

    @Test
    void manyChanges_areOneQuestionASecond_andTheLastIsNotLost() throws Exception {
        ask("a");
        answerAll();
        for (int i = 0; i < 100; i++) {
            fx(() -> {
                search.refresh();
                return null;
            });
        }
        answerAll();
        assertThat(history.asked()).hasSize(2);

        time.advance(Duration.ofMillis(999));
        settle();
        answerAll();
        assertThat(history.asked()).hasSize(2);
        time.advance(Duration.ofMillis(1));
        settle();
        answerAll();

        assertThat(history.asked()).hasSize(3);
        time.advance(Duration.ofSeconds(10));
        settle();
        answerAll();
        assertThat(history.asked()).hasSize(3);
    }

    @Test
    void stopped_asksNothing() throws Exception {
        ask("a");
        answerAll();
        interact(search::stop);

        interact(search::refresh);
        time.advance(Duration.ofSeconds(10));
        settle();

        assertThat(background).isEmpty();
    }

    @Test
    void unreadableHistory_isTold_untilItCanBeRead() throws Exception {
        history.fail("the disk is gone");
        ask("a");
        answerAll();
        assertThat(search.problemProperty().get()).isEqualTo("the disk is gone");

        history.recover();
        ask("b");
        answerAll();

        assertThat(search.problemProperty().get()).isEmpty();
    }

    @Test
    void place_movesWithWhatIsNew_butStaysAtTheTop() throws Exception {
        assertThat(HistorySearch.place(0, 100, 110)).isZero();
        assertThat(HistorySearch.place(40, 100, 110)).isEqualTo(50);
        assertThat(HistorySearch.place(40, 100, 10)).isZero();
        assertThat(HistorySearch.place(99, 100, 0)).isZero();
    }
}

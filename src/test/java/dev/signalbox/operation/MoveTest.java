package dev.signalbox.operation;

import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 14: moving a waiting operation within its queue")
class MoveTest {
    private final TestQueue test = new TestQueue();
    private final HeldBody body = HeldBody.obedient();
    private List<Ticket> tickets;

    @BeforeEach
    void queue() {
        test.occupy("api", body);
        tickets = Stream.generate(() -> test.restart("api")).limit(4).toList(); // 2 to 5
    }

    private List<Long> waiting() {
        return test.queue.snapshot("api").waiting().stream()
                .map(waiting -> waiting.operation().id())
                .toList();
    }

    @Test
    void move_up_runsEarlier() {
        assertThat(test.queue.move(4, 0)).isTrue();
        assertThat(waiting()).containsExactly(4L, 2L, 3L, 5L);
        body.letGo();
        tickets.forEach(TestQueue::outcome);
        assertThat(test.bodies("api").started()).containsExactly(1L, 4L, 2L, 3L, 5L);
    }

    @Test
    void move_down_runsLater() {
        assertThat(test.queue.move(2, 2)).isTrue();
        assertThat(waiting()).containsExactly(3L, 4L, 2L, 5L);
    }

    @Test
    void move_beyondTheEnds_stopsThere() {
        test.queue.move(3, -7);
        assertThat(waiting()).containsExactly(3L, 2L, 4L, 5L);
        test.queue.move(3, Integer.MAX_VALUE);
        assertThat(waiting()).containsExactly(2L, 4L, 5L, 3L);
    }

    @Test
    void move_notWaiting_isFalse() {
        assertThat(test.queue.move(1, 0)).isFalse();
        test.queue.cancel(5);
        assertThat(test.queue.move(5, 0)).isFalse();
        assertThat(test.queue.move(99, 0)).isFalse();
        assertThat(waiting()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void move_beforeAStopNow_staysBehindIt() {
        var body = test.occupy("web", HeldBody.stubborn());
        test.queue.hold("web");
        var stop = test.stopNow("web");
        var start = test.start("web");
        assertThat(test.queue.move(id(start), 0)).isTrue();
        assertThat(test.queue.move(id(stop), 1)).isFalse();
        body.letGo();
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(start.state()).isEqualTo(Ticket.State.WAITING);
    }
}

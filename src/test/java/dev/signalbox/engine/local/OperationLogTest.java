package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.time.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.SubstituteLogger;

final class OperationLogTest {
    private final FakeTime time = new FakeTime();
    private final Queue<SubstituteLoggingEvent> events = new ArrayDeque<>();
    private final OperationLog log = new OperationLog(time, new SubstituteLogger("test", events, false));

    private void ends(long id, Outcome outcome, Duration ran) {
        var operation = new Operation(id, "web", OperationKind.START, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
        log.onEvent(new QueueEvent.Ended(
                new QueueSnapshot.Ended(operation, outcome, Duration.ZERO, ran, List.of(), false, Instant.EPOCH)));
    }

    private List<String> lines() {
        return events.stream()
                .map(event -> MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray()))
                .toList();
    }

    @Test
    void queueOfThousandsThatIsCleared_hasFewLines_andOneThatSaysHowManyMore() {
        for (var id = 1; id <= 5_000; id++) {
            ends(id, new Outcome.Cancelled(new Cancellation.User()), Duration.ZERO);
        }
        assertThat(lines())
                .hasSize(10)
                .first()
                .asString()
                .startsWith("web start #1 by operator: cancelled: by the user");
        time.advance(Duration.ofSeconds(1));
        assertThat(lines())
                .hasSize(11)
                .last()
                .isEqualTo("web: 4990 more operations, up to start #5000: cancelled: by the user");
    }

    @Test
    void whatRan_andWhatWasMerged_hasALineOfItsOwn() {
        for (var id = 1; id <= 20; id++) {
            ends(id, new Outcome.Succeeded(), Duration.ofMillis(5));
            ends(id, new Outcome.Cancelled(new Cancellation.User()), Duration.ofMillis(5));
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(lines()).hasSize(40);
    }

    @Test
    void whatIsCountedWhenTheEngineEnds_isTold() {
        for (var id = 1; id <= 12; id++) {
            ends(id, new Outcome.Cancelled(new Cancellation.Shutdown()), Duration.ZERO);
        }
        log.close();
        assertThat(lines())
                .last()
                .isEqualTo("web: 2 more operations, up to start #12: cancelled: the queue was closed");
    }
}

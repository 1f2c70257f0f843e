package dev.signalbox.console.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot.Waiting;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReorderTest {

    @Test
    void position_isTheRowWhileNothingHasChanged() {
        var list = waiting(1, 2, 3, 4);

        assertThat(Reorder.position(list, 0, 2, list)).isEqualTo(2);
        assertThat(Reorder.position(list, 3, 0, list)).isZero();
        assertThat(Reorder.position(list, 1, 3, list)).isEqualTo(3);
    }

    @Test
    void position_countsWhatStillWaits() {
        var shown = waiting(1, 2, 3, 4);

        assertThat(Reorder.position(shown, 3, 2, waiting(2, 3, 4))).isEqualTo(1);
    }

    @Test
    void position_isBeforeTheNextOneIfTheRightOneHasGone() {
        var shown = waiting(1, 2, 3, 4);

        assertThat(Reorder.position(shown, 3, 1, waiting(1, 3, 4))).isEqualTo(1);
    }

    @Test
    void position_leavesOutWhatIsAboutToStart() {
        var shown = List.of(waiting(1, new WaitReason.Recording()), waiting(2), waiting(3));

        assertThat(Reorder.isMovable(shown.getFirst())).isFalse();
        assertThat(Reorder.position(shown, 2, 1, shown)).isZero();
    }

    private static List<Waiting> waiting(long... ids) {
        return LongStream.of(ids).mapToObj(ReorderTest::waiting).toList();
    }

    private static Waiting waiting(long id) {
        return waiting(id, new WaitReason.Held());
    }

    private static Waiting waiting(long id, WaitReason reason) {
        var operation = new Operation(id, "service", OperationKind.START, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
        return new Waiting(operation, List.of(), 0, false, reason, null);
    }
}

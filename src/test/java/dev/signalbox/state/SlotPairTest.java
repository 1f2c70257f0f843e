package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What counts of two slots.
final class SlotPairTest {
    private static final long POSITION = SlotPair.BYTES;
    private static final Slot OLDEST = new Slot(5, "key", "the oldest text, which is longer than the others");
    private static final Slot OLD = new Slot(6, "key", "old");
    private static final String LONG = "ü".repeat(Slot.MOST_TEXT / 2);

    static List<List<Slot>> writes() {
        return List.of(
                List.of(OLDEST, OLD, new Slot(7, "key", "new")),
                List.of(OLDEST, OLD, new Slot(7, "key", LONG)),
                List.of(new Slot(5, "key", LONG), OLD, new Slot(7, "key", "")),
                List.of(new Slot(5, "key", "old"), OLD, new Slot(7, "key", "old")),
                List.of(OLDEST, OLD, new Slot(7, "", null)),
                List.of(OLDEST, new Slot(6, "", null), new Slot(7, "other", "new")),
                List.of(Slot.UNUSED, Slot.UNUSED, new Slot(1, "key", "new")),
                List.of(Slot.UNUSED, Slot.UNUSED, new Slot(1, "key", null)),
                List.of(Slot.DAMAGED, OLD, new Slot(7, "key", "new")));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void write_cutAtEveryByte_isTheOldTextOrTheNew(List<Slot> write) {
        var before = bytes(write.get(0), write.get(1));
        var old = SlotPair.of(POSITION, before);
        var fresh = write.get(2);
        var at = (int) (old.next() - POSITION);
        assertThat(at).isZero();

        var wasOld = true;
        for (int cut = 0; cut <= Slot.BYTES; cut++) {
            var torn = before.clone();
            System.arraycopy(fresh.toBytes(), 0, torn, at, cut);
            var read = SlotPair.of(POSITION, torn);
            var isOld = read.newest().equals(old.newest());
            assertThat(isOld || read.newest().equals(fresh))
                    .as("cut at %s", cut)
                    .isTrue();
            // Once it is the new one it stays that.
            assertThat(isOld && !wasOld).as("cut at %s", cut).isFalse();
            wasOld = isOld;
        }
        assertThat(wasOld).isFalse();
    }

    private static byte[] bytes(Slot first, Slot second) {
        var bytes = Arrays.copyOf(bytes(first), SlotPair.BYTES);
        System.arraycopy(bytes(second), 0, bytes, Slot.BYTES, Slot.BYTES);
        return bytes;
    }

    private static byte[] bytes(Slot slot) {
        var bytes = slot.equals(Slot.UNUSED) ? new byte[Slot.BYTES] : slot.toBytes();
        if (slot.equals(Slot.DAMAGED)) {
            bytes[100]++;
        }
        return bytes;
    }

    @Test
    void slot_withAnyBitChanged_isDamaged() {
        var bytes = new Slot(1, "key", "text").toBytes();

        for (int bit = 0; bit < Slot.BYTES * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Slot.of(bytes)).as("bit %s", bit).isEqualTo(Slot.DAMAGED);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(Slot.of(bytes)).isEqualTo(new Slot(1, "key", "text"));
    }

    @Test
    void with_manyTimes_writesTheSlotsInTurn() {
        var pair = SlotPair.unused(POSITION);
        for (int i = 1; i <= 10; i++) {
            var slot = new Slot(i, "key", "text " + i);
            assertThat(pair.next()).isEqualTo(i % 2 == 1 ? POSITION : POSITION + Slot.BYTES);

            pair = pair.with(slot);

            assertThat(pair.newest()).isEqualTo(slot);
        }
    }

    @Test
    void newest_secondIsDamaged_isTheFirst_andTheSecondIsNext() {
        var pair = new SlotPair(POSITION, OLD, Slot.DAMAGED);

        assertThat(pair.newest()).isEqualTo(OLD);
        assertThat(pair.isDamaged()).isFalse();
        assertThat(pair.next()).isEqualTo(POSITION + Slot.BYTES);
    }

    @Test
    void newest_bothAreDamaged_isDamaged_andMayBeUsedAgain() {
        var pair = SlotPair.of(POSITION, bytes(Slot.DAMAGED, Slot.DAMAGED));

        assertThat(pair.isDamaged()).isTrue();
        assertThat(pair.isFree()).isTrue();
    }
}

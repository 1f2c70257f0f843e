package dev.signalbox.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The CPU that processes have used which come and go.
final class CpuTimeTest {
    private final CpuTime time = new CpuTime();

    private static ProcessStat process(long pid, long ticks, long childTicks) {
        return process(pid, 7, ticks, childTicks);
    }

    private static ProcessStat process(long pid, long start, long ticks, long childTicks) {
        return new ProcessStat(new ProcessId(pid, start), true, 1, 1, ticks, childTicks, 1, 1);
    }

    /// @return what was used since the look before, if nothing is new
    private long look(ProcessStat... all) {
        return time.add(List.of(all), _ -> false);
    }

    private long lookAtNew(List<Long> pids, ProcessStat... all) {
        return time.add(
                Stream.of(all).toList(), process -> pids.contains(process.id().pid()));
    }

    @Test
    void processesThatLive_haveUsedWhatTheyHaveMore() {
        assertThat(look(process(1, 100, 0), process(2, 50, 0)))
                .as("nothing is known")
                .isNegative();
        assertThat(look(process(1, 130, 0), process(2, 55, 0))).isEqualTo(35);
        assertThat(look(process(1, 130, 0), process(2, 55, 0))).isZero();
    }

    @Test
    void run_thatHasJustBegun_hasUsedAllThatItHas() {
        assertThat(lookAtNew(List.of(1L, 2L), process(1, 3, 1), process(2, 5, 0)))
                .isEqualTo(9);
    }

    @Test
    void childThatCameAndWentBetweenLooks_isCountedByItsParent() {
        look(process(1, 100, 0));
        assertThat(look(process(1, 101, 40))).isEqualTo(41);
    }

    @Test
    void childThatHasEnded_countsOnlyWhatItUsedLast() {
        look(process(1, 100, 0), process(2, 500, 20));
        assertThat(look(process(1, 100, 530)))
                .as("of which 520 were counted while it lived")
                .isEqualTo(10);
    }

    @Test
    void childThatEndsWithItsOwnChildren_countsThemOnce() {
        look(process(1, 0, 0), process(2, 10, 0), process(3, 70, 0));
        // 3 has ended and 2 has waited for it; then 2 has ended too.
        assertThat(look(process(1, 0, 85))).isEqualTo(5);
    }

    @Test
    void processForWhichNobodyWaited_takesNothingFromTheOthers() {
        look(process(1, 100, 0), process(2, 500, 0));
        assertThat(look(process(1, 110, 0))).isEqualTo(10);
        assertThat(look(process(1, 110, 3))).isEqualTo(3);
    }

    @Test
    void pidThatIsGivenAgain_isAnotherProcess() {
        look(process(1, 100, 0), process(2, 500, 0));
        assertThat(lookAtNew(List.of(), process(1, 100, 500), process(2, 9, 2, 0)))
                .as("one that was there, and nobody knew")
                .isZero();
        assertThat(lookAtNew(List.of(2L), process(1, 100, 502), process(2, 11, 4, 0)))
                .isEqualTo(4);
    }

    @Test
    void counterThatGoesBack_isNoTime() {
        look(process(1, 100, 10));
        assertThat(look(process(1, 90, 5))).isZero();
        assertThat(look(process(1, 95, 5))).isEqualTo(5);
    }
}

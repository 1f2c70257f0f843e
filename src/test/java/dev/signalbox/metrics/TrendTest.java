package dev.signalbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whether memory is said to grow.
final class TrendTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T11:32:00Z");
    private static final double MB = 1e6;

    /// @param minutes since the start
    /// @param bytes by minutes since the start; not a number where nobody looked
    private static @Nullable Growth growth(int minutes, DoubleUnaryOperator bytes, @Nullable Long limit) {
        var trend = new Trend(BEGIN);
        for (int minute = 0; minute < minutes; minute++) {
            var at = BEGIN.plus(Duration.ofMinutes(minute));
            trend.add(new Point(at, Spread.NONE, Spread.of(bytes.applyAsDouble(minute)), Spread.NONE, Spread.NONE));
        }
        return trend.growth(BEGIN.plus(Duration.ofMinutes(minutes)), limit);
    }

    private static double line(double minute) {
        return 680 * MB + minute / 60 * 44 * MB;
    }

    @Test
    void memory_thatGrowsSteadily_meetsItsLimitWhenTheLineDoes() {
        var growth = Objects.requireNonNull(growth(180, TrendTest::line, 1_000_000_000L));

        assertThat(growth.since()).isEqualTo(BEGIN);
        assertThat(growth.bytesPerHour()).isCloseTo(44 * MB, within(MB));
        // 320 MB at 44 MB an hour are 7 h 16 min.
        assertThat(Objects.requireNonNull(growth.meetsLimitAt()))
                .isBetween(BEGIN.plus(Duration.ofMinutes(434)), BEGIN.plus(Duration.ofMinutes(438)));
    }

    @Test
    void memory_thatMeetsItsLimitInAWeekOrHasNone_growsAllTheSame() {
        assertThat(Objects.requireNonNull(growth(180, TrendTest::line, 9_000_000_000L))
                        .meetsLimitAt())
                .isNull();
        assertThat(Objects.requireNonNull(growth(180, TrendTest::line, null)).meetsLimitAt())
                .isNull();
    }

    @Test
    void memory_thatIsOverItsLimitAlready_meetsItNow() {
        var now = BEGIN.plus(Duration.ofMinutes(180));

        assertThat(Objects.requireNonNull(growth(180, TrendTest::line, 100_000_000L))
                        .meetsLimitAt())
                .isEqualTo(now);
    }

    @Test
    void memory_isNotSaidToGrow_beforeAnHourIsOver() {
        assertThat(growth(59, TrendTest::line, null)).isNull();
        assertThat(growth(60, TrendTest::line, null)).isNotNull();
    }

    @Test
    void memory_thatWasTakenAtTheStart_isNoGrowth() {
        assertThat(growth(180, minute -> Math.min(minute, 4) * 100 * MB + 50 * MB, null))
                .isNull();
        // As a virtual machine that warms up for half an hour.
        assertThat(growth(180, minute -> Math.min(minute, 30) * 20 * MB + 50 * MB, null))
                .isNull();
    }

    @Test
    void memory_thatGoesUpAndDown_isNoGrowth() {
        assertThat(growth(300, minute -> 500 * MB + 100 * MB * Math.sin(minute / 20), null))
                .isNull();
    }

    @Test
    void memory_ofWhichABitIsFreedNowAndThen_growsAllTheSame() {
        // A saw of 5 minutes on a slope.
        assertThat(growth(180, minute -> line(minute) + minute % 5 * 4 * MB, null))
                .isNotNull();
    }

    @Test
    void memory_thatHasGrownAndStoppedToGrow_isNoGrowthAnyMore() {
        assertThat(growth(400, minute -> line(Math.min(minute, 240)), null)).isNull();
    }

    @Test
    void growth_thatNobodyWouldSee_isNotTold() {
        assertThat(growth(180, minute -> 680 * MB + minute / 60 * 0.9 * MB, null))
                .isNull();
        assertThat(growth(180, minute -> 8_000 * MB + minute / 60 * 44 * MB, null))
                .isNull();
    }

    @Test
    void memory_thatNobodyLookedAtForAQuarter_isNotSaidToGrow() {
        assertThat(growth(180, minute -> minute > 140 && minute < 160 ? Double.NaN : line(minute), null))
                .isNull();
        assertThat(growth(180, minute -> minute > 150 && minute < 154 ? Double.NaN : line(minute), null))
                .isNotNull();
    }
}

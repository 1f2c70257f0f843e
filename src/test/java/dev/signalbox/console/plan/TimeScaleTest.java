package dev.signalbox.console.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeScaleTest {

    @Test
    void marks_areRoundAndFew() {
        assertThat(marks(Duration.ofSeconds(41))).isEqualTo("0 s, 10 s, 20 s, 30 s, 40 s");
        assertThat(marks(Duration.ofMillis(6_200))).isEqualTo("0 s, 2 s, 4 s, 6 s");
        assertThat(marks(Duration.ofMillis(700))).isEqualTo("0.0 s, 0.2 s, 0.4 s, 0.6 s");
        assertThat(marks(Duration.ofMinutes(8))).isEqualTo("0 m, 2 m, 4 m, 6 m, 8 m");
        assertThat(marks(Duration.ofHours(9))).isEqualTo("0 h, 2 h, 4 h, 6 h, 8 h");
        assertThat(marks(Duration.ZERO)).isEqualTo("0.0 s, 0.2 s, 0.4 s, 0.6 s");
    }

    @Test
    void end_isWithinTheScale() {
        for (int seconds = 1; seconds < 20_000; seconds += 37) {
            var scale = TimeScale.of(Duration.ofSeconds(seconds));
            assertThat(scale.place(Duration.ofSeconds(seconds))).isBetween(0.9, 0.95);
            assertThat(scale.marks()).hasSizeBetween(2, 6);
        }
    }

    private static String marks(Duration end) {
        var scale = TimeScale.of(end);
        return String.join(", ", scale.marks().stream().map(scale::words).toList());
    }
}

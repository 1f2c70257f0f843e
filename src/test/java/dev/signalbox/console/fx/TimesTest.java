package dev.signalbox.console.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void moment_ofAnotherDay_hasItsDate() {
        var zone = ZoneId.systemDefault();
        var then = LocalDateTime.of(2026, 3, 1, 14, 2, 11).atZone(zone);
        assertThat(Times.moment(then.toInstant(), then.plusHours(9).toInstant()))
                .isEqualTo("14:02:11");
        assertThat(Times.moment(then.toInstant(), then.plusDays(1).toInstant())).isEqualTo("2026-03-01 14:02:11");
    }
}

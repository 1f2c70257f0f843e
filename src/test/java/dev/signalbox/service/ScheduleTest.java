package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {
    private static final String NOON = "2026-03-27T12:00:30+01:00[Europe/Berlin]";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*/5 * * * * ; 2026-03-27T12:05+01:00[Europe/Berlin]",
                "0 9 * * MON-FRI ; 2026-03-30T09:00+02:00[Europe/Berlin]",
                "0 0 13 * 5 ; 2026-04-03T00:00+02:00[Europe/Berlin]",
                "0 0 * * 7 ; 2026-03-29T00:00+01:00[Europe/Berlin]",
                "0 0 29 2 * ; 2028-02-29T00:00+01:00[Europe/Berlin]"
            })
    void next_expression_isAsCronHasIt(String expression, String expected) {
        assertThat(Schedule.parse(expression).next(ZonedDateTime.parse(NOON))).isEqualTo(expected);
    }

    @Test
    void next_skippedBySummerTime_isTheDayAfter() {
        assertThat(Schedule.parse("30 2 * * *").next(ZonedDateTime.parse("2026-03-28T12:00+01:00[Europe/Berlin]")))
                .isEqualTo("2026-03-30T02:30+02:00[Europe/Berlin]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "61 * * * * ; Value 61 not in range [0, 59]",
                "* * * * ; a schedule has five fields",
                "0 * * * * * ; a schedule has five fields",
                "@daily ; a schedule has five fields",
                "0|30 * * * * ; a schedule has five fields",
                "0 0 30 2 * ; that day never comes"
            })
    void parse_noExpression_saysWhy(String expression, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.parse(expression))
                .withMessageContaining(message);
    }

    @Test
    void equals_sameText_isEqual() {
        assertThat(Schedule.parse("0 9 * * *"))
                .isEqualTo(Schedule.parse(" 0 9 * * * "))
                .isNotEqualTo(Schedule.parse("0 10 * * *"))
                .hasToString("0 9 * * *");
    }

    @Test
    void next_hourThatComesTwice_isDoneOnce() {
        var first = Schedule.parse("30 2 * * *").next(ZonedDateTime.parse("2026-10-24T12:00+02:00[Europe/Berlin]"));
        assertThat(first).isEqualTo("2026-10-25T02:30+02:00[Europe/Berlin]");
        assertThat(Schedule.parse("30 2 * * *").next(first)).isEqualTo("2026-10-26T02:30+01:00[Europe/Berlin]");
    }
}

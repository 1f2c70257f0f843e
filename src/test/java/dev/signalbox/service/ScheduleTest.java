package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.service.Schedule.Missed;
import dev.signalbox.service.Schedule.Overlap;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
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

    @ParameterizedTest
    @CsvSource({
        "@hourly, 2026-03-27T13:00+01:00[Europe/Berlin]",
        "@daily, 2026-03-28T00:00+01:00[Europe/Berlin]",
        "@midnight, 2026-03-28T00:00+01:00[Europe/Berlin]",
        "@weekly, 2026-03-29T00:00+01:00[Europe/Berlin]",
        "@monthly, 2026-04-01T00:00+02:00[Europe/Berlin]",
        "@yearly, 2027-01-01T00:00+01:00[Europe/Berlin]"
    })
    void next_word_isAsCronHasIt(String word, String expected) {
        assertThat(Schedule.parse(word).next(ZonedDateTime.parse(NOON))).isEqualTo(expected);
        assertThat(Schedule.parse(word)).hasToString(word);
    }

    /// All starts of the day on which the clocks are changed, as far as they differ from other days'.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "30 2 * * *    ; 2026-10-25T01:00+02:00[Europe/Berlin] ; 25T02:30+02:00 26T02:30+01:00",
                "30 2 * * *    ; 2026-10-25T02:10+01:00[Europe/Berlin] ; 26T02:30+01:00 27T02:30+01:00",
                "0 2-3 * * *   ; 2026-10-25T01:00+02:00[Europe/Berlin] ; 25T02:00+02:00 25T03:00+01:00 26T02:00+01:00",
                "30 * * * *    ; 2026-10-25T02:00+02:00[Europe/Berlin] ; 25T02:30+02:00 25T02:30+01:00 25T03:30+01:00",
                "*/30 */2 * * * ; 2026-10-25T02:00+02:00[Europe/Berlin] ; 25T02:30+02:00 25T02:00+01:00 25T02:30+01:00",
                "0 3 * * *     ; 2026-10-25T02:10+01:00[Europe/Berlin] ; 25T03:00+01:00 26T03:00+01:00",
                "45 1 * * *    ; 2026-04-05T01:40+11:00[Australia/Lord_Howe] ; 05T01:45+11:00 06T01:45+10:30",
                "30 2 * * *    ; 2026-03-29T01:00+01:00[Europe/Berlin] ; 30T02:30+02:00",
                "*/30 * * * *  ; 2026-03-29T01:00+01:00[Europe/Berlin] ; 29T01:30+01:00 29T03:00+02:00",
                "0 2-3 * * *   ; 2026-03-29T01:00+01:00[Europe/Berlin] ; 29T03:00+02:00 30T02:00+02:00",
                "15 2 * * *    ; 2026-10-04T01:00+10:30[Australia/Lord_Howe] ; 05T02:15+11:00"
            })
    void next_whereTheClocksAreChanged(String cron, ZonedDateTime from, String expected) {
        var schedule = Schedule.parse(cron, from.getZone(), Missed.SKIP, Overlap.SKIP);
        var next = from.toInstant();
        for (var one : expected.split(" ")) {
            next = schedule.next(Objects.requireNonNull(next));
            assertThat(Objects.requireNonNull(next).atZone(from.getZone()).toString())
                    .contains(one);
        }
    }

    @Test
    void next_goesByTheClocksOfItsZone_whereverTheMachineIs() {
        var noon = ZonedDateTime.parse(NOON).toInstant();
        assertThat(Schedule.parse("0 3 * * *", ZoneId.of("Asia/Kolkata"), Missed.SKIP, Overlap.SKIP)
                        .next(noon))
                .isEqualTo("2026-03-27T21:30:00Z");
        assertThat(Schedule.parse("0 3 * * *", ZoneId.of("UTC"), Missed.SKIP, Overlap.SKIP)
                        .next(noon))
                .isEqualTo("2026-03-28T03:00:00Z");
    }

    @Test
    void allThatItSays_makesAnotherSchedule() {
        var berlin = ZoneId.of("Europe/Berlin");
        var all = Schedule.parse("@daily", berlin, Missed.RUN_ONCE, Overlap.QUEUE);
        assertThat(all)
                .hasToString("@daily Europe/Berlin, missed run_once, overlap queue")
                .isEqualTo(Schedule.parse("@daily", berlin, Missed.RUN_ONCE, Overlap.QUEUE))
                .isNotEqualTo(Schedule.parse("@daily", berlin, Missed.RUN_ONCE, Overlap.SKIP))
                .isNotEqualTo(Schedule.parse("@daily", berlin, Missed.SKIP, Overlap.QUEUE))
                .isNotEqualTo(Schedule.parse("@daily"));
        assertThat(all.text()).isEqualTo("@daily Europe/Berlin");
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
                "@dayly ; a schedule has five fields: minute, hour, day of the month, month, day of the week, or is a word such as @daily",
                "@reboot ; a schedule has five fields",
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

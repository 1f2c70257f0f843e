package dev.signalbox.console.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "0.00001, < 0.1 %",
        "0.025, 2.5 %",
        "0.08333, 8.3 %",
        "0.25, 25 %",
        "0.98999, 99 %",
        "0.99951, 99.95 %",
        "0.9999999, 99.99 %",
        "1, 100 %"
    })
    void of_neverSaysNoneOrAllOfWhatOnlyComesClose(double share, String words) {
        assertThat(Percent.of(share)).isEqualTo(words);
    }

    @Test
    void perDay_hasATenth() {
        assertThat(Percent.perDay(0)).isEqualTo("0");
        assertThat(Percent.perDay(0.03)).isEqualTo("< 0.1");
        assertThat(Percent.perDay(12.46)).isEqualTo("12.5");
    }
}

package dev.signalbox.console.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1 KB",
        "1100000, 1.1 MB",
        "999949, 999.9 KB",
        "999950, 1 MB",
        "50000000, 50 MB",
        "9223372036854775807, 9223372 TB"
    })
    void text_hasOneDigitBehindThePoint(long bytes, String text) {
        assertThat(Sizes.text(bytes)).isEqualTo(text);
    }
}

package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizesTest {

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
        assertThat(ByteSizes.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "9940,9.9 KB", "9960,10 KB", "812000000,812 MB", "1610000000,1.6 GB", "999600000,1 GB"})
    void size_inAColumn_hasFewLetters(long bytes, String text) {
        assertThat(ByteSizes.brief(bytes)).isEqualTo(text);
    }
}

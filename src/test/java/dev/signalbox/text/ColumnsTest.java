package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "web app, 7",
        "größe, 5",
        "gro\u0308ße, 5",
        "数据, 4",
        "カタ, 4",
        "\uff76\uff80, 2",
        "한글, 4",
        "（ａ）, 6",
        "「」, 4",
        "a\ud83d\ude80, 3",
        "→ …, 3",
    })
    void text_isAsWideAsATerminalShowsIt(String text, int columns) {
        assertThat(Columns.of(text)).isEqualTo(columns);
    }
}

package dev.signalbox.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineWrapTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|/",
                "fits in|fits in/",
                "one two three|one two /three/",
                "exactly1 next|exactly1 /next/",
                "a verylongword|a /verylong/word/",
                "verylongwordthatgoeson|verylong/wordthat/goeson/",
                "日本語日本語|日本語日/本語/",
                "x日本語日本|x日本語/日本/",
                "'ends with     '|'ends /with     /'"
            })
    void rowStarts_atWidthOfEightCells(String text, String rows) {
        assertThat(String.join("", rows(text, 8).stream().map(row -> row + "/").toList()))
                .isEqualTo(rows);
    }

    @Test
    void rowStarts_anyTextInAnyWidth() {
        long seed = Seed.of(LineWrapTest.class);
        Random random = new Random(seed);
        String[] pieces = {" ", "a", "word", "日", "e\u0301", "🚀", "👩\u200d🚀", "verylongwordindeed"};
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(20), 0, pieces.length).forEach(at -> text.append(pieces[at]));
            int width = 2 + random.nextInt(12);
            List<String> rows = rows(text.toString(), width);
            assertThat(String.join("", rows)).isEqualTo(text.toString());
            assertThat(rows).allSatisfy(row -> {
                assertThat(cells(row.stripTrailing())).isLessThanOrEqualTo(width);
                assertThat(row.isEmpty() || CharacterCells.width(row.codePointAt(0)) > 0)
                        .isTrue();
            });
        }
    }

    private static int cells(String text) {
        return text.codePoints().map(CharacterCells::width).sum();
    }

    private static List<String> rows(String text, int width) {
        int[] starts = LineWrap.rowStarts(text, width, CharacterCells::width);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            rows.add(text.substring(starts[i], i + 1 < starts.length ? starts[i + 1] : text.length()));
        }
        return rows;
    }
}

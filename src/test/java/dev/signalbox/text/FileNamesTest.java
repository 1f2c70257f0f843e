package dev.signalbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"backend", "A-1_b.c", "0", "shop-2.old", "x.out.log"})
    void nameThatWasAllowedEver_isTheFilesName(String name) {
        assertThat(FileNames.of(name)).isEqualTo(name);
        assertThat(FileNames.name(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "_proc, _proc",
        "web app, web%20app",
        "api:1, api%3A1",
        "Worker/queue, Worker%2Fqueue",
        "größe, gr%C3%B6%C3%9Fe",
        "数据, %E6%95%B0%E6%8D%AE",
        ".hidden, %2Ehidden",
        "-x, %2Dx",
        "100%, 100%25",
        "web%20app, web%2520app",
    })
    void nameThatIsNone_isEscaped_andFoundAgain(String name, String file) {
        assertThat(FileNames.of(name)).isEqualTo(file);
        assertThat(FileNames.name(file)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%4", "100%", "%41", "%c3%b6", "%FF", "größe"})
    void whatNobodyHasMade_isItsOwnName(String file) {
        assertThat(FileNames.name(file)).isEqualTo(file);
    }

    @Test
    void twoNames_areNeverTheSameFile_andEachIsFoundAgain() {
        var random = new SplittableRandom(Seed.of(FileNamesTest.class));
        var letters = "aA0._-%2F/: ößé数\uD83D\uDE80".codePoints().toArray();
        var names = new HashMap<String, String>();
        for (var round = 0; round < 20_000; round++) {
            var name = random.ints(random.nextInt(1, 6), 0, letters.length)
                    .mapToObj(at -> Character.toString(letters[at]))
                    .collect(Collectors.joining());
            var file = FileNames.of(name);
            assertThat(file).matches("[A-Za-z0-9_%][A-Za-z0-9_.%-]*");
            assertThat(FileNames.name(file)).isEqualTo(name);
            assertThat(names.putIfAbsent(file, name)).isIn(null, name);
        }
    }
}

package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be given to a program, held against the kernel that this runs on.
final class ExecSizesTest {
    private static final String PROGRAM = "/bin/true";

    @TempDir
    Path folder;

    private static boolean isExecuted(List<String> words, Map<String, String> variables) throws Exception {
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(variables);
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("Argument list too long");
            return false;
        }
    }

    private static List<String> words(int length) {
        return List.of(PROGRAM, "w".repeat(length));
    }

    @Test
    void longestWordAndVariable_areThoseOfTheKernel() throws Exception {
        var sizes = ExecSizes.here();
        var most = (int) sizes.each();

        assertThat(sizes.problem(words(most), Map.of())).isEmpty();
        assertThat(isExecuted(words(most), Map.of())).isTrue();
        assertThat(sizes.problem(words(most + 1), Map.of()))
                .hasValue(String.format(
                        "word 2 of 2 has %,d bytes, and no program can be given more than %,d in one", most + 1, most));
        assertThat(isExecuted(words(most + 1), Map.of())).isFalse();

        var variable = Map.of("BIG", "s3cret".repeat(most / 6 + 1));
        assertThat(sizes.problem(words(1), variable).orElseThrow())
                .startsWith("variable BIG has ")
                .doesNotContain("s3cret");
        assertThat(isExecuted(words(1), variable)).isFalse();
    }

    @Test
    void mostOfAll_isThatOfTheKernel() throws Exception {
        var sizes = ExecSizes.here();
        var words = new ArrayList<>(List.of(PROGRAM));
        words.addAll(Collections.nCopies((int) (sizes.all() / 1009) - 1, "w".repeat(1000)));
        while (sizes.problem(words, Map.of()).isEmpty()) {
            words.add("w");
        }

        assertThat(sizes.problem(words, Map.of()).orElseThrow())
                .contains("its words and variables have ")
                .endsWith("the longest is word 2 of " + words.size() + " with 1,000");
        assertThat(isExecuted(words.subList(0, words.size() - 1), Map.of())).isTrue();
        words.addAll(Collections.nCopies(10, "some more that the count of the kernel may not have"));
        assertThat(isExecuted(words, Map.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"unlimited, 6291456", "8388608, 2097152", "65536, 131072"})
    void mostOfAll_isAPartOfTheStack_withinBounds(String stack, long all) throws IOException {
        var limits = Files.writeString(
                folder.resolve("limits"),
                "Max data size             unlimited            unlimited            bytes\n"
                        + "Max stack size            " + stack + "              unlimited            bytes\n");

        assertThat(ExecSizes.of(limits, 4096)).isEqualTo(new ExecSizes(131_071, all));
    }
}

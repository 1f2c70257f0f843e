package dev.signalbox.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What scripts and people rely on.
final class CodeTest {
    private static final Path PAPER = Path.of("src/site/markdown/codes.md");

    /// Scripts compare them: one may be added at the end of its area, and none be changed or taken out.
    @Test
    void codes_neverChange() {
        assertThat(Arrays.stream(Code.values()).map(Code::word))
                .containsExactly(
                        ("runs starts stopped unstopped unset unknown elsewhere pending gave_up left fulfilled retry held dependency port trouble journal closing exited killed not_ready unhealthy recovering unasked outdated leftovers unverified failed port_held not_executable no_right hook_failed not_stopped not_written hangs timed_out user superseded plan shutdown crash unanswered coalesced behind needs wedged plan_full recording journal_down no_service no_operation not_found pointless queue_full refused not_kept invalid_workspace invalid key_reused unauthenticated forbidden too_many too_large internal usage no_engine not_ended not_printed")
                                .split(" ", -1));
    }

    @ParameterizedTest
    @EnumSource
    void code_isExplained_inWordsThatStandInThePaper(Code code) throws IOException {
        assertThat(code.meaning()).matches("[a-zA-Z].*[^.]");
        assertThat(code.causes()).matches("[a-zA-Z].*\\.");
        assertThat(code.cure()).matches("[a-zA-Z].*\\.");
        assertThat(Files.readAllLines(PAPER))
                .contains("| `" + code.word() + "` | " + code.meaning() + " | " + code.causes() + " | " + code.cure()
                        + " |");
    }

    @Test
    void paper_namesNoOthers() throws IOException {
        assertThat(Files.readAllLines(PAPER).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.split("`", -1)[1]))
                .containsExactlyElementsOf(Arrays.stream(Code.Area.values())
                        .flatMap(area -> Code.of(area).stream())
                        .map(Code::word)
                        .toList());
    }

    @Test
    void everyCode_isSaidSomewhere() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var program = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("Code.java"))
                    .map(CodeTest::text)
                    .collect(Collectors.joining());
            assertThat(Code.values())
                    .allMatch(code -> program.matches("(?s).*\\b(Code|Kind)\\." + code.name() + "\\b.*"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"gave_up", "[gave_up]", "GAVE-UP", "' gave_up '"})
    void code_isFoundAsPeopleTypeIt(String word) {
        assertThat(Code.of(word)).contains(Code.GAVE_UP);
    }

    @Test
    void whatIsNoCode_isNone() {
        assertThat(Code.of("")).isEmpty();
        assertThat(Code.of("give_up")).isEmpty();
    }
}

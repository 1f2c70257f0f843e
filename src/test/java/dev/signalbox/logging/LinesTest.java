package dev.signalbox.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.text.Hostile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.simple.SimpleServiceProvider;
import tools.jackson.databind.json.JsonMapper;

/// What stands in the program's own log of text that others wrote.
final class LinesTest {
    private static final Pattern RECORD =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN signalbox\\.test - .*");

    private static final ILoggerFactory SIMPLE = simple();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final PrintStream standard = System.err;
    private final Logger text = new TextLogger(SIMPLE.getLogger("signalbox.test"));
    private final Logger json = new JsonLogger(SIMPLE.getLogger("signalbox.test"), out);

    private static ILoggerFactory simple() {
        var provider = new SimpleServiceProvider();
        provider.initialize();
        return provider.getLoggerFactory();
    }

    @BeforeEach
    void catchStandardError() {
        System.setErr(out);
    }

    @AfterEach
    void giveStandardErrorBack() {
        System.setErr(standard);
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    static Stream<String> characters() {
        return Hostile.characters();
    }

    @ParameterizedTest
    @MethodSource("characters")
    void hostileCharacter_inAMessage_isOneLineAndSteersNothing(String character) {
        var forged = "x" + character + "2026-01-01T12:00:00.000 INFO signalbox.operations - y";
        text.warn("{}: its command ended", forged);
        json.warn("{}: its command ended", forged);

        assertThat(written().lines()).hasSize(2).first().asString().matches(RECORD);
        Hostile.assertHarmless(written());
        assertThat(JsonMapper.shared()
                        .readTree(written().lines().toList().getLast())
                        .path("message")
                        .asString())
                .isEqualTo(forged + ": its command ended");
    }

    @ParameterizedTest
    @MethodSource("characters")
    void hostileCharacter_inWhatWasThrown_beginsNoRecord(String character) {
        var forged = "x" + character + "2026-01-01T12:00:00.000 INFO signalbox.operations - y";
        var thrown = new IllegalStateException(forged, new IllegalArgumentException(forged));
        thrown.addSuppressed(new RuntimeException(forged));
        text.warn("failed", thrown);

        assertThat(written().lines().filter(line -> RECORD.matcher(line).matches()))
                .hasSize(1);
        assertThat(written()).contains("Caused by: java.lang.IllegalArgumentException: x", "Suppressed: ");
        Hostile.assertHarmless(written());
    }

    @Test
    void trace_ofAThrowableThatComesRoundToItself_ends() {
        var thrown = new IllegalStateException("first");
        var cause = new IllegalArgumentException("second", thrown);
        thrown.initCause(cause);
        text.warn("failed", thrown);

        assertThat(written()).contains("first", "Caused by: java.lang.IllegalArgumentException: second");
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void levelsBelowTheLeast_areNotWritten(Level level) {
        text.atLevel(level).log("said");

        assertThat(written().isEmpty()).isEqualTo(level == Level.TRACE || level == Level.DEBUG);
    }

    @Test
    void librariesThatTellOfEachStep_areQuiet() {
        assertThat(new TextLogger(SIMPLE.getLogger("io.helidon.test")).isInfoEnabled())
                .isFalse();
        assertThat(new JsonLogger(SIMPLE.getLogger("io.helidon.test"), out).isInfoEnabled())
                .isFalse();
    }
}

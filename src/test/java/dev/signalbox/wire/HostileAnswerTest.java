package dev.signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.text.Hostile;
import dev.signalbox.text.PlainText;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an engine elsewhere says is made harmless where it is read, but for what is drawn, or read, as it is.
final class HostileAnswerTest {
    static Stream<String> characters() {
        return Hostile.characters();
    }

    @ParameterizedTest
    @MethodSource("characters")
    void text_isHarmless_butALineOfOutputKeepsItsBytes(String character) throws IOException {
        var text = "a" + character + "b";
        var step = Wire.readAnswer(Wire.write(new StepMessage(text, 1, true)), StepMessage.class);
        var line = Wire.readAnswer(Wire.write(new LogLineMessage(null, "out", text)), LogLineMessage.class);

        assertThat(step.text()).isEqualTo(PlainText.line(text));
        Hostile.assertHarmless(step.text());
        assertThat(line.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("characters")
    void request_isReadAsItIs_soThatItIsRefusedForWhatItIs(String character) {
        var request = "[\"a" + PlainText.line(character) + "\"]";

        assertThat(Wire.readRequest(request, String[].class)).containsExactly("a" + character);
    }
}

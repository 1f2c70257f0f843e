package dev.signalbox.console.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is written in the bundle is what the window says.
class TextsTest {

    @Test // properties drop the blanks that a text begins with, unless they are escaped
    void noTextLosesTheBlankThatItBeginsWith() throws IOException {
        try (var file = Objects.requireNonNull(
                TextsTest.class.getResourceAsStream("/dev/signalbox/console/texts.properties"))) {
            var lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines();
            assertThat(lines.filter(line -> !line.startsWith("#") && line.matches("[^=]*=\\s+\\S.*")))
                    .isEmpty();
        }
    }

    @Test
    void pieces_areJoinedWithABlankBetween() {
        assertThat(Texts.of("history.unchanged")).isEqualTo(" and found nothing to do");
    }
}

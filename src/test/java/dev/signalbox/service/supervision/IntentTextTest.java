package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Desired;
import dev.signalbox.service.Intent.Followed;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.service.Intent.Suspension;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Intent.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is wanted of a service, as a text")
class IntentTextTest {
    private static final Instant NOW = Instant.parse("2026-11-30T04:05:06.789Z");

    @Test
    void all_comesBackAsItWas() {
        var intent = new Intent(
                new Desired(Value.RUNNING, NOW, "HTTP API, ci-deploy\nfrom \"a b\"", 42),
                new Verdict(Verdict.Kind.GAVE_UP, "it was tried too often", NOW, "boot 1", "0a1b"),
                new Hold(NOW, "operator", "Wartung: ä ü 漢 % & = + \\", NOW.plusSeconds(60)),
                new Suspension(NOW, "operator"),
                new Followed("0 3 * * * Europe/Berlin", NOW.minusSeconds(9)),
                NOW.plusSeconds(1));
        assertThat(IntentText.read(IntentText.of(intent))).isEqualTo(intent);
        assertThat(IntentText.of(intent).lines()).hasSize(6);
    }

    @Test
    void nothing_comesBackAsNothing() {
        assertThat(IntentText.read(IntentText.of(Intent.NONE))).isEqualTo(Intent.NONE);
        assertThat(IntentText.read("")).isEqualTo(Intent.NONE);
    }

    @Test
    void lineOfALaterVersion_isPassedOver() {
        var text = IntentText.of(Intent.NONE) + "\nmood+of+the+day good";
        assertThat(IntentText.read(text)).isEqualTo(Intent.NONE);
    }

    @Test
    void somethingElse_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> IntentText.read("desired"));
        assertThatIllegalArgumentException().isThrownBy(() -> IntentText.read("desired sideways   0"));
    }

    @Test
    void whyAQueueIsHeld_isNotALetter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Hold(NOW, "operator", "x".repeat(201), null))
                .withMessage("why a queue is held has 201 characters. Allowed: at most 200");
    }
}

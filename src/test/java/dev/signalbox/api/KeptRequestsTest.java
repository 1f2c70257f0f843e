package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.EarlierRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class KeptRequestsTest {
    private Instant now = Instant.EPOCH;
    private final KeptRequests<String> kept = new KeptRequests<>(() -> now, String::length);

    @Test
    void floodOfOneCaller_makesNothingOfAnotherForgotten() {
        kept.put("one", "key", "start of web");
        for (var i = 0; i < 3 * EarlierRequest.MOST; i++) {
            kept.put("other", "key " + i, "start of db");
        }
        assertThat(kept.find("one", "key")).isEqualTo("start of web");
        assertThat(kept.count()).isEqualTo(EarlierRequest.MOST_EACH + 1);
        assertThat(kept.find("other", "key 0")).isNull();
        assertThat(kept.find("other", "key " + (3 * EarlierRequest.MOST - 1))).isNotNull();
    }

    @Test
    void longAnswersOfOneCaller_areForgottenBeforeTheyFillTheMemory() {
        kept.put("one", "key", "start of web");
        var answer = "x".repeat(100_000);
        for (var i = 0; i < 100; i++) {
            kept.put("other", "key " + i, answer);
        }
        assertThat(kept.find("one", "key")).isNotNull();
        assertThat(kept.count()).isLessThanOrEqualTo(1 + KeptRequests.MOST_TEXT / answer.length());
    }

    @Test
    void longAnswersOfMany_areForgottenOfWhoHasMost() {
        kept.put("one", "key", "start of web");
        var answer = "x".repeat(100_000);
        for (var i = 0; i < 1_000; i++) {
            kept.put("other " + i % 20, "key " + i, answer);
        }
        assertThat(kept.find("one", "key")).isNotNull();
        assertThat(kept.count()).isLessThanOrEqualTo(1 + KeptRequests.MOST_TEXT_OF_ALL / answer.length());
    }

    @Test
    void request_isKnownForADay_fromWhenItWasAskedFor() {
        kept.put("one", "key", "start of web");
        now = now.plus(EarlierRequest.KEPT).minusMillis(1);
        kept.put("one", "key", "start of web, with its answer");
        assertThat(kept.find("one", "key")).isEqualTo("start of web, with its answer");
        now = now.plusMillis(1);
        assertThat(kept.find("one", "key")).isNull();
        assertThat(kept.count()).isZero();
    }

    @Test
    void longRequest_isToldByADigest_andAnotherOneFromIt() {
        var body = "plan " + "x".repeat(60_000);
        assertThat(Idempotency.fingerprint(body))
                .hasSizeLessThan(200)
                .isNotEqualTo(Idempotency.fingerprint(body + "x"))
                .isEqualTo(Idempotency.fingerprint(Idempotency.fingerprint(body)));
        assertThat(Idempotency.fingerprint("start of web")).isEqualTo("start of web");
    }
}

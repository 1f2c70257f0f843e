package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the engine's answers look like to people.
final class WordsTest {
    private static Node stop(String startsBy) {
        return Node.read("""
                {"id": 4, "service": "backend", "kind": "stop", "reason": "behind start #3",
                "submitted_at": "2026-01-01T12:00:03Z", "waiting_for": {"starts_by": %s},
                "hint": "POST /services/backend/stop-now does not wait"}""".formatted(startsBy));
    }

    @ParameterizedTest
    @CsvSource({
        "12:00:30Z, 27 s",
        "12:00:30.000000001Z, 28 s",
        "12:00:29.500Z, 27 s",
        "12:00:03Z, 0 s",
        "12:01:33Z, 1 min 30 s"
    })
    void wait_ofAStop_isWholeSecondsThatAreKept(String startsBy, String atMost) {
        assertThat(Words.wait(stop("\"2026-01-01T" + startsBy + '"')))
                .isEqualTo("behind start #3, " + atMost + " at most; signalbox stop --now backend does not wait");
    }

    @Test
    void wait_endNotKnown_tellsTheOtherWayOnly() {
        assertThat(Words.wait(stop("null"))).isEqualTo("behind start #3; signalbox stop --now backend does not wait");
    }

    @Test
    void wait_withoutAHint_isTheReason() {
        var start = Node.read("""
                {"service": "backend", "kind": "start", "reason": "behind start #3", "hint": null,
                "submitted_at": "2026-01-01T12:00:03Z", "waiting_for": {"starts_by": "2026-01-01T12:00:09Z"}}""");

        assertThat(Words.wait(start)).isEqualTo("behind start #3");
        assertThat(Words.wait(Node.read("{}"))).isEmpty();
    }

    @Test
    void operation_askedForByMany_namesThemAll() {
        var kill = Node.read("""
                {"id": 4, "kind": "stop", "signal": "SIGKILL", "source": {"road": "operator", "actor": ""},
                "also": [{"road": "health", "actor": ""}, {"road": "http_api", "actor": "deploy"}]}""");

        assertThat(Words.operation(kill)).isEqualTo("#4 kill by operator and health and http api, deploy");
    }
}

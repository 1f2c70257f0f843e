package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.supervision.Decision;
import dev.signalbox.service.supervision.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the engine's answers look like to people.
final class WordsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

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
    void wait_ofAServiceWhoseIdHasBlanks_tellsACommandThatAShellTakes() {
        var stop = Node.read("""
                {"service": "my db", "kind": "stop", "reason": "queue held", "waiting_for": {},
                "hint": "POST /services/my%20db/stop-now does not wait"}""");

        assertThat(Words.wait(stop)).isEqualTo("queue held; signalbox stop --now 'my db' does not wait");
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

    private static Node service(String state, String reason, Reason why) {
        return service(state, reason, why, "");
    }

    private static Node service(String state, String reason, Reason why, String by) {
        return Node.of(Map.of(
                "state",
                state,
                "reason",
                Node.of(Map.of(
                        "code", why.code().name().toLowerCase(Locale.ROOT),
                        "text", why.with(reason, by),
                        "decision", why.text(),
                        "state", reason))));
    }

    private static Facts down(String held, String portUser, String journal, List<Facts.Missing> missing) {
        return down(null, held, portUser, journal, missing);
    }

    private static Facts down(
            @Nullable Instant retryAt, String held, String portUser, String journal, List<Facts.Missing> missing) {
        return new Facts(
                Intent.Value.RUNNING,
                false,
                false,
                "",
                Facts.Actual.DOWN,
                "",
                null,
                retryAt,
                held,
                missing,
                portUser,
                "",
                journal,
                "",
                false);
    }

    @Test
    void service_whoseStartHasToWait_readsWaiting() {
        var waiting = List.of(
                down("held by operator", "", "", List.of()),
                down("", "", "", List.of(new Facts.Missing("db", "stopped by operator"))),
                down("", "other", "", List.of()),
                down("", "", "the journal cannot be written: disk full", List.of()),
                down(Instant.EPOCH, "", "", "", List.of()));

        assertThat(waiting.stream().map(Facts::decide))
                .hasOnlyElementsOfType(Decision.Wait.class)
                .extracting(decision -> Words.condition(service("stopped", "", decision.reason())))
                .containsExactly(
                        "waiting, its queue is held by operator",
                        "waiting for db, stopped by operator",
                        "waiting for other to leave its port",
                        "waiting, the journal cannot be written: disk full",
                        "stopped, for its next try");
    }

    @ParameterizedTest
    @CsvSource({
        "STARTS, '', stopped",
        "RUNS, it runs, stopped",
        "STOPPED, it shall be stopped, stopped",
        "UNSTOPPED, should be stopped, 'stopped, should be stopped'",
        "UNSET, nobody has asked for it, stopped",
        "UNKNOWN, what it does is not known, stopped",
        "PENDING, start #4 runs, stopped",
        "CLOSING, the engine ends, stopped",
        "LEFT, it ended by itself, 'stopped, it ended by itself'",
        "GAVE_UP, it was tried too often, 'stopped, crash loop: it was tried too often'",
        "FULFILLED, completed, 'stopped, completed'",
        "RETRY, for its next try, 'stopped, for its next try'"
    })
    void service_thatDoesNotWait_readsItsStateWithTheVerdict(Reason.Code code, String text, String condition) {
        assertThat(Words.condition(service("stopped", "", new Reason(code, text, ""))))
                .isEqualTo(condition);
    }

    @Test
    void reason_tellsWhatTheStateSaysToo_andNothingTwice() {
        assertThat(Words.reason(
                        service("failed", "exit code 3", new Reason(Reason.Code.HELD, "its queue is held", "")), NOW))
                .isEqualTo("its queue is held; exit code 3");
        assertThat(Words.reason(
                        service(
                                "failed",
                                "crash loop: 5 ends in 1m, exit code 3",
                                new Reason(Reason.Code.GAVE_UP, "it was tried too often", "")),
                        NOW))
                .isEqualTo("crash loop: 5 ends in 1m, exit code 3");
        assertThat(Words.reason(
                        service(
                                "stopped",
                                "completed 2026-01-01 12:00:00",
                                new Reason(Reason.Code.FULFILLED, "completed", "")),
                        NOW))
                .isEqualTo("completed 2026-01-01 12:00:00");
    }

    @Test
    void service_thatWasWantedUntilTheBoot_saysSo() {
        var service = service(
                "stopped",
                "",
                new Reason(Reason.Code.UNSET, "nobody has asked for it", ""),
                "was wanted by operator until the boot; autostart is off");

        assertThat(Words.condition(service))
                .isEqualTo("stopped, was wanted by operator until the boot; autostart is off");
    }

    @Test
    void service_ofAnEarlierEngine_readsItsState() {
        assertThat(Words.condition(Node.read("{\"state\": \"failed\", \"reason\": \"exit code 3\"}")))
                .isEqualTo("failed, exit code 3");
    }

    private static Node told(String fields) {
        return Node.read("{\"id\": \"web\", " + fields.replace('\'', '"') + "}");
    }

    @Test
    void service_thatIsTriedAgain_tellsHowItEnded_andWhenTheNextTryIs() {
        var service = told("'state': 'backoff', 'recovery': {'retry_at': '2026-01-31T12:00:03.2Z', 'attempt': 3,"
                + " 'attempts': 5}, 'reason': {'code': 'retry', 'cause': 'exited', 'detail': 'exit code 1: no disk',"
                + " 'text': 'exit code 1: no disk; next try at 2026-01-31T12:00:03Z (3 of 5)'}");

        assertThat(Words.state(service)).isEqualTo("backoff");
        assertThat(Words.reason(service, NOW)).isEqualTo("exit code 1: no disk; next try in 4 s (3 of 5)");
        assertThat(Words.reason(service, NOW.plusSeconds(9)))
                .isEqualTo("exit code 1: no disk; next try in 0 s (3 of 5)");
        assertThat(Words.code(service)).isEqualTo("exited");
    }

    @Test
    void service_thatIsTriedAgainForEver_hasNoNumberOfTries() {
        var service = told("'state': 'backoff', 'recovery': {'retry_at': '2026-01-31T12:01:30Z', 'attempt': 0,"
                + " 'attempts': 0}, 'reason': {'code': 'retry', 'detail': 'exit code 1'}");

        assertThat(Words.reason(service, NOW)).isEqualTo("exit code 1; next try in 1 min 30 s");
    }

    @ParameterizedTest
    @CsvSource({"ready, running", "unready, unready", "unhealthy, unhealthy"})
    void service_thatRunsButNotWell_doesNotReadRunning(String health, String state) {
        assertThat(Words.state(told("'state': 'running', 'health': '" + health + "'")))
                .isEqualTo(state);
        assertThat(Words.state(told("'state': 'failed', 'health': '" + health + "'")))
                .isEqualTo("failed");
    }

    @Test
    void times_areOfTheReadersZone() {
        var before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            var completed =
                    told("'state': 'stopped', 'ended_at': '2026-01-31T00:45:32Z', 'reason': {'code': 'fulfilled',"
                            + " 'text': 'completed, 1 process lives on'}");
            var unasked = told(
                    "'state': 'running', 'unasked': [{'probe': 'alive', 'why': 'no host', 'since':"
                            + " '2026-01-31T00:45:32Z'}], 'reason': {'code': 'runs', 'text': 'alive cannot be asked: no host'}");

            assertThat(Words.reason(completed, NOW)).isEqualTo("completed 2026-01-30 19:45:32, 1 process lives on");
            assertThat(Words.reason(unasked, NOW))
                    .isEqualTo("alive cannot be asked: no host, since 2026-01-30 19:45:32");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "failed, 'failed: exit code 127', exited, ': exit code 127 [exited]'",
        "timed_out, 'timed out after 30.0 s, effect unknown', timed_out, ' after 30.0 s, effect unknown [timed_out]'",
        "cancelled, 'cancelled: by the user', user, ': by the user [user]'",
        "failed, 'no luck', '', ': no luck'",
        "succeeded, '', '', ''"
    })
    void cause_ofAnOperation_doesNotSayItsOutcomeTwice(String outcome, String cause, String code, String words) {
        assertThat(Words.cause(told("'cause': '" + cause + "', 'code': '" + code + "'"), outcome))
                .isEqualTo(words);
    }
}

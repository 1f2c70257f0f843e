package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.TestDefinitions;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What each route answers to those who ask rightly.
final class RoutesTest {
    @TempDir
    Path folder;

    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static List<String> fields(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(name).asString(""))
                .toList();
    }

    // --- asking for operations ---

    @ParameterizedTest
    @ValueSource(strings = {"/start/idle", "/start/idle/", "/api/v1/start/idle", "/api/v1/start/idle/"})
    void start_byEachForm_isAcceptedAndSaysWhere(String path) throws Exception {
        var reply = bench.post(path);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.field("kind")).isEqualTo("start");
        assertThat(reply.field("service")).isEqualTo("idle");
        assertThat(reply.json().at("/source/actor").asString()).isEqualTo("deploy");
        assertThat(reply.json().at("/source/road").asString()).isEqualTo("http_api");
        assertThat(reply.header("Location"))
                .isEqualTo("/api/v1/operations/" + reply.json().path("id").asLong());
        assertThat(bench.get(reply.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void submit_whileAnotherRuns_tellsItsPlaceInTheQueue() throws Exception {
        bench.driver("backend").hang();
        bench.post("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);

        var second = bench.post("/restart/backend");
        var third = bench.post("/stop/backend");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("place").asInt()).isEqualTo(1);
        assertThat(second.field("state")).isEqualTo("waiting");
        assertThat(second.field("reason")).isEqualTo("behind start #1");
        assertThat(third.json().path("place").asInt()).isEqualTo(2);
    }

    @Test
    void submit_whereAsManyWaitAsMay_isRefusedAndSaysHowMany_butNoStopIs() throws Exception {
        var settings = new QueueSettings(Policy.KEEP, Duration.ofSeconds(30), Duration.ofSeconds(10));
        bench.add("full", new FakeDriver(), settings.withCeiling(2));
        bench.queue.hold("full");
        bench.post("/start/full");
        bench.post("/start/full");

        var refused = bench.post("/start/full");
        var plan =
                bench.post("/plans/exact", bench.operator, "{\"members\":[{\"service\":\"full\",\"kind\":\"start\"}]}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("detail")).startsWith("2 operations wait for full already");
        assertThat(plan.status()).isEqualTo(409);
        assertThat(bench.post("/stop/full").status()).isEqualTo(202);
    }

    @Test
    void plan_thatAsksForTheSameTwice_isRefused_namingIt() throws Exception {
        var member = "{\"service\":\"idle\",\"kind\":\"stop\"}";
        var reply = bench.post("/plans/exact", bench.operator, "{\"members\":[" + member + "," + member + "]}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.field("detail")).isEqualTo("the plan has two members for a stop of idle. Allowed: one");
        var ids = bench.post("/plans", bench.operator, "{\"kind\":\"stop\",\"services\":[\"idle\",\"idle\"]}");
        assertThat(ids.status()).isEqualTo(422);
        assertThat(ids.field("detail")).isEqualTo("\"idle\" is named twice. Allowed: each service once");
    }

    @Test
    void longQueue_isCutInTheListOfServices_butNotInItsOwnView() throws Exception {
        bench.queue.hold("idle");
        for (var i = 0; i < 150; i++) {
            bench.queue.submit("idle", OperationKind.RESTART, Source.OPERATOR);
        }
        await().until(() -> bench.queue.snapshot("idle").waiting().size() == 150);

        var listed = bench.get("/services").json().get(2);
        var one = bench.get("/services/idle").json();

        assertThat(listed.path("queue").size()).isEqualTo(100);
        assertThat(listed.path("waiting").asInt()).isEqualTo(150);
        assertThat(one.path("queue").size()).isEqualTo(150);
        assertThat(bench.get("/operations/150").json().path("place").asInt()).isEqualTo(150);
    }

    @Test
    void submit_waiting_answersWithTheTrueOutcome() throws Exception {
        var started = bench.post("/start/backend?wait=true&timeout=20");

        assertThat(started.status()).isEqualTo(200);
        assertThat(started.field("state")).isEqualTo("ended");
        assertThat(started.field("outcome")).isEqualTo("succeeded");
        assertThat(started.field("effective_outcome")).isEqualTo("succeeded");
        assertThat(started.json().path("changed").asBoolean()).isTrue();
        assertThat(fields(started.json().path("steps"), "text").getFirst()).startsWith("started pid");

        bench.driver("backend").failNextStop("it is stuck");
        var failed = bench.post("/stop/backend?wait=true");
        assertThat(failed.status()).isEqualTo(200);
        assertThat(failed.field("outcome")).isEqualTo("failed");
        assertThat(failed.field("effective_outcome")).isEqualTo("failed");
        assertThat(failed.field("cause")).contains("it is stuck");
    }

    @Test
    void submit_bodyTakesTooLong_saysTimedOut() throws Exception {
        bench.add(
                "slow",
                new FakeDriver(),
                new QueueSettings(Policy.KEEP, Duration.ofMillis(50), Duration.ofSeconds(10)));
        bench.driver("slow").hang();

        var reply = bench.post("/start/slow?wait=true");

        assertThat(reply.field("outcome")).isEqualTo("timed_out");
        assertThat(reply.field("effective_outcome")).isEqualTo("timed_out");
    }

    @Test
    void submit_waitTimesOut_answersWithTheTicketAndLetsItRun() throws Exception {
        bench.driver("backend").hang();

        var reply = bench.post("/start/backend?wait=true&timeout=50ms");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.field("state")).isEqualTo("running");
        assertThat(reply.json().path("outcome").isNull()).isTrue();
        bench.driver("backend").release();
        await().until(() -> bench.get(reply.header("Location")).field("outcome").equals("succeeded"));
    }

    @Test
    void submit_coalesced_tellsItsOwnOutcomeAndThatOfItsSurvivor() throws Exception {
        bench.add(
                "merging",
                new FakeDriver(),
                new QueueSettings(Policy.COALESCE, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        bench.driver("merging").hang();
        bench.post("/start/merging");
        await().until(() -> bench.queue.snapshot("merging").active() != null);
        var survivor = bench.post("/restart/merging").json().path("id").asLong();
        var reply = bench.client()
                .sendAsync(
                        bench.request("POST", "/restart/merging?wait=true", bench.operator)
                                .build(),
                        BodyHandlers.ofString());
        await().until(() -> bench.get("/operations?outcome=coalesced").json().size() == 1);
        bench.driver("merging").release();

        var json = JsonMapper.shared().readTree(reply.get().body());
        assertThat(json.path("outcome").asString()).isEqualTo("coalesced");
        assertThat(json.path("effective_outcome").asString()).isEqualTo("succeeded");
        assertThat(json.path("survivor").asLong()).isEqualTo(survivor);
    }

    @Test
    void submit_sameKeyTwice_isOneOperation() throws Exception {
        var first = bench.send(
                bench.request("POST", "/restart/backend", bench.operator).header("Idempotency-Key", "deploy-17"));
        var again = bench.send(bench.request("POST", "/api/v1/restart/backend?wait=true", bench.operator)
                .header("Idempotency-Key", "deploy-17"));
        var ofAnother = bench.send(
                bench.request("POST", "/restart/backend", bench.admin).header("Idempotency-Key", "deploy-17"));
        var another = bench.send(
                bench.request("POST", "/stop/backend", bench.operator).header("Idempotency-Key", "deploy-17"));

        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(again.field("outcome")).isEqualTo("succeeded");
        assertThat(ofAnother.json().path("id")).isNotEqualTo(first.json().path("id"));
        assertThat(another.status()).isEqualTo(422);
        assertThat(bench.get("/operations").json().size()).isEqualTo(2);
    }

    @Test
    void stopNow_cancelsWhatRunsAndStops() throws Exception {
        bench.driver("backend").hang();
        var start = bench.post("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);

        var reply = bench.post("/services/backend/stop-now?wait=true");

        assertThat(reply.field("kind")).isEqualTo("stop");
        assertThat(reply.field("effective_outcome")).isEqualTo("succeeded");
        assertThat(bench.get(start.header("Location")).field("outcome")).isEqualTo("cancelled");
    }

    @Test
    void clientGoesAway_itsOperationRunsOn() throws Exception {
        bench.driver("backend").hang();
        goAway("/start/backend?wait=true");

        bench.driver("backend").release();
        await().until(() -> bench.get("/operations/1").field("outcome").equals("succeeded"));
    }

    private void goAway(String path) throws Exception {
        var uri = URI.create(bench.address);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bench.operator
                                    + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> bench.queue.snapshot("backend").active() != null);
        }
    }

    // --- looking ---

    @Test
    void services_areListedAsTheyAre() throws Exception {
        bench.post("/start/backend?wait=true");

        var list = bench.get("/services").json();

        assertThat(fields(list, "id")).containsExactly("backend", "frontend", "idle");
        assertThat(fields(list, "state")).containsExactly("running", "stopped", "stopped");
        assertThat(list.get(0).path("pid").asLong()).isPositive();
        assertThat(list.get(0).path("queue").isArray()).isTrue();
        assertThat(list.get(0).path("active").isNull()).isTrue();
        assertThat(list.get(0).at("/last/outcome").asString()).isEqualTo("succeeded");
        assertThat(list.get(1).path("pid").isNull()).isTrue();
        assertThat(list.get(1).path("depends_on").get(0).asString()).isEqualTo("backend");
    }

    @Test
    void service_isToldWithItsDefinition_butNotItsSecrets() throws Exception {
        var reply = bench.get("/services/backend");

        assertThat(reply.field("id")).isEqualTo("backend");
        assertThat(reply.field("command")).isEqualTo("serve backend");
        assertThat(reply.json().path("env").get(0).asString()).isEqualTo("DB_PASSWORD");
        assertThat(reply.text()).doesNotContain("hunter2");
        assertThat(bench.get("/services/nobody").status()).isEqualTo(404);
    }

    // --- what is desired ---

    private void awaitCode(String service, String code) {
        await().until(() -> bench.get("/services/" + service)
                .json()
                .at("/reason/code")
                .asString()
                .equals(code));
    }

    @Test
    void service_tellsWhatPersonsWant_sinceWhenAndByWhom() throws Exception {
        var before = Instant.now();
        awaitCode("idle", "unset");
        var unset = bench.get("/services/idle").json();
        assertThat(unset.at("/desired/value").asString()).isEqualTo("unset");
        assertThat(unset.at("/desired/since").isNull()).isTrue();
        assertThat(unset.at("/desired/by").asString()).isEmpty();

        bench.post("/start/idle?wait=true");
        awaitCode("idle", "runs");
        var running = bench.get("/services/idle").json();
        assertThat(running.at("/desired/value").asString()).isEqualTo("running");
        assertThat(Instant.parse(running.at("/desired/since").asString())).isBetween(before, Instant.now());
        assertThat(running.at("/desired/by").asString()).isEqualTo("HTTP API, deploy");

        bench.post("/stop/idle?wait=true");
        awaitCode("idle", "stopped");
        assertThat(fields(bench.get("/services").json(), "id")).contains("idle");
        assertThat(bench.get("/services/idle").json().at("/desired/value").asString())
                .isEqualTo("stopped");
    }

    @Test
    void service_thatWaits_tellsForWhat() throws Exception {
        bench.post("/stop/backend?wait=true");
        bench.addAutostarted("web", "backend");

        awaitCode("web", "dependency");
        var web = bench.get("/services/web").json();
        assertThat(web.path("state").asString()).isEqualTo("stopped");
        assertThat(web.at("/reason/text").asString()).isEqualTo("for backend, stopped by HTTP API, deploy");
        assertThat(web.at("/reason/decision").asString()).isEqualTo("for backend, stopped by HTTP API, deploy");
        assertThat(web.at("/reason/state").asString()).isEmpty();
        assertThat(web.at("/reason/waits_for").asString()).isEqualTo("backend");
        assertThat(bench.get("/services/backend").json().at("/reason/waits_for").isNull())
                .isTrue();
    }

    @Test
    void service_thatIsLeftAsItEnded_tellsTheVerdict() throws Exception {
        bench.post("/start/idle?wait=true");
        bench.driver("idle").crash(new ExitStatus(0));

        awaitCode("idle", "left");
        var idle = bench.get("/services/idle").json();
        assertThat(idle.at("/reason/text").asString()).isEqualTo("exit code 0; it ended by itself");
        assertThat(idle.at("/reason/decision").asString()).isEqualTo("it ended by itself");
        assertThat(idle.at("/reason/cause").asString()).isEqualTo("exited");
        assertThat(idle.at("/health").isNull())
                .as("what does not run has no health")
                .isTrue();
        assertThat(idle.at("/ended_at").isString()).isTrue();
        assertThat(idle.at("/last/started_at").isString())
                .as("when its start began")
                .isTrue();
        assertThat(idle.at("/desired/value").asString()).isEqualTo("running");
    }

    @Test
    void service_thatAnotherEngineHasStarted_isTakenOver_onceThatEngineIsGone() throws Exception {
        bench.driver("idle").runsElsewhere("2 processes of it run elsewhere", true);
        awaitCode("idle", "elsewhere");
        var refused = bench.post("/services/idle/adopt");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("code")).isEqualTo("pointless");
        assertThat(refused.field("detail"))
                .isEqualTo("idle is not taken over: 2 processes of it run elsewhere; it is for that engine to stop it");

        bench.driver("idle").runsElsewhere("2 processes of it run elsewhere", false);
        var taken = bench.post("/services/idle/adopt");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().path("state").asString()).isEqualTo("unknown");
        assertThat(taken.json().at("/reason/state").asString()).isEqualTo("taken over");
        var again = bench.post("/services/idle/adopt");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.field("detail")).isEqualTo("no process of idle was started by another engine");
        assertThat(bench.post("/services/nobody/adopt").status()).isEqualTo(404);
    }

    @Test
    void service_onWhichAnOperationIsAtWork_isNotTakenOver() throws Exception {
        bench.driver("backend").hang();
        bench.post("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);

        var refused = bench.post("/services/backend/adopt");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("detail")).contains("start #1 is at work, which is to end first");
        bench.driver("backend").release();
    }

    @Test
    void service_thatRunsAfterAStopThatFailed_saysSo_andIsKeptRunning() throws Exception {
        bench.post("/start/backend?wait=true");
        bench.driver("backend").failNextStop("it is stuck");
        bench.post("/stop/backend?wait=true");
        awaitCode("backend", "unstopped");

        var reason = bench.get("/services/backend").json().path("reason");
        assertThat(reason.path("text").asString())
                .startsWith(reason.path("decision").asString())
                .endsWith(reason.path("state").asString());
        var kept = bench.post("/services/backend/keep-running");
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().at("/desired/value").asString()).isEqualTo("running");
        assertThat(kept.json().at("/desired/by").asString()).isEqualTo("HTTP API, deploy");
        awaitCode("backend", "runs");

        var refused = bench.post("/services/idle/keep-running");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.field("detail")).isEqualTo("idle does not run");
        assertThat(bench.post("/services/nobody/keep-running").status()).isEqualTo(404);
    }

    @Test
    void whatWasCleared_isPutBack_andSaidWhatCannotBe() throws Exception {
        bench.post("/services/idle/hold");
        var first = bench.post("/restart/idle").json().path("id").asLong();
        var second = bench.post("/stop/idle").json().path("id").asLong();
        bench.post("/services/idle/clear");
        var wish = "{\"operations\": [%d, %d, 99], \"line\": [%1$d, %2$d]}".formatted(first, second);

        var back = bench.post("/services/idle/put-back?why=a+slip", bench.operator, wish);

        assertThat(back.status()).isEqualTo(202);
        assertThat(back.json().path("operations"))
                .extracting(operation -> operation.path("again").asLong())
                .containsExactly(first, second);
        assertThat(back.json().at("/operations/0/why").asString()).isEqualTo("a slip");
        assertThat(back.json().at("/refused/0").asString())
                .isEqualTo("#99 has ended, or has not left the line of idle within the last 60 s");
        assertThat(bench.get("/services/idle").json().path("queue"))
                .extracting(operation -> operation.path("kind").asString())
                .containsExactly("restart", "stop");

        var twice = bench.post("/services/idle/put-back", bench.operator, wish);
        assertThat(twice.status()).isEqualTo(200);
        assertThat(twice.json().path("operations")).isEmpty();
        var many = "{\"operations\": [1], \"line\": [" + "7,".repeat(2_000) + "7]}";
        for (var nothing : List.of("{}", "{\"operations\": []}", "{\"operations\": [null]}", many)) {
            assertThat(bench.post("/services/idle/put-back", bench.operator, nothing)
                            .status())
                    .as(nothing)
                    .isEqualTo(422);
        }
        assertThat(bench.post("/services/nobody/put-back", bench.operator, wish).status())
                .isEqualTo(404);
    }

    @Test
    void schedule_isSuspendedAndResumed_andTellsByWhom() throws Exception {
        bench.addScheduled("nightly");
        assertThat(bench.get("/services/nightly")
                        .json()
                        .path("schedule_suspended")
                        .isNull())
                .isTrue();

        var suspended = bench.post("/services/nightly/schedule/suspend").json();
        assertThat(suspended.at("/schedule_suspended/by").asString()).isEqualTo("HTTP API, deploy");
        assertThat(suspended.path("next_run").isNull()).isTrue();
        var again = bench.send(bench.request("POST", "/services/nightly/schedule/suspend", bench.admin));
        assertThat(again.json().path("schedule_suspended")).isEqualTo(suspended.path("schedule_suspended"));

        var resumed = bench.post("/services/nightly/schedule/resume").json();
        assertThat(resumed.path("schedule_suspended").isNull()).isTrue();
        assertThat(resumed.path("next_run").asString()).isNotEmpty();
        assertThat(bench.post("/services/nightly/schedule/resume").status()).isEqualTo(200);
    }

    @Test
    void schedule_thatThereIsNot_isNoneToSuspendOrResume() throws Exception {
        for (var word : List.of("suspend", "resume")) {
            var refused = bench.post("/services/idle/schedule/" + word);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.field("detail")).isEqualTo("idle has no schedule");
            assertThat(bench.post("/services/nobody/schedule/" + word).status()).isEqualTo(404);
        }
    }

    @Test
    void schedule_suspendedWhatCannotBeKept_isSaid() throws Exception {
        bench.addScheduled("nightly");
        bench.test.closeIntents();

        var reply = bench.post("/services/nightly/schedule/suspend");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.field("detail"))
                .startsWith(
                        "the schedule of nightly is suspended, but the next engine will not know it: cannot write what");
        assertThat(bench.get("/services/nightly")
                        .json()
                        .path("schedule_suspended")
                        .isNull())
                .isFalse();
    }

    /// Each answer is held against what the API says of itself.
    @Test
    void page_thatIsKnown_isNotSentAgain_butHasTheHeadersOfItsAnswer() throws Exception {
        bench.post("/start/idle?wait=true");
        bench.post("/restart/idle?wait=true");

        var known = bench.send(
                bench.request("GET", "/operations?limit=1", bench.reader).header("If-None-Match", "*"));

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("X-Total-Count")).isEqualTo("2");
        assertThat(known.header("Link")).contains("rel=\"next\"");
    }

    @Test
    void list_thatHasNotChanged_isNotSentAgain() throws Exception {
        var first = bench.get("/services");
        var again = bench.send(
                bench.request("GET", "/services", bench.reader).header("If-None-Match", first.header("ETag")));
        bench.post("/start/idle?wait=true");
        var changed = bench.send(
                bench.request("GET", "/services", bench.reader).header("If-None-Match", first.header("ETag")));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(first.header("ETag"));
    }

    @Test
    void operations_pageByPage_areAllThereOnceEvenIfMoreComeMeanwhile() throws Exception {
        for (int i = 0; i < 7; i++) {
            bench.post("/restart/idle?wait=true");
        }
        var ids = new ArrayList<Long>();
        var next = "/operations?limit=3";
        while (!next.isEmpty()) {
            var page = bench.get(next);
            assertThat(page.header("X-Total-Count")).isEqualTo("7");
            page.json().forEach(operation -> ids.add(operation.path("id").asLong()));
            next = page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
            bench.post("/restart/idle?wait=true");
        }
        assertThat(ids).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void operations_areFiltered() throws Exception {
        bench.post("/start/idle?wait=true");
        bench.post("/start/backend?wait=true");
        bench.driver("backend").failNextStop("it is stuck");
        bench.post("/stop/backend?wait=true");

        assertThat(fields(bench.get("/operations?service=backend&kind=start").json(), "id"))
                .containsExactly("2");
        assertThat(fields(bench.get("/operations?outcome=failed").json(), "kind"))
                .containsExactly("stop");
        assertThat(fields(bench.get("/operations?text=stuck").json(), "service"))
                .containsExactly("backend");
        assertThat(fields(bench.get("/operations?text=BACK+start").json(), "id"))
                .containsExactly("2");
        assertThat(fields(bench.get("/operations?text=fail").json(), "kind")).containsExactly("stop");
        assertThat(bench.get("/operations?actor=nobody").json()).isEmpty();
        assertThat(bench.get("/operations?until=2020-01-01T00:00:00Z").json()).isEmpty();
    }

    @Test
    void head_answersAsGetWithoutBody() throws Exception {
        var get = bench.get("/services");
        var head = bench.send(bench.request("HEAD", "/services", bench.reader));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        assertThat(bench.send(bench.request("HEAD", "/events", bench.reader)).status())
                .isEqualTo(200);
    }

    // --- the queue ---

    @Test
    void cancel_waitingOne_endsIt() throws Exception {
        bench.driver("backend").hang();
        bench.post("/start/backend");
        var second = bench.post("/restart/backend");

        var reply = bench.send(bench.request("DELETE", second.header("Location"), bench.operator));
        var again = bench.send(bench.request("DELETE", second.header("Location"), bench.operator));
        var none = bench.send(bench.request("DELETE", "/operations/99", bench.operator));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("result")).isEqualTo("cancelled");
        assertThat(bench.get(second.header("Location")).field("outcome")).isEqualTo("cancelled");
        assertThat(again.status()).isEqualTo(409);
        assertThat(none.status()).isEqualTo(404);
    }

    @Test
    void hold_keepsOperationsWaiting_resumeLetsThemGoOn() throws Exception {
        var held = bench.post("/services/idle/hold");
        var start = bench.post("/start/idle");

        assertThat(held.json().path("held").asBoolean()).isTrue();
        assertThat(start.field("reason")).isEqualTo("queue held");
        assertThat(bench.post("/services/idle/resume").json().path("held").asBoolean())
                .isFalse();
        await().until(() -> bench.get(start.header("Location")).field("outcome").equals("succeeded"));
    }

    @Test
    void hold_saysByWhomWhyAndUntilWhen() throws Exception {
        var before = Instant.now();
        var hold = bench.post("/services/idle/hold?why=disk%20swap&for=2h", bench.operator, "")
                .json()
                .path("hold");

        assertThat(hold.path("by").asString()).isEqualTo("HTTP API, deploy");
        assertThat(hold.path("why").asString()).isEqualTo("disk swap");
        assertThat(Instant.parse(hold.path("until").asString()))
                .isBetween(before.plus(Duration.ofHours(2)), Instant.now().plus(Duration.ofHours(2)));
        assertThat(bench.post("/services/idle/resume").json().path("hold").isNull())
                .isTrue();
    }

    @Test
    void hold_thatCannotBeKept_isSaid_andHoldsAllTheSame() throws Exception {
        bench.test.closeIntents();
        var refused = bench.post("/services/idle/hold");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.field("detail"))
                .startsWith("the queue of idle is held, but the next engine will not know it: cannot write what");
        assertThat(bench.get("/services/idle").json().path("held").asBoolean()).isTrue();
    }

    @Test
    void plan_previewed_changesNothing() throws Exception {
        var reply = bench.post("/plans?preview=true", bench.operator, """
                {"kind": "start", "services": ["frontend"]}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("id").isNull()).isTrue();
        assertThat(fields(reply.json().path("members"), "service")).containsExactly("backend", "frontend");
        assertThat(reply.json().path("others").get(0).asString()).isEqualTo("backend");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void plan_submitted_runsInOrder() throws Exception {
        var reply = bench.post("/plans", bench.operator, """
                {"kind": "start", "services": ["frontend", "idle"]}""");

        assertThat(reply.status()).isEqualTo(202);
        var plan = reply.json().path("id").asLong();
        await().until(() ->
                bench.get("/operations?outcome=succeeded&plan=" + plan).json().size() == 3);
        assertThat(bench.get(reply.header("Location")).json()).hasSize(3);
    }

    // --- logs ---

    @Test
    void log_ofMuchText_hasItsEnd_andSaysWhatIsLeftOut() throws Exception {
        var driver = new LoggingDriver(folder);
        bench.add("talker", driver);
        var line = "\1".repeat(9_999) + "\n";
        Files.writeString(driver.files.out(), line.repeat(400) + "the last line\n");
        Files.writeString(driver.files.err(), line.repeat(400));

        var reply = bench.get("/services/talker/log?lines=10000");

        var texts = fields(reply.json(), "text");
        assertThat(texts.getFirst())
                .isEqualTo("earlier lines are left out, as an answer has at most 1000000 characters of them;"
                        + " /services/talker/log/out and /services/talker/log/err have all that is kept, by Range");
        assertThat(reply.json().get(0).path("stream").asString()).isEqualTo("console");
        assertThat(texts).hasSizeBetween(90, 102);
        assertThat(fields(bench.get("/services/talker/log?lines=2&stream=out").json(), "text"))
                .last()
                .isEqualTo("the last line");
        assertThat(fields(bench.get("/services/talker/log?lines=3").json(), "text"))
                .hasSize(3)
                .noneMatch(text -> text.startsWith("earlier lines"));
    }

    @Test
    void description_isKnownByItsTag() throws Exception {
        var first = bench.get("/openapi.json");
        var again = bench.send(
                bench.request("GET", "/openapi.json", bench.reader).header("If-None-Match", first.header("ETag")));
        var head = bench.send(bench.request("HEAD", "/openapi.json", bench.reader));

        assertThat(first.field("openapi")).isEqualTo("3.1.0");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(first.header("ETag"));
    }

    private static final class LoggingDriver extends FakeDriver {
        private final LogFiles files;

        LoggingDriver(Path folder) {
            files = LogFiles.in(folder, "talker");
        }

        @Override
        public LogFiles log() {
            return files;
        }
    }

    @Test
    void log_isReadByLinesAndByRange() throws Exception {
        var driver = new LoggingDriver(folder);
        Files.writeString(driver.log().out(), "one\ntwo\nthree\n");
        Files.writeString(driver.log().err(), "oops\n");
        bench.add("talker", driver);

        assertThat(fields(bench.get("/services/talker/log?lines=2&stream=out").json(), "text"))
                .containsExactly("two", "three");
        assertThat(fields(bench.get("/services/talker/log?stream=err").json(), "text"))
                .containsExactly("oops");
        assertThat(bench.get("/services/talker/log/out").text()).isEqualTo("one\ntwo\nthree\n");
        var head = bench.send(bench.request("HEAD", "/services/talker/log/out", bench.reader));
        assertThat(head.header("Content-Length")).isEqualTo("14");
        assertThat(head.header("Content-Type")).isEqualTo("application/octet-stream");
        var range = bench.send(
                bench.request("GET", "/services/talker/log/out", bench.reader).header("Range", "bytes=4-6"));
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.text()).isEqualTo("two");
        assertThat(range.header("Content-Range")).isEqualTo("bytes 4-6/14");
        var last = bench.send(
                bench.request("GET", "/services/talker/log/out", bench.reader).header("Range", "bytes=-6"));
        assertThat(last.text()).isEqualTo("three\n");
        var behind = bench.send(
                bench.request("GET", "/services/talker/log/out", bench.reader).header("Range", "bytes=14-"));
        assertThat(behind.status()).isEqualTo(416);
        assertThat(behind.header("Content-Range")).isEqualTo("bytes */14");
        assertThat(bench.get("/services/talker/log/in").status()).isEqualTo(404);
        assertThat(bench.get("/services/idle/log").status()).isEqualTo(404);
    }

    @Test
    void log_followed_goesOnWithNewLines() throws Exception {
        var driver = new LoggingDriver(folder);
        Files.writeString(driver.log().out(), "one\n");
        bench.add("talker", driver);

        try (var stream = new EventStream(bench, "/services/talker/log?follow=true&lines=10", bench.reader)) {
            assertThat(stream.next().data().path("text").asString()).isEqualTo("one");
            Files.writeString(driver.log().out(), "two\n", StandardOpenOption.APPEND);
            assertThat(stream.next().data().path("text").asString()).isEqualTo("two");
        }
    }

    @Test
    void log_followedFromAnOperationOn_saysHowFarItGoes() throws Exception {
        var driver = new LoggingDriver(folder);
        bench.add("talker", driver);
        var id = bench.post("/start/talker?wait=true").json().path("id").asLong();
        Files.writeString(driver.log().out(), "before\n");
        try (var notes = new LogNotes(InstantSource.system())) {
            notes.mark(driver.log(), "start #" + id + " by HTTP API, deploy");
        }
        Files.writeString(driver.log().out(), "one\ntwo\nthree\n", StandardOpenOption.APPEND);

        var path = "/services/talker/log?follow=true&from=";
        try (var stream = new EventStream(bench, path + id + "&lines=2&stream=out", bench.reader)) {
            assertThat(stream.next().data().path("text").asString()).isEqualTo("one");
            assertThat(stream.next().data().path("text").asString()).isEqualTo("two");
            var end = stream.next();
            assertThat(end.type()).isEqualTo("reach");
            assertThat(end.data().path("reach").asString()).isEqualTo("cut_short");
        }
        try (var stream = new EventStream(bench, path + 4_000, bench.reader)) {
            var end = stream.next();
            assertThat(end.type()).isEqualTo("reach");
            assertThat(end.data().path("reach").asString()).isEqualTo("not_kept");
        }
        assertThat(bench.get(path + "twelve").field("detail"))
                .isEqualTo("from is \"twelve\". Allowed: the number of an operation");
        assertThat(bench.get("/services/talker/log?from=" + id).field("detail"))
                .startsWith("from is there without follow=true");
    }

    // --- the program ---

    @Test
    void health_isForEverybody_andTellsOfTheJournal() throws Exception {
        var reply = bench.send(bench.request("GET", "/health", null));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("status")).isEqualTo("ok");
        assertThat(reply.field("workspace")).isEqualTo("bench");
        assertThat(reply.field("members")).isEqualTo("by a test");
    }

    @Test
    void reload_tellsWhatIsDifferent() throws Exception {
        bench.test.define(TestDefinitions.argv("new", "x"));
        var preview = bench.send(bench.request("POST", "/reload?preview=true", bench.admin));
        assertThat(preview.json().path("applied").asBoolean()).isFalse();
        assertThat(preview.json().path("added").get(0).asString()).isEqualTo("new");
        assertThat(bench.send(bench.request("POST", "/reload", bench.admin))
                        .json()
                        .path("applied")
                        .asBoolean())
                .isTrue();

        bench.test.breakFile();
        var broken = bench.send(bench.request("POST", "/reload", bench.admin));
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.json().path("errors").get(0).asString())
                .contains("broken.yaml:1:", "comand")
                .contains("did you mean \"command\"?");
    }

    @Test
    void socketFile_needsNoToken_andItsCallerIsTheUser() throws Exception {
        assertThat(Files.getPosixFilePermissions(bench.socket()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        var reply = RawHttp.overSocket(
                bench.socket(),
                "POST /start/idle?wait=true HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(reply).startsWith("HTTP/1.1 200").contains("\"command_line\"");
        assertThat(reply).contains("\"actor\":\"" + System.getProperty("user.name") + '"');
    }
}

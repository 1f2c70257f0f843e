package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Intent;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Stops that do not wait, and those of many services.
final class StopsTest {
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

    private ApiBench.Reply stopAll(String json) throws Exception {
        return bench.post("/stop-all", bench.operator, json);
    }

    private ApiBench.Reply keyed(String path, String key, String json) throws Exception {
        return bench.send(bench.request("POST", path, bench.operator)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private void start(String... services) throws Exception {
        for (var service : services) {
            assertThat(bench.post("/start/" + service + "?wait=true").field("outcome"))
                    .isEqualTo("succeeded");
        }
    }

    private static List<String> members(ApiBench.Reply plan) {
        return plan.json().path("members").values().stream()
                .map(member -> member.path("kind").asString() + " "
                        + member.path("service").asString())
                .toList();
    }

    private static List<String> outcomes(JsonNode operations) {
        return operations.values().stream()
                .map(operation -> operation.path("outcome").asString())
                .toList();
    }

    private void awaitSucceeded(ApiBench.Reply plan, int count) {
        await().until(() -> outcomes(bench.get(plan.header("Location")).json()).stream()
                        .filter("succeeded"::equals)
                        .count()
                == count);
    }

    // --- without the journal ---

    @Test
    void stop_whileTheJournalIsLocked_getsThrough_saysItIsNotRecorded_andIsFoundLater() throws Exception {
        start("backend");
        try (var lock = bench.lockJournal()) {
            var refused = bench.post("/restart/backend");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("detail")).contains("another program has locked it");

            var stop = bench.post("/stop/backend?wait=true");
            assertThat(stop.status()).isEqualTo(200);
            assertThat(stop.field("outcome")).isEqualTo("succeeded");
            assertThat(stop.json().path("recorded").asBoolean()).isFalse();
            var known = bench.get(stop.header("Location"));
            assertThat(known.status()).isEqualTo(200);
            assertThat(known.json().path("recorded").asBoolean()).isFalse();
            assertThat(bench.engine.find("backend").intent().desired().value()).isEqualTo(Intent.Value.STOPPED);
            assertThat(bench.post("/services/backend/stop-now").status()).isEqualTo(202);
            assertThat(bench.post("/services/backend/kill").status()).isEqualTo(202);
            lock.commit();
            await().until(() ->
                    bench.get(stop.header("Location")).json().path("recorded").asBoolean());
            assertThat(bench.get(stop.header("Location")).field("outcome")).isEqualTo("succeeded");
        }
    }

    @Test
    void stopAll_whileTheJournalIsLocked_getsThrough() throws Exception {
        start("backend", "frontend");
        try (var _ = bench.lockJournal()) {
            assertThat(stopAll("""
                    {"now": true}""").status()).isEqualTo(202);
            await().until(() -> Stream.of("backend", "frontend")
                    .allMatch(id -> bench.driver(id).status() instanceof DriverStatus.Stopped));
        }
    }

    // --- kill ---

    @Test
    void kill_whateverRunsWaitsAndIsHeld_goesToTheDriverAtOnce() throws Exception {
        start("backend");
        bench.driver("backend").hangDeaf();
        bench.post("/restart/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        bench.post("/start/backend");
        bench.queue.hold("backend");

        var reply = bench.post("/services/backend/kill?wait=true");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("kind")).isEqualTo("stop");
        assertThat(reply.field("signal")).isEqualTo("SIGKILL");
        assertThat(reply.field("outcome")).isEqualTo("succeeded");
        assertThat(bench.driver("backend").kills()).isEqualTo(1);
        assertThat(bench.driver("backend").instances()).isZero();
        assertThat(outcomes(
                        bench.get("/operations?kind=start&outcome=cancelled").json()))
                .hasSize(1);
    }

    @Test
    void kill_onceEnded_isStillToldFromAStop() throws Exception {
        start("backend");
        var killed = bench.post("/services/backend/kill?wait=true");
        start("backend");
        var stopped = bench.post("/stop/backend?wait=true");

        assertThat(bench.get(killed.header("Location")).field("signal")).isEqualTo("SIGKILL");
        assertThat(bench.get(stopped.header("Location")).json().path("signal").isNull())
                .isTrue();
    }

    @Test
    void kill_inTheEvents_isToldFromAStop() throws Exception {
        try (var events = new EventStream(bench, "/events?type=accepted", bench.reader)) {
            bench.post("/services/idle/kill");
            bench.post("/stop/idle");

            assertThat(events.next().data().path("signal").asString("")).isEqualTo("SIGKILL");
            assertThat(events.next().data().path("signal").isNull()).isTrue();
        }
    }

    @Test
    void kill_underTheKeyOfAStopNow_isRefused() throws Exception {
        var first = bench.send(
                bench.request("POST", "/services/idle/kill", bench.operator).header("Idempotency-Key", "once"));
        var again = bench.send(
                bench.request("POST", "/services/idle/kill", bench.operator).header("Idempotency-Key", "once"));
        var other = bench.send(
                bench.request("POST", "/services/idle/stop-now", bench.operator).header("Idempotency-Key", "once"));

        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(other.status()).isEqualTo(422);
        await().until(() -> bench.driver("idle").kills() == 1);
    }

    @Test
    void kill_ofNobody_isNotFound() throws Exception {
        assertThat(bench.post("/services/nobody/kill").status()).isEqualTo(404);
    }

    // --- a stop that waits ---

    private ApiBench.Reply behindAStart() throws Exception {
        bench.driver("backend").hang();
        bench.post("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        return bench.post("/stop/backend");
    }

    @Test
    void stop_behindAStart_tellsForHowLongAtMostAndWhatDoesNotWait() throws Exception {
        var stop = behindAStart();

        assertThat(stop.field("reason")).isEqualTo("behind start #1");
        assertThat(stop.field("hint")).isEqualTo("POST /services/backend/stop-now does not wait");
        var started = Instant.parse(bench.get("/operations/1").field("started_at"));
        assertThat(Instant.parse(stop.json().at("/waiting_for/starts_by").asString()))
                .isEqualTo(started.plusSeconds(30));
    }

    @Test
    void stop_behindAHold_tellsWhatDoesNotWait() throws Exception {
        bench.queue.hold("idle");

        var stop = bench.post("/stop/idle");

        assertThat(stop.field("hint")).isEqualTo("POST /services/idle/stop-now does not wait");
        assertThat(stop.json().at("/waiting_for/starts_by").isNull()).isTrue();
    }

    @Test
    void stops_ofAPlan_tellWhatDoesNotWait() throws Exception {
        start("idle");
        bench.queue.hold("idle");

        var operation = stopAll("{}").json().path("operations").get(0);

        assertThat(operation.path("reason").asString()).isEqualTo("queue held");
        assertThat(operation.path("hint").asString()).isEqualTo("POST /services/idle/stop-now does not wait");
    }

    @Test
    void stop_whichHasNoQuickerWay_tellsNone() throws Exception {
        assertThat(bench.post("/stop/idle?wait=true").json().path("hint").isNull())
                .isTrue();
        behindAStart();
        assertThat(bench.post("/restart/backend").json().path("hint").isNull()).isTrue();
        bench.driver("backend").hangDeaf();
        var now = bench.post("/services/backend/stop-now");
        assertThat(now.field("reason")).isEqualTo("behind start #2");
        assertThat(now.json().path("hint").isNull()).isTrue();
    }

    @Test
    void stop_thatWaitsForAnotherService_tellsNone() throws Exception {
        start("backend", "frontend");
        bench.driver("frontend").hang();
        bench.post("/plans", bench.operator, """
                {"kind": "stop", "services": ["backend"]}""");

        var waiting = bench.get("/services/backend").json().path("queue").get(0);

        assertThat(waiting.at("/waiting_for/why").asString()).isEqualTo("needs");
        assertThat(waiting.path("hint").isNull()).isTrue();
    }

    @Test
    void stop_ofAWedgedService_tellsNone_asStopNowWaitsThereToo() throws Exception {
        var moment = Duration.ofMillis(20);
        bench.add("stuck", new FakeDriver(), new QueueSettings(Policy.KEEP, moment, moment));
        bench.driver("stuck").hangDeaf();
        bench.post("/start/stuck");
        await().until(() -> bench.queue.snapshot("stuck").wedged());
        bench.post("/stop/stuck");

        var second = bench.post("/stop/stuck");

        assertThat(bench.get("/services/stuck").json().path("queue").values())
                .hasSize(2)
                .allSatisfy(stop -> assertThat(stop.path("hint").isNull()).isTrue());
        assertThat(second.field("reason")).startsWith("behind stop");
    }

    // --- several ---

    @Test
    void stopAll_namingNone_stopsAllInTheirOrder() throws Exception {
        start("backend", "frontend", "idle");

        var reply = stopAll("{}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(members(reply)).containsExactlyInAnyOrder("stop frontend", "stop backend", "stop idle");
        assertThat(reply.json().path("waves")).hasSize(2);
        awaitSucceeded(reply, 3);
    }

    @Test
    void stopAll_inTheirTurn_waitsForWhatIsHeld() throws Exception {
        start("idle");
        bench.queue.hold("idle");

        var reply = stopAll("{\"now\": false}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(bench.queue.snapshot("idle").waiting()).hasSize(1);
        assertThat(bench.driver("idle").instances()).isEqualTo(1);
    }

    @Test
    void stopAll_now_waitsForNothingThatRunsWaitsOrIsHeld() throws Exception {
        start("backend", "frontend", "idle");
        bench.driver("backend").hang();
        bench.post("/restart/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        bench.queue.holdAll();
        bench.post("/restart/idle");

        var reply = stopAll("{\"now\": true}");
        // Its stop would hang as its restart did.
        bench.driver("backend").release();

        awaitSucceeded(reply, 3);
        assertThat(bench.get("/services").json().values())
                .allSatisfy(
                        service -> assertThat(service.path("state").asString()).isEqualTo("stopped"));
        assertThat(outcomes(bench.get("/operations?kind=restart").json())).containsOnly("cancelled");
    }

    @Test
    void stopAll_now_oneFails_theOthersAreStoppedAllTheSame() throws Exception {
        start("backend", "frontend");
        bench.driver("frontend").failNextStop("it is stuck");

        var reply = stopAll("{\"now\": true, \"services\": [\"backend\"]}");

        assertThat(members(reply)).containsExactly("stop frontend", "stop backend");
        awaitSucceeded(reply, 1);
        assertThat(bench.driver("frontend").instances()).isEqualTo(1);
        assertThat(bench.driver("backend").instances()).isZero();
    }

    @Test
    void stopAll_ofServicesAndGroups_stopsThoseOnly() throws Exception {
        bench.addTo("Web", "proxy");
        bench.addTo("Web", "cache");
        start("backend", "idle", "proxy", "cache");

        var reply = stopAll("{\"services\": [\"idle\"], \"groups\": [\"Web\"]}");

        assertThat(members(reply)).containsExactlyInAnyOrder("stop idle", "stop proxy", "stop cache");
        awaitSucceeded(reply, 3);
        assertThat(bench.driver("backend").instances()).isEqualTo(1);
    }

    @Test
    void stopAll_whereNothingRuns_isDone() throws Exception {
        var reply = stopAll("{\"now\": true}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("id").isNull()).isTrue();
        assertThat(reply.json().path("skipped")).hasSize(3);
    }

    @Test
    void stopAll_previewed_changesNothing() throws Exception {
        start("idle");

        var reply = bench.post("/stop-all?preview=true", bench.operator, "{\"now\": true}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(members(reply)).containsExactly("stop idle");
        assertThat(bench.driver("idle").instances()).isEqualTo(1);
        assertThat(bench.get("/operations?kind=stop").json()).isEmpty();
    }

    @Test
    void stopAll_sentTwiceUnderAKey_isOnePlan() throws Exception {
        start("idle");

        var first = keyed("/stop-all", "once", "{\"now\": true}");
        awaitSucceeded(first, 1);
        var again = keyed("/stop-all", "once", "{\"now\": true}");
        var other = keyed("/stop-all", "once", "{\"now\": false}");

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"services": ["idle", "nobody"]} | there is no service "nobody". Allowed: the ids that /services lists
                    {"services": [null]}             | there is no service "null". Allowed: the ids that /services lists
                    {"groups": ["Core"]}             | there is no group "Core". Allowed: Web
                    {"groups": [""]}                 | there is no group "". Allowed: Web
                    {"services": [], "groups": []}   | services and groups are empty. Allowed: ids and groups of services, at least one of them, or neither of the two for all services
                    {"services": []}                 | services and groups are empty. Allowed: ids and groups of services, at least one of them, or neither of the two for all services
                    """)
    void stopAll_ofWhatThereIsNot_isRefusedAndStopsNothing(String json, String detail) throws Exception {
        bench.addTo("Web", "proxy");
        start("idle");

        var reply = stopAll(json);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.field("detail")).isEqualTo(detail);
        assertThat(bench.driver("idle").instances()).isEqualTo(1);
    }

    @Test
    void stopAll_withAWordForNow_isRefused() throws Exception {
        assertThat(stopAll("{\"now\": \"soon\"}").status()).isEqualTo(422);
        assertThat(stopAll("{\"nwo\": true}").field("detail")).endsWith("Allowed: groups, now, services");
    }

    @Test
    void plan_ofStopsNow_passesAHold() throws Exception {
        start("idle");
        bench.queue.hold("idle");

        var reply = bench.post("/plans", bench.operator, """
                {"kind": "stop", "services": ["idle"], "now": true}""");

        assertThat(reply.status()).isEqualTo(202);
        awaitSucceeded(reply, 1);
    }

    @ParameterizedTest
    @CsvSource({"start", "restart"})
    void plan_ofOthersNow_isRefused(String kind) throws Exception {
        var reply = bench.post(
                "/plans", bench.operator, "{\"kind\": \"" + kind + "\", \"services\": [\"idle\"], \"now\": true}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.field("detail")).isEqualTo("now is true and kind is \"" + kind + "\". Allowed: stop");
        assertThat(bench.get("/operations").json()).isEmpty();
    }
}

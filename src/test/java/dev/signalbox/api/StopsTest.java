package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(stopAll("{\"now\": \"soon\"}").status()).isEqualTo(400);
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

package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.service.FakeDriver;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What those are told who wait for an operation that ends in another way than they hoped.
final class OutcomesTest {
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

    private CompletableFuture<HttpResponse<String>> waiting(String path) {
        return bench.client()
                .sendAsync(
                        bench.request("POST", path + "?wait=true", bench.operator)
                                .build(),
                        BodyHandlers.ofString());
    }

    private static JsonNode json(CompletableFuture<HttpResponse<String>> answer) {
        assertThat(answer.join().statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.join().body());
    }

    private static void assertOutcome(JsonNode operation, String outcome, String effective) {
        assertThat(operation.path("outcome").asString()).isEqualTo(outcome);
        assertThat(operation.path("effective_outcome").asString()).isEqualTo(effective);
    }

    private void awaitWaiting(String service, int count) {
        await().until(() -> bench.queue.snapshot(service).waiting().size() == count);
    }

    @Test
    void cancelled_whileItWaits_endsTheWaitOfItsClient() throws Exception {
        bench.driver("backend").hang();
        bench.post("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        var answer = waiting("/restart/backend");
        awaitWaiting("backend", 1);

        bench.send(bench.request("DELETE", "/operations/2", bench.operator));

        assertOutcome(json(answer), "cancelled", "cancelled");
        assertThat(bench.driver("backend").instances()).isZero();
    }

    @Test
    void cancelled_isToldAtOnce() throws Exception {
        bench.queue.hold("idle");
        for (int i = 0; i < 50; i++) {
            var place = bench.post("/start/idle").header("Location");
            bench.send(bench.request("DELETE", place, bench.operator));
            assertThat(bench.get(place).field("outcome")).isEqualTo("cancelled");
        }
    }

    @Test
    void ended_isToldInTheListAtOnce() throws Exception {
        bench.queue.hold("idle");
        for (int i = 0; i < 50; i++) {
            var place = bench.post("/start/idle").header("Location");
            bench.send(bench.request("DELETE", place, bench.operator));
            var newest = bench.get("/operations?service=idle&limit=1").json().path(0);
            assertThat(place).endsWith("/" + newest.path("id").asLong());
            assertThat(newest.path("outcome").asString()).isEqualTo("cancelled");
            assertThat(newest.path("state").asString()).isEqualTo("ended");
        }
    }

    @Test
    void cancelled_whileItRuns_saysThatItWasAskedToStop() throws Exception {
        bench.driver("backend").hang();
        var answer = waiting("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);

        var reply = bench.send(bench.request("DELETE", "/operations/1", bench.operator));

        assertThat(reply.field("result")).isEqualTo("stop_requested");
        assertOutcome(json(answer), "cancelled", "cancelled");
    }

    @Test
    void coalesced_survivorFails_bothAreToldSo() throws Exception {
        var driver = bench.add(
                "merging",
                new FakeDriver(),
                new QueueSettings(Policy.COALESCE, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        driver.hang();
        bench.post("/start/merging");
        await().until(() -> bench.queue.snapshot("merging").active() != null);
        var survivor = waiting("/stop/merging");
        awaitWaiting("merging", 1);
        var merged = waiting("/stop/merging");
        await().until(() -> bench.get("/operations?outcome=coalesced").json().size() == 1);

        driver.failNextStop("it is stuck");
        driver.release();

        assertOutcome(json(survivor), "failed", "failed");
        assertOutcome(json(merged), "coalesced", "failed");
        var recorded = bench.get("/operations/" + json(merged).path("id").asLong());
        assertOutcome(recorded.json(), "coalesced", "failed");
    }

    @Test
    void superseded_byAStop_isCancelledByIt() throws Exception {
        var driver = bench.add(
                "merging",
                new FakeDriver(),
                new QueueSettings(Policy.COALESCE, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        driver.hang();
        bench.post("/start/merging");
        await().until(() -> bench.queue.snapshot("merging").active() != null);
        var restart = waiting("/restart/merging");
        awaitWaiting("merging", 1);

        bench.post("/stop/merging");

        assertOutcome(json(restart), "cancelled", "cancelled");
        driver.release();
        await().until(() -> bench.get("/services/merging").field("state").equals("stopped"));
    }

    @Test
    void planMember_whoseDependencyFails_isCancelledByIt() throws Exception {
        bench.driver("backend").failNextStart("no port");

        var plan = bench.post("/plans", bench.operator, """
                {"kind": "start", "services": ["frontend"]}""");

        var members = plan.header("Location");
        await().until(() ->
                bench.get(members + "&outcome=failed,cancelled").json().size() == 2);
        var failed = bench.get(members + "&outcome=failed").json().get(0);
        var cancelled = bench.get(members + "&outcome=cancelled").json().get(0);
        assertThat(failed.path("service").asString()).isEqualTo("backend");
        assertThat(failed.path("cause").asString()).contains("no port");
        assertThat(cancelled.path("service").asString()).isEqualTo("frontend");
        assertThat(bench.driver("frontend").instances()).isZero();
    }

    @Test
    void timeoutOfTheWait_isNoTimeoutOfTheOperation() throws Exception {
        bench.driver("backend").hang();
        var early = bench.post("/start/backend?wait=true&timeout=1ms");
        assertThat(early.status()).isEqualTo(202);
        assertThat(early.json().path("outcome").isNull()).isTrue();

        bench.driver("backend").release();
        assertOutcome(bench.post("/stop/backend?wait=true").json(), "succeeded", "succeeded");
        assertOutcome(bench.get(early.header("Location")).json(), "succeeded", "succeeded");
    }
}

package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.operation.Source;
import dev.signalbox.service.FakeDriver;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Why something is asked for: said at each door, and found again.
class WhyTest {
    private static final Instant CRASH = Instant.parse("2026-01-01T12:00:00Z");

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

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> whys(JsonNode operations) {
        return operations.values().stream()
                .map(operation -> operation.path("why").asString("none"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/start/idle", "/stop/idle", "/restart/idle", "/services/idle/stop-now", "/services/idle/kill"})
    void operation_tellsWhy_atOnceAndForGood(String path) throws Exception {
        var asked = bench.post(path + "?why=" + encoded("a new release, 4.2 “beta”"));

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.field("why")).isEqualTo("a new release, 4.2 “beta”");
        await().until(() -> bench.get(asked.header("Location")).field("state").equals("ended"));
        assertThat(bench.get(asked.header("Location")).field("why")).isEqualTo("a new release, 4.2 “beta”");
        assertThat(whys(bench.get("/operations?text=NEW%20release").json())).hasSize(1);
        assertThat(bench.get("/operations?text=old%20release").json()).isEmpty();
    }

    @Test
    void operation_ofWhichNobodySaysWhy_hasNone() throws Exception {
        assertThat(bench.post("/start/idle").json().path("why").isNull()).isTrue();
        assertThat(bench.post("/start/idle?why=").json().path("why").isNull()).isTrue();
        assertThat(bench.post("/start/idle?why=%20").json().path("why").isNull())
                .isTrue();
    }

    @Test
    void operation_thatRunsAndOneThatWaits_tellWhyInTheirQueue() throws Exception {
        bench.driver("idle").hang();
        bench.post("/start/idle?why=one");
        await().until(() -> bench.queue.snapshot("idle").active() != null);
        bench.post("/restart/idle?why=two");

        var idle = bench.get("/services/idle").json();
        assertThat(idle.at("/active/why").asString()).isEqualTo("one");
        assertThat(whys(idle.path("queue"))).containsExactly("two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/plans | {\"kind\": \"start\", \"services\": [\"frontend\"]}",
                "/stop-all | {\"services\": [\"idle\"]}",
                "/plans/exact | {\"members\": [{\"service\": \"idle\", \"kind\": \"start\"}]}"
            })
    void plan_tellsWhyOfEachOfItsOperations(String path, String json) throws Exception {
        bench.post("/start/idle?wait=true");

        var plan = bench.post(path + "?why=maintenance", bench.operator, json);

        assertThat(plan.status()).isEqualTo(202);
        var location = plan.header("Location");
        assertThat(whys(bench.get(location).json())).isNotEmpty().containsOnly("maintenance");
    }

    @Test
    void merged_eachKeepsItsOwn() throws Exception {
        var settings = new QueueSettings(Policy.COALESCE, Duration.ofSeconds(30), Duration.ofSeconds(10));
        bench.add("merging", new FakeDriver(), settings);
        bench.queue.hold("merging");
        bench.post("/restart/merging?why=certificate");
        bench.post("/restart/merging?why=release");

        await().until(() -> bench.get("/operations?outcome=coalesced").json().size() == 1);
        assertThat(whys(bench.get("/operations?service=merging").json())).containsExactly("release", "certificate");
    }

    @Test
    void whatWasCutOff_isSubmittedAgainForItsOwnReason_orForTheOneThatIsSaidNow() throws Exception {
        var first = new Operation(91, "idle", OperationKind.START, Source.OPERATOR, "release", Map.of(), 0, CRASH);
        var second = new Operation(92, "backend", OperationKind.START, Source.OPERATOR, "load", Map.of(), 92, CRASH);
        bench.interruption = new Interruption(
                CRASH, List.of(InterruptedOperations.waited(first), InterruptedOperations.waited(second)), List.of());
        bench.queue.holdAll();

        var same = bench.post("/interruption/submit", bench.operator, "{\"operations\": [91, 92]}");
        var other = bench.post("/interruption/submit?why=crash", bench.operator, "{\"operations\": [91, 92]}");

        assertThat(whys(same.json().path("operations"))).containsExactlyInAnyOrder("release", "load");
        assertThat(whys(other.json().path("operations"))).containsExactly("crash", "crash");
    }

    @Test
    void events_tellWhy() throws Exception {
        try (var events = new EventStream(bench, "/events?type=accepted,ended", bench.reader)) {
            bench.post("/start/idle?why=release");

            assertThat(events.next().data().path("why").asString()).isEqualTo("release");
            assertThat(events.next().data().at("/operation/why").asString()).isEqualTo("release");
        }
    }

    static List<String> doors() {
        return List.of(
                "/start/idle",
                "/services/idle/stop-now",
                "/services/idle/kill",
                "/services/idle/hold",
                "/plans",
                "/stop-all",
                "/plans/exact",
                "/interruption/submit");
    }

    private void refuses(String why, String detail) throws Exception {
        for (var door : doors()) {
            var json = door.equals("/plans/exact")
                    ? "{\"members\": [{\"service\": \"idle\", \"kind\": \"start\"}]}"
                    : door.equals("/plans") ? "{\"kind\": \"start\", \"services\": [\"idle\"]}" : "{}";
            var takesNone = door.startsWith("/s") && !door.equals("/stop-all");
            var refused = bench.post(door + "?why=" + encoded(why), bench.operator, takesNone ? "" : json);
            assertThat(refused.status()).as(door).isEqualTo(400);
            assertThat(refused.field("detail")).as(door).isEqualTo(detail);
        }
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void tooLong_isRefusedAtEachDoor() throws Exception {
        refuses("x".repeat(201), "why has 201 characters. Allowed: at most 200");
        assertThat(bench.post("/start/idle?why=" + encoded("🚀".repeat(200))).status())
                .isEqualTo(202);
    }

    @Test
    void unseenCharacters_areRefusedAtEachDoor() throws Exception {
        refuses("one\ntwo", "why has characters that cannot be seen. Allowed: one line of text");
        refuses("\u001b[2J", "why has characters that cannot be seen. Allowed: one line of text");
    }

    @Test
    void sameKey_withOtherWords_isAnotherRequest() throws Exception {
        var codes = List.of("release", "release", "certificate").stream()
                .map(why -> {
                    try {
                        return bench.send(bench.request("POST", "/start/idle?why=" + why, bench.operator)
                                        .header("Idempotency-Key", "deploy-17")
                                        .method("POST", BodyPublishers.noBody()))
                                .status();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();

        assertThat(codes).containsExactly(202, 202, 422);
        assertThat(whys(bench.get("/operations").json())).containsExactly("release");
    }
}

package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSettings.Policy;
import dev.signalbox.service.FakeDriver;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Many clients that ask for one service at the same moment.
final class HttpStormTest {
    private static final int CLIENTS = 16;
    private static final int STORM = 200;
    private static final List<String> KINDS = List.of("start", "stop", "restart");

    @TempDir
    Path folder;

    private ApiBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
        bench.driver("backend").takes(Duration.ofMillis(3), Duration.ofMillis(3));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /// Sends all requests at the same moment from sixteen clients, and waits for their outcomes.
    private List<JsonNode> atOnce(List<String> paths) throws Exception {
        var barrier = new CyclicBarrier(Math.min(CLIENTS, paths.size()));
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var answers = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < paths.size(); i++) {
                var path = paths.get(i) + "?wait=true";
                var waits = i < barrier.getParties();
                Callable<HttpResponse<String>> request = () -> {
                    if (waits) {
                        barrier.await();
                    }
                    return bench.client()
                            .send(bench.request("POST", path, bench.operator).build(), BodyHandlers.ofString());
                };
                answers.add(threads.submit(request));
            }
            var ends = new ArrayList<JsonNode>();
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                ends.add(JsonMapper.shared().readTree(answer.get().body()));
            }
            return ends;
        }
    }

    private static Set<String> outcomes(List<JsonNode> ends) {
        return ends.stream()
                .map(end -> end.path("effective_outcome").asString())
                .collect(Collectors.toSet());
    }

    private void assertOneAtATime() {
        var driver = bench.driver("backend");
        assertThat(FakeDriver.overlap(driver.lives())).isFalse();
        assertThat(FakeDriver.overlap(driver.calls())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 50})
    void restarts_atOnce_eachHasItsTrueOutcome(int count) throws Exception {
        bench.post("/start/backend?wait=true");

        var ends = atOnce(Collections.nCopies(count, "/restart/backend"));

        assertThat(outcomes(ends)).containsExactly("succeeded");
        assertThat(ends.stream().map(end -> end.path("id").asLong()))
                .doesNotHaveDuplicates()
                .hasSize(count);
        assertThat(bench.driver("backend").lives()).hasSize(count);
        assertOneAtATime();
        assertThat(bench.get("/services/backend").field("state")).isEqualTo("running");
        assertThat(bench.get("/operations?limit=100").json()).hasSize(count + 1);
    }

    @Test
    void stop_duringRestart_endsStopped() throws Exception {
        bench.post("/start/backend?wait=true");

        var ends = atOnce(List.of("/restart/backend", "/stop/backend"));

        assertThat(outcomes(ends)).containsExactly("succeeded");
        assertOneAtATime();
        var last = ends.stream()
                .max((one, two) ->
                        Long.compare(one.path("id").asLong(), two.path("id").asLong()))
                .orElseThrow();
        assertThat(bench.get("/services/backend").field("state"))
                .isEqualTo(last.path("kind").asString().equals("stop") ? "stopped" : "running");
    }

    @Test
    void starts_twoAtOnce_makeOneProcess() throws Exception {
        var ends = atOnce(List.of("/start/backend", "/start/backend"));

        assertThat(outcomes(ends)).containsExactly("succeeded");
        assertThat(ends.stream().filter(end -> end.path("changed").asBoolean())).hasSize(1);
        assertThat(bench.driver("backend").instances()).isEqualTo(1);
        assertThat(bench.driver("backend").lives()).isEmpty();
    }

    @Test
    void storm_onOneService_leavesTheOthersFree() throws Exception {
        bench.post("/start/backend?wait=true");
        bench.driver("backend").hangNextStop();
        bench.post("/restart/backend");

        assertThat(bench.post("/start/idle?wait=true").field("outcome")).isEqualTo("succeeded");
    }

    @Test
    void stop_whileARestartRuns_comesAfterIt() throws Exception {
        bench.post("/start/backend?wait=true");
        bench.driver("backend").hang();
        bench.post("/restart/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        var stop = bench.post("/stop/backend");
        assertThat(stop.json().path("place").asInt()).isEqualTo(1);
        bench.driver("backend").release();

        assertThat(bench.post("/stop/backend?wait=true").json().path("changed").asBoolean())
                .isFalse();
        assertThat(bench.get("/operations/2").field("outcome")).isEqualTo("succeeded");
        assertThat(bench.get(stop.header("Location")).field("outcome")).isEqualTo("succeeded");
        assertThat(bench.get("/services/backend").field("state")).isEqualTo("stopped");
        assertThat(bench.driver("backend").lives()).hasSize(2);
        assertOneAtATime();
    }

    /// Whatever is asked, in whatever order: everybody is told the one outcome that the journal has.
    @ParameterizedTest
    @EnumSource(Policy.class)
    void storm_ofAllKinds_tellsEachTheOutcomeThatIsRecorded(Policy policy) throws Exception {
        var seed = Seed.of(HttpStormTest.class);
        var random = new Random(seed);
        var driver = bench.add(
                "target", new FakeDriver(), new QueueSettings(policy, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        driver.takes(Duration.ofMillis(2), Duration.ofMillis(2));
        var paths = random.ints(STORM, 0, KINDS.size())
                .mapToObj(i -> "/" + KINDS.get(i) + "/target")
                .toList();

        var ends = atOnce(paths);

        assertThat(ends.stream().map(end -> end.path("id").asLong()))
                .as("-Dseed=%d", seed)
                .doesNotHaveDuplicates()
                .hasSize(STORM);
        for (var end : ends) {
            var recorded = bench.get("/operations/" + end.path("id").asLong()).json();
            assertThat(end.path("outcome").asString()).isIn("succeeded", "coalesced", "cancelled");
            assertThat(recorded.path("outcome")).isEqualTo(end.path("outcome"));
            assertThat(recorded.path("effective_outcome"))
                    .as("-Dseed=%d, operation %s", seed, end)
                    .isEqualTo(end.path("effective_outcome"));
        }
        if (policy == Policy.KEEP) {
            assertThat(outcomes(ends)).containsExactly("succeeded");
        }
        assertThat(FakeDriver.overlap(driver.lives())).isFalse();
        assertThat(FakeDriver.overlap(driver.calls())).isFalse();
        assertThat(bench.get("/operations?service=target").header("X-Total-Count"))
                .isEqualTo(Integer.toString(STORM));
    }
}

package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Requests that are sent once more, as their client cannot tell whether they arrived.
final class IdempotencyTest {
    private static final int CLIENTS = 16;

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

    private HttpRequest.Builder keyed(String path, String key) {
        return bench.request("POST", path, bench.operator).header("Idempotency-Key", key);
    }

    private ApiBench.Reply plan(String json) throws Exception {
        return bench.send(keyed("/plans", "plan")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    @Test
    void key_sentBySixteenAtOnce_isOneOperation() throws Exception {
        var barrier = new CyclicBarrier(CLIENTS);
        var ids = new HashSet<Long>();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var answers = new ArrayList<Future<String>>();
            Callable<String> request = () -> {
                barrier.await();
                return bench.client()
                        .send(keyed("/restart/idle?wait=true", "same").build(), BodyHandlers.ofString())
                        .body();
            };
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(threads.submit(request));
            }
            for (var answer : answers) {
                ids.add(JsonMapper.shared().readTree(answer.get()).path("id").asLong(-1));
            }
        }

        assertThat(ids).containsExactly(1L);
        assertThat(bench.get("/operations").header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void plan_sentAgainAfterItHasEnded_isAnsweredAsTheFirstTime() throws Exception {
        var wish = """
                {"kind": "start", "services": ["frontend"]}""";
        var first = plan(wish);
        // Behind the plan, so that it has ended.
        bench.post("/start/frontend?wait=true");
        var again = plan(wish);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(bench.get("/operations").header("X-Total-Count")).isEqualTo("3");
    }

    @Test
    void plan_anotherUnderTheSameKey_isRefused() throws Exception {
        plan("""
                {"kind": "start", "services": ["idle"]}""");
        var other = plan("""
                {"kind": "stop", "services": ["idle"]}""");
        var operation = bench.send(keyed("/restart/idle", "plan"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(operation.status()).isEqualTo(422);
    }

    @Test
    void key_ofARefusedRequest_canBeUsedAgain() throws Exception {
        var wrong = plan("""
                {"kind": "start", "services": ["nobody"]}""");
        var right = plan("""
                {"kind": "start", "services": ["idle"]}""");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(right.status()).isEqualTo(202);
    }

    @Test
    void key_emptyOrTooLong_isRefused() throws Exception {
        assertThat(bench.send(keyed("/start/idle", "k".repeat(200))).status()).isEqualTo(202);
        var tooLong = bench.send(keyed("/start/idle", "k".repeat(201)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.field("detail")).isEqualTo("the Idempotency-Key has 201 characters. Allowed: 1 to 200");
        assertThat(bench.send(keyed("/start/idle", " ")).status()).isEqualTo(400);
    }
}

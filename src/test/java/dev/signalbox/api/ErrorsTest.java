package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// How everything that goes wrong is told.
final class ErrorsTest {
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

    private static void assertProblem(ApiBench.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.field("title")).isNotBlank();
        assertThat(reply.field("detail")).isNotBlank().doesNotContain("Exception", "java.", "\tat ");
    }

    @Test
    void everyStatus_isAProblemThatSaysWhatIsWrong() throws Exception {
        assertProblem(bench.get("/services?x=1"), 400);
        assertProblem(bench.send(bench.request("GET", "/services", null)), 401);
        assertProblem(bench.send(bench.request("POST", "/start/idle", bench.reader)), 403);
        assertProblem(bench.get("/nothing"), 404);
        assertProblem(bench.get("/services/nobody"), 404);
        assertProblem(bench.get("/start/idle"), 405);
        var ended = bench.post("/start/idle?wait=true").header("Location");
        assertProblem(bench.send(bench.request("DELETE", ended, bench.operator)), 409);
        assertProblem(bench.send(bench.request("POST", "/plans", bench.operator)), 415);
        assertProblem(bench.post("/tokens", bench.admin, "{}"), 422);
    }

    @Test
    void engineThatCloses_refusesWithItsReason() throws Exception {
        bench.queue.close();

        var reply = bench.post("/start/idle");

        assertProblem(reply, 503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertProblem(bench.post("/plans", bench.operator, "{\"kind\": \"start\", \"services\": [\"idle\"]}"), 503);
    }

    @Test
    void details_nameWhatWasFoundAndWhatIsAllowed() throws Exception {
        assertThat(bench.get("/operations?limit=501").field("detail"))
                .isEqualTo("limit is \"501\". Allowed: a number from 1 to 500");
        assertThat(bench.get("/operations?from=%2B1000000000-12-31T23:59:59Z").field("detail"))
                .isEqualTo("from is \"+1000000000-12-31T23:59:59Z\". Allowed: a time such as 2026-01-31T12:00:00Z");
        assertThat(bench.post("/start/idle?timeout=1d").field("detail"))
                .isEqualTo("timeout is \"1d\". Allowed: a time such as 500ms, 30s or 2m, up to 600s");
        assertThat(bench.post("/start/idle?wait=maybe").field("detail"))
                .isEqualTo("wait is \"maybe\". Allowed: true, false");
        assertThat(bench.get("/services?all=1").field("detail")).isEqualTo("unknown parameter \"all\". Allowed: none");
        assertThat(bench.get("/services/%0a%1b%5b31m/log").field("detail")).doesNotContain("\n", "\u001b");
    }

    /// Refused before any route is looked for.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /services HTTP/1.1\r\n\r\n",
                "GET /services HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET /services HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /services HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
                "POST /plans HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"
            })
    void malformedRequest_isAProblemToo(String request) throws Exception {
        var answer = RawHttp.overNetwork(bench.address, request);
        var parts = answer.split("\r\n\r\n", 2);
        var lines = List.of(parts[0].split("\r\n", -1));
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        lines.stream().skip(1).forEach(line -> headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
        var problem = JsonMapper.shared().readTree(parts[1]);

        assertThat(lines.getFirst()).startsWith("HTTP/1.1 4");
        assertThat(headers)
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Connection", "close")
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsKeys("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy");
        assertThat(bench.description.faults("Problem", problem)).isEmpty();
        assertThat(lines.getFirst()).contains(" " + problem.path("status").asInt() + " ");
    }
}

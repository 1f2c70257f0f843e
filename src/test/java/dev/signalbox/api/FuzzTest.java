package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ten thousand requests that the API's own description suggests, half of them a little or very wrong.
final class FuzzTest {
    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 8;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "backend",
            "frontend",
            "idle",
            "nobody",
            "start",
            "restart",
            "true",
            "false",
            "-1",
            "0",
            "1",
            "7",
            "99999999999999999999",
            "1e9",
            "null",
            "NaN",
            "../../etc/passwd",
            "%00",
            "' OR 1=1 --",
            "\u0000",
            "ä€𝄞",
            "<script>",
            "{}",
            "[]",
            "2026-01-01T00:00:00Z",
            "2026-13-45T00:00:00Z",
            "1ms",
            "10000h",
            "failed",
            "a,b,,c");

    @TempDir
    Path folder;

    /// One request, as everything of it was chosen.
    private record Shot(String method, String path, String token, String contentType, String body) {}

    @Test
    void requests_fromASeed_areAllAnswered_andTheEngineLives() throws Exception {
        var seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("FuzzTest: -Dfuzz.seed=" + seed);
        var random = new Random(seed);
        try (var bench = new ApiBench(folder)) {
            var document =
                    bench.send(bench.request("GET", "/openapi.json", null)).json();
            // The streams would go on for ever.
            var shots = new ArrayList<Shot>();
            while (shots.size() < REQUESTS) {
                var shot = shot(random, document, bench);
                if (!shot.path().contains("/events") && !shot.path().contains("follow=")) {
                    shots.add(shot);
                }
            }

            var statuses = new TreeMap<Integer, Integer>();
            try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
                var parts = new ArrayList<Callable<List<Integer>>>();
                for (int i = 0; i < CLIENTS; i++) {
                    var first = i;
                    parts.add(() -> {
                        var answers = new ArrayList<Integer>();
                        for (int j = first; j < shots.size(); j += CLIENTS) {
                            answers.add(fire(bench, shots.get(j)));
                        }
                        return answers;
                    });
                }
                for (var part : threads.invokeAll(parts)) {
                    part.get().forEach(status -> statuses.merge(status, 1, Integer::sum));
                }
            }

            System.out.println("FuzzTest: " + statuses);
            assertThat(statuses.keySet()).as("seed %d", seed).allMatch(status -> status < 500);
            assertThat(statuses).containsKeys(200, 202, 400, 401, 403, 404);
            for (var service : List.of("backend", "frontend", "idle")) {
                bench.queue.resume(service);
                await().until(() -> bench.queue.snapshot(service).waiting().isEmpty());
            }
            bench.driver("idle").takes(Duration.ZERO, Duration.ZERO);
            assertThat(bench.send(bench.request("POST", "/restart/idle?wait=true", bench.admin))
                            .field("effective_outcome"))
                    .isEqualTo("succeeded");
            assertThat(bench.send(bench.request("GET", "/metrics", bench.admin)).text())
                    .contains("signalbox_event_readers 0\n");
        }
    }

    private static int fire(ApiBench bench, Shot shot) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(bench.address + shot.path()))
                .timeout(Duration.ofSeconds(60))
                .method(
                        shot.method(),
                        shot.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(shot.body()));
        if (!shot.token().isEmpty()) {
            request.header("Authorization", "Bearer " + shot.token());
        }
        if (!shot.contentType().isEmpty()) {
            request.header("Content-Type", shot.contentType());
        }
        return bench.client().send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Shot shot(Random random, JsonNode document, ApiBench bench) {
        var paths = List.copyOf(document.path("paths").properties());
        var path = any(random, paths);
        var methods = List.copyOf(path.getValue().properties());
        var operation = any(random, methods);
        var method = random.nextInt(20) == 0
                ? any(random, List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"))
                : operation.getKey().toUpperCase(Locale.ROOT);
        var text = new StringBuilder(random.nextBoolean() ? "/api/v1" : "");
        for (var part : path.getKey().substring(1).split("/", -1)) {
            text.append('/').append(part.startsWith("{") ? encoded(value(random)) : part);
        }
        var separator = '?';
        for (var parameter : operation.getValue().path("parameters")) {
            if (parameter.path("in").asString().equals("query") && random.nextInt(3) == 0) {
                text.append(separator)
                        .append(parameter.path("name").asString())
                        .append('=')
                        .append(encoded(value(random)));
                separator = '&';
            }
        }
        // None of them is revoked or changed by name, or the rest would be refused.
        var token =
                any(random, List.of(bench.admin, bench.admin, bench.operator, bench.operator, bench.reader, "", "no"));
        var withBody = operation.getValue().has("requestBody") || random.nextInt(10) == 0;
        var schema = document.at(operation
                .getValue()
                .at("/requestBody/content/application~1json/schema/$ref")
                .asString("#/components/schemas/Problem")
                .substring(1));
        var body = withBody ? body(random, schema) : "";
        var type =
                withBody ? any(random, List.of("application/json", "application/json; charset=utf-8", "text/xml")) : "";
        return new Shot(method, text.toString(), token, type, body);
    }

    private static String value(Random random) {
        return random.nextInt(4) == 0 ? "x".repeat(random.nextInt(300)) : any(random, TEXTS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String body(Random random, JsonNode schema) {
        var body = JsonMapper.shared().createObjectNode();
        for (var property : schema.path("properties").propertyNames()) {
            switch (random.nextInt(8)) {
                case 0 -> body.put(property, random.nextLong());
                case 1 -> body.put(property, random.nextBoolean());
                case 2 -> body.putNull(property);
                case 3 -> body.put(property, value(random));
                case 4 -> body.putArray(property).add(value(random)).add("idle");
                case 5 -> body.putArray(property).add("idle").add("frontend");
                case 6 -> body.put(property, any(random, List.of("start", "stop", "restart", "read", "operate")));
                default -> body.putObject(property).put("x", 1);
            }
        }
        var text = JsonMapper.shared().writeValueAsString(body);
        return random.nextInt(5) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
    }
}

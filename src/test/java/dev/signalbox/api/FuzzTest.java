package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.log.LogFiles;
import dev.signalbox.service.FakeDriver;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Ten thousand requests that the API's own description suggests, half of them a little or very wrong. Each
/// answer must be one that it describes.
@Timeout(300)
final class FuzzTest {
    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 8;
    /// Threads and files of the Java runtime itself that come when they are first needed.
    private static final int SLACK = 8;
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

    /// What is mostly asked for under these names, so that some of it comes to pass.
    private static final Map<String, List<String>> LIKELY = Map.ofEntries(
            Map.entry("id", List.of("backend", "frontend", "idle", "talker", "nightly", "1", "2", "17")),
            Map.entry("name", List.of("victim", "nobody")),
            Map.entry("stream", List.of("out", "err")),
            Map.entry("wait", List.of("true", "false", "1")),
            Map.entry("preview", List.of("true", "false")),
            Map.entry("cancel_on_disconnect", List.of("true", "false")),
            Map.entry("service", List.of("backend", "frontend,idle")),
            Map.entry("kind", List.of("start", "stop", "restart,start")),
            Map.entry("outcome", List.of("succeeded", "failed,cancelled", "waiting", "running")),
            Map.entry("road", List.of("http_api", "command_line")),
            Map.entry("actor", List.of("boss", "deploy")),
            Map.entry("from", List.of("2020-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z")),
            Map.entry("until", List.of("2090-01-01T00:00:00Z", "0000-01-01T00:00:00Z")),
            Map.entry("offset", List.of("0", "5", "2147483000")),
            Map.entry("limit", List.of("1", "10", "500")),
            Map.entry("lines", List.of("1", "10000")),
            Map.entry("type", List.of("ended", "accepted,started", "queue")));
    /// Short, as queues may be held.
    private static final List<String> TIMEOUTS = List.of("0", "1ms", "20ms", "0s", "", "-1", "soon", "10000h");
    private static final List<String> HEADERS =
            List.of("If-None-Match", "Idempotency-Key", "Last-Event-ID", "Range", "Accept", "X-Forwarded-Host");
    private static final List<String> HEADER_VALUES = List.of(
            "*",
            "key",
            "k".repeat(300),
            "\"00000000000000000000000000000000\"",
            "bytes=0-",
            "bytes=5-1",
            "bytes=-99999999999999999999",
            "0-1",
            "zz-9223372036854775808",
            "text/html");

    @TempDir
    Path folder;

    /// One request, as everything of it was chosen.
    private record Shot(
            String method, String path, String token, Map<String, String> headers, String contentType, String body) {}

    /// The files and connections that this program has open.
    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().size();
    }

    @Test
    void requests_fromASeed_areAllAnswered_andTheEngineLives() throws Exception {
        var seed = Seed.of(FuzzTest.class);
        var random = new Random(seed);
        // At a heartbeat a reader is missed that has gone.
        try (var bench = new ApiBench(folder, Duration.ofSeconds(10), Duration.ofMillis(50))) {
            var talker = new FakeDriver().logTo(LogFiles.in(folder, "talker"));
            Files.writeString(talker.log().out(), "one\ntwo\n");
            bench.add("talker", talker);
            bench.addScheduled("nightly");
            bench.token("victim", Role.READ, null);
            var document =
                    bench.send(bench.request("GET", "/openapi.json", null)).json();
            var threadsBefore = threads();
            var filesBefore = openFiles();
            var shots = new ArrayList<Shot>();
            while (shots.size() < REQUESTS) {
                shots.add(shot(random, document, bench));
            }

            var statuses = new TreeMap<Integer, Integer>();
            var faults = new ConcurrentSkipListSet<String>();
            try (var client = HttpClient.newHttpClient();
                    var threads = Executors.newFixedThreadPool(CLIENTS)) {
                var parts = new ArrayList<Callable<List<Integer>>>();
                for (int i = 0; i < CLIENTS; i++) {
                    var first = i;
                    parts.add(() -> {
                        var answers = new ArrayList<Integer>();
                        for (int j = first; j < shots.size(); j += CLIENTS) {
                            answers.add(fire(client, bench, shots.get(j), faults));
                        }
                        return answers;
                    });
                }
                for (var part : threads.invokeAll(parts)) {
                    part.get().forEach(status -> statuses.merge(status, 1, Integer::sum));
                }
            }

            System.out.println("FuzzTest: " + statuses);
            assertThat(statuses.keySet()).as("-Dseed=%d", seed).allMatch(status -> status < 500);
            assertThat(statuses).containsKeys(200, 202, 400, 401, 403, 404, 405, 409, 415, 422);
            assertThat(faults).as("-Dseed=%d", seed).isEmpty();
            bench.queue.resumeAll();
            for (var service : List.of("backend", "frontend", "idle", "talker")) {
                bench.queue.resume(service);
                await().until(() -> bench.queue.snapshot(service).waiting().isEmpty());
                assertThat(bench.send(bench.request("POST", "/restart/" + service + "?wait=true", bench.admin))
                                .field("effective_outcome"))
                        .isEqualTo("succeeded");
            }
            await().until(() -> bench.get("/metrics").text().contains("signalbox_event_readers 0\n"));
            await().until(() -> openFiles() <= filesBefore + SLACK && threads() <= threadsBefore + SLACK);
        }
    }

    private static int fire(HttpClient client, ApiBench bench, Shot shot, Set<String> faults) throws Exception {
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
        shot.headers().forEach(request::header);
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        var type = response.headers().firstValue("Content-Type").orElse("");
        try (var in = response.body()) {
            // A stream of events would go on for ever.
            var answer =
                    type.startsWith("text/event-stream") ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            bench
                    .description
                    .faults(shot.method(), shot.path(), response.headers(), response.statusCode(), answer)
                    .stream()
                    .map(fault -> shot + ": " + fault)
                    .forEach(faults::add);
        }
        return response.statusCode();
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
            text.append('/').append(part.startsWith("{") ? encoded(value(random, part.replaceAll("[{}]", ""))) : part);
        }
        var separator = '?';
        for (var parameter : operation.getValue().path("parameters")) {
            var name = parameter.path("name").asString();
            // Nobody waits as long as is usual.
            if (parameter.path("in").asString().equals("query") && (name.equals("timeout") || random.nextInt(4) == 0)) {
                text.append(separator).append(name);
                separator = '&';
                if (name.equals("timeout")) {
                    text.append('=').append(any(random, TIMEOUTS));
                } else if (random.nextInt(20) != 0) {
                    text.append('=').append(encoded(value(random, name)));
                }
            }
        }
        // None of them is revoked or changed by name, or the rest would be refused.
        // And few are wrong, or none would be looked up any more.
        var token = random.nextInt(250) == 0
                ? any(random, List.of("", "no", "ä"))
                : any(random, List.of(bench.admin, bench.admin, bench.operator, bench.operator, bench.reader));
        var headers = random.nextInt(4) == 0
                ? Map.of(any(random, HEADERS), any(random, HEADER_VALUES))
                : Map.<String, String>of();
        var withBody = operation.getValue().has("requestBody") || random.nextInt(10) == 0;
        var schema = document.at(operation
                .getValue()
                .at("/requestBody/content/application~1json/schema/$ref")
                .asString("#/components/schemas/Problem")
                .substring(1));
        var body = withBody ? body(random, schema) : "";
        var type = withBody
                ? any(
                        random,
                        List.of("application/json", "application/json", "application/json; charset=utf-8", "text/xml"))
                : "";
        return new Shot(method, text.toString(), token, headers, type, body);
    }

    /// Something for the name, and now and then nothing of the kind.
    private static String value(Random random, String name) {
        var likely = LIKELY.get(name);
        return likely == null || random.nextInt(3) == 0 ? value(random) : any(random, likely);
    }

    private static String value(Random random) {
        return random.nextInt(4) == 0 ? "x".repeat(random.nextInt(300)) : any(random, TEXTS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String body(Random random, JsonNode schema) {
        var body = JsonMapper.shared().createObjectNode();
        for (var property : schema.path("properties").properties()) {
            var name = property.getKey();
            switch (random.nextInt(14)) {
                case 0 -> body.put(name, random.nextLong());
                case 1 -> body.put(name, random.nextBoolean());
                case 2 -> body.putNull(name);
                case 3 -> body.put(name, value(random));
                case 4 -> body.putArray(name).add(value(random)).add("idle");
                case 5 -> body.putObject(name).put("x", 1);
                case 6 -> {
                    // It is missing.
                }
                default -> putRight(random, body, name, property.getValue());
            }
        }
        var text = JsonMapper.shared().writeValueAsString(body);
        return random.nextInt(10) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
    }

    /// A value as the schema has it.
    private static void putRight(Random random, ObjectNode body, String name, JsonNode schema) {
        var words = schema.path("enum");
        var type = schema.path("type").toString();
        if (!words.isEmpty()) {
            body.set(name, words.get(random.nextInt(words.size())));
        } else if (type.contains("array")) {
            body.putArray(name).add(any(random, List.of("backend", "frontend", "idle")));
        } else if (type.contains("boolean")) {
            body.put(name, random.nextBoolean());
        } else if (type.contains("integer")) {
            body.put(name, random.nextInt(4));
        } else {
            body.put(name, name.equals("expires_at") ? "2090-01-01T00:00:00Z" : "token" + random.nextInt(50));
        }
    }
}

package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `kill -9` of `signalbox serve` at a random moment of a request with a key, which its client then sends to the
/// next engine: it is one operation, wherever the first engine was with it. The limits are for one that does not
/// end.
final class ServeKeysTest {
    private static final int KILLS = 8;
    /// As many looks at the engine as it answers in the time of a request, more or less.
    private static final int LOOKS = 15;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ServeProcess served;

    private void open() throws IOException {
        served = ServeProcess.begin(
                folder,
                Redirect.appendTo(folder.resolve("serve.err").toFile()),
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                List.of());
    }

    private void kill() throws InterruptedException {
        if (served != null) {
            served.process().destroyForcibly().waitFor();
        }
    }

    @AfterEach
    void endEverything() throws Exception {
        client.shutdownNow();
        kill();
    }

    /// @param key empty for none
    private HttpRequest request(String method, String path, String key) {
        var engine = Objects.requireNonNull(served);
        var request = HttpRequest.newBuilder(URI.create(engine.address() + path))
                .header("Authorization", "Bearer " + engine.token())
                .timeout(PATIENCE)
                .method(method, BodyPublishers.noBody());
        return (key.isEmpty() ? request : request.header("Idempotency-Key", key)).build();
    }

    private JsonNode ask(String method, String path, String key) throws IOException, InterruptedException {
        var answer = client.send(request(method, path, key), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    @Timeout(180)
    void requestThatIsSentAgainToTheNextEngine_isOneOperation() throws Exception {
        var seed = Seed.of(ServeKeysTest.class);
        var random = new Random(seed);
        Files.writeString(folder.resolve("signalbox.yaml"), """
                name: keys
                on_exit: leave
                services:
                  job: { command: ["true"], one_shot: true }
                """);
        Map<String, Long> operations = new HashMap<>();
        open();
        for (int i = 0; i < KILLS; i++) {
            var key = "click " + i;
            var lost = client.sendAsync(request("POST", "/restart/job", key), BodyHandlers.ofString());
            for (int looks = random.nextInt(LOOKS); looks > 0; looks--) {
                ask("GET", "/health", "");
            }
            kill();
            await().atMost(PATIENCE).until(lost::isDone);
            open();

            var operation = ask("POST", "/restart/job?wait=true", key);

            if (!lost.isCompletedExceptionally()) {
                assertThat(operation.path("id"))
                        .as("as it was told")
                        .isEqualTo(
                                JsonMapper.shared().readTree(lost.join().body()).path("id"));
            }
            operations.put(key.replace(" ", "%20"), operation.path("id").asLong());
        }
        for (var one : operations.entrySet()) {
            assertThat(ask("GET", "/requests/" + one.getKey(), "")
                            .path("operations")
                            .values())
                    .extracting(operation -> operation.path("id").asLong())
                    .containsExactly(one.getValue());
        }
        assertThat(ask("GET", "/operations?kind=restart", "")).hasSize(KILLS);
    }
}

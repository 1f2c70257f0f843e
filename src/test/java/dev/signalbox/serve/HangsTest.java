package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.HungFolder;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox serve` beside a share whose server does not answer. The limit is for an engine that hangs with it.
@Timeout(120)
final class HangsTest {
    private static final List<String> HUNG = List.of("one", "two", "three", "four");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ServeProcess served;

    @AfterEach
    void end() throws Exception {
        client.close();
        if (served != null) {
            served.process().destroyForcibly().waitFor();
        }
    }

    private JsonNode ask(String method, String path) throws Exception {
        var answer = served.send(client, method, path, "");
        assertThat(answer.statusCode()).as(answer::body).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body());
    }

    private void awaitIn(String path, String id, String text) {
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> ask("GET", "/services/" + id).path(path).toString().contains(text));
    }

    @Test
    void moreFoldersHangThanThereAreProcessors_theEngineAnswers_andAllElseStartsAndStops() throws Exception {
        var share = Files.createDirectory(folder.resolve("share"));
        var yaml =
                new StringBuilder("name: hung\non_exit: stop\nservices:\n  well: { command: [sleep, \"1000000\"] }\n");
        HUNG.forEach(id -> yaml.append("  " + id + ": { command: [sleep, \"1000000\"], cwd: share }\n"));
        Files.writeString(folder.resolve("signalbox.yaml"), yaml);
        var twoProcessors = List.of("-XX:ActiveProcessorCount=2");
        served = ServeProcess.begin(
                folder, Redirect.to(folder.resolve("serve.err").toFile()), twoProcessors, List.of());
        try (var hung = HungFolder.over(share)) {
            for (var id : HUNG) {
                ask("POST", "/start/" + id);
            }
            for (var id : HUNG) {
                awaitIn("active", id, "starting a process in " + share + " hangs; waiting for its end");
            }
            assertThat(ask("GET", "/health").path("status").asString()).isEqualTo("ok");
            ask("POST", "/start/well");
            awaitIn("state", "well", "running");
            ask("POST", "/stop/well");
            awaitIn("state", "well", "stopped");
            assertThat(ask("GET", "/services/one").path("state").asString()).isEqualTo("starting");

            hung.answer();
            for (var id : HUNG) {
                awaitIn("state", id, "running");
            }
            served.process().destroy();
            assertThat(served.process().waitFor()).isZero();
        }
    }
}

package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox serve` as a process of its own, from outside. The limit is for one that does not end.
@Timeout(120)
final class ServeTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Long> pids = new ArrayList<>();
    private ServeProcess served;
    private Process engine;

    @AfterEach
    void endEverything() throws Exception {
        client.close();
        if (engine != null) {
            engine.destroyForcibly().waitFor();
        }
        for (var pid : pids) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            await().until(() -> !isAlive(pid));
        }
    }

    private void workspace(String onExit, String seconds) throws IOException {
        Files.writeString(folder.resolve("signalbox.yaml"), """
                name: served
                on_exit: %s
                services:
                  sleeper: { command: [sleep, "%s"], autostart: true }
                """.formatted(onExit, seconds));
    }

    /// Begins an engine, and waits for its line.
    private void serve(String... more) throws IOException {
        var classes = "-Xlog:class+load:file=" + folder.resolve("classes.txt");
        served = ServeProcess.begin(folder, Redirect.to(log().toFile()), List.of(classes), List.of(more));
        engine = served.process();
    }

    private Path log() {
        return folder.resolve("serve.err");
    }

    private JsonNode sleeper() throws Exception {
        var list = get("/services");
        assertThat(list.isArray()).isTrue();
        return list.get(0);
    }

    /// Waits until the service runs.
    ///
    /// @return its pid
    private long running() {
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> sleeper().path("state").asString().equals("running"));
        return pid();
    }

    private long pid() {
        try {
            var pid = sleeper().path("pid").asLong();
            pids.add(pid);
            return pid;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private int end() throws InterruptedException {
        engine.destroy();
        return engine.waitFor();
    }

    @Test
    void sigterm_leavesServicesRunning_andTheNextEngineAdoptsThem() throws Exception {
        workspace("leave", "1000000");
        serve();
        var pid = running();
        var item = sleeper();
        assertThat(item.path("id").asString()).isEqualTo("sleeper");
        assertThat(item.path("queue").isMissingNode()).isFalse();
        assertThat(item.path("active").isMissingNode()).isFalse();
        assertThat(Files.readString(folder.resolve("classes.txt"))).doesNotContain(" javafx.");

        assertThat(end()).isZero();
        assertThat(isAlive(pid)).isTrue();
        assertThat(Files.readString(log())).contains("left running: [sleeper]", "nothing restarts them");

        serve();
        assertThat(running()).isEqualTo(pid);
        assertThat(end()).isZero();
    }

    @Test
    void kill_leavesServicesRunning_andTheNextEngineAdoptsThem() throws Exception {
        workspace("leave", "1000000");
        serve();
        var pid = running();
        engine.destroyForcibly().waitFor();
        assertThat(isAlive(pid)).isTrue();

        serve();
        assertThat(running()).isEqualTo(pid);
    }

    @Test
    void kill_whileAStopWaits_theNextEngineSaysSo_andStopsItWhenThatIsSubmittedAgain() throws Exception {
        workspace("leave", "1000000");
        serve();
        var pid = running();
        assertThat(ask("GET", "/interruption", "").path("at").isNull()).isTrue();
        ask("POST", "/hold", "");
        var stop = ask("POST", "/stop/sleeper", "").path("id").asLong();
        engine.destroyForcibly().waitFor();

        serve();
        assertThat(running()).isEqualTo(pid);
        var told = ask("GET", "/interruption", "");
        assertThat(told.at("/operations/0/operation/id").asLong()).isEqualTo(stop);
        assertThat(told.at("/operations/0/sequel").asString())
                .isEqualTo("should be stopped: stop #" + stop + " was cut off by the end of the engine");
        ask("POST", "/resume", "");
        ask("POST", "/interruption/submit", "{}");
        await().atMost(30, TimeUnit.SECONDS).until(() -> !isAlive(pid));
        assertThat(end()).isZero();
    }

    private JsonNode ask(String method, String path, String body) throws Exception {
        return JSON.readTree(served.send(client, method, path, body).body());
    }

    @Test
    void sigterm_whereServicesStopWithIt_stopsThem() throws Exception {
        workspace("stop", "1000000");
        serve();
        var pid = running();

        assertThat(end()).isZero();
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void sigterm_whereServicesStopWithIt_whileAllQueuesAreHeld_stopsThemAllTheSame() throws Exception {
        workspace("stop", "1000000");
        serve();
        var pid = running();
        assertThat(post("/hold")).isLessThan(300);

        assertThat(end()).isZero();
        assertThat(isAlive(pid)).isFalse();
        assertThat(Files.readString(log())).doesNotContain("have not ended within");
    }

    @Test
    void sigterm_whereServicesStopWithIt_theNextEngineStartsThemAgain() throws Exception {
        workspace("stop", "1000000");
        serve();
        var pid = running();
        assertThat(end()).isZero();
        assertThat(isAlive(pid)).isFalse();

        serve();
        assertThat(running()).isNotEqualTo(pid);
        assertThat(end()).isZero();
    }

    @Test
    void sigterm_whereAServiceCannotBeKilled_endsWithFourAndItsName() throws Exception {
        Files.writeString(folder.resolve("signalbox.yaml"), """
                name: served
                on_exit: stop
                services:
                  sleeper: { command: [sleep, "1000000"], autostart: true, stop: { timeout: 100ms } }
                """);
        serve();
        var pid = running();
        try (var freezer = Freezer.of(pid)) {
            assertThat(end()).isEqualTo(4);
            assertThat(Files.readString(log())).contains("not stopped: [sleeper]");
            assertThat(isAlive(pid)).isTrue();

            freezer.thaw();
            await().until(() -> !isAlive(pid)); // of the SIGKILL that it was sent
        }
    }

    /// Sends SIGTERM, and waits until the engine has taken it.
    private void terminate(String word) {
        engine.destroy();
        await().atMost(30, TimeUnit.SECONDS).until(() -> Files.readString(log()).contains(word));
    }

    private void services(String onExit, String text) throws IOException {
        Files.writeString(
                folder.resolve("signalbox.yaml"), "name: served\non_exit: " + onExit + "\nservices:\n" + text);
    }

    private void awaitService(String id, Predicate<JsonNode> condition) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> condition.test(get("/services/" + id)));
    }

    private JsonNode get(String path) throws Exception {
        return ask("GET", path, "");
    }

    private int post(String path) throws Exception {
        return served.send(client, "POST", path, "").statusCode();
    }

    private long pid(String id) throws Exception {
        var pid = get("/services/" + id).path("pid").asLong();
        pids.add(pid);
        return pid;
    }

    @Test // 42
    void sigtermTwice_leavesARunningJobAndAServiceThatIsNotReady_andTheNextEngineTakesThemOver() throws Exception {
        services("leave", """
                  backup: { command: [sleep, "1000001"], one_shot: true, autostart: true }
                  slow: { command: [sleep, "1000002"], autostart: true, ready: { log: never, timeout: 1h }, timeout: 2h }
                """);
        serve();
        awaitService("backup", service -> service.path("pid").isNumber());
        awaitService("slow", service -> service.path("pid").isNumber());
        var backup = pid("backup");
        var slow = pid("slow");
        terminate("services are left as they are");
        engine.destroy();
        assertThat(engine.waitFor()).isZero();
        assertThat(isAlive(backup)).isTrue();
        assertThat(isAlive(slow)).isTrue();

        serve();
        assertThat(get("/operations?outcome=cancelled")).hasSize(2).allSatisfy(operation -> {
            assertThat(operation.path("cause").asString()).isEqualTo("cancelled: the queue was closed");
        });
        assertThat(get("/operations/1").path("steps").toString()).contains("left running");
        awaitService("backup", service -> service.path("pid").asLong() == backup);
        awaitService("slow", service -> service.path("pid").asLong() == slow);
    }

    @Test // 43
    void sigtermTwice_inTheStopHalfOfARestart_letsGoOfIt_andTheNextEngineStartsTheService() throws Exception {
        Files.writeString(folder.resolve("slow.sh"), """
                trap 'while [ ! -e go ]; do sleep 0.02; done; exit 0' TERM
                while :; do sleep 1000000 & wait $!; done
                """);
        services("leave", "  slow: { command: [sh, slow.sh], stop: { timeout: 1h } }\n");
        serve();
        assertThat(post("/start/slow?wait=true")).isEqualTo(200);
        var first = pid("slow");
        var restart = ask("POST", "/restart/slow", "").path("id").asLong();
        awaitService("slow", service -> service.at("/active/steps").toString().contains("SIGTERM sent"));
        terminate("services are left as they are");
        assertThat(end()).isZero();
        assertThat(isAlive(first)).isTrue();
        Files.createFile(folder.resolve("go"));
        await().until(() -> !isAlive(first));

        serve();
        assertThat(ask("GET", "/operations/" + restart, "").path("cause").asString())
                .isEqualTo("cancelled: the queue was closed");
        awaitService("slow", service -> service.path("state").asString().equals("running"));
        assertThat(pid("slow")).isNotEqualTo(first);
    }

    @Test // 53
    void stopMovedBehindAStart_isWhatIsWanted_andIsDoneLast() throws Exception {
        workspace("leave", "1000000");
        serve();
        var pid = running();
        ask("POST", "/services/sleeper/hold", "");
        var stop = ask("POST", "/stop/sleeper", "").path("id").asLong();
        ask("POST", "/start/sleeper", "");
        assertThat(sleeper().at("/desired/value").asString()).isEqualTo("running");
        ask("POST", "/operations/" + stop + "/move?position=1", "");
        assertThat(sleeper().at("/desired/value").asString()).isEqualTo("stopped");
        ask("POST", "/services/sleeper/resume", "");
        await().until(() -> !isAlive(pid));
        awaitService(
                "sleeper",
                service -> service.path("state").asString().equals("stopped")
                        && service.path("queue").isEmpty()
                        && service.at("/reason/code").asString().equals("stopped"));
    }

    @Test
    void sigterm_whereServicesStopWithIt_whileTheJournalIsLocked_stopsThemAllTheSame() throws Exception {
        workspace("stop", "1000000");
        serve();
        var pid = running();
        var file =
                Files.walk(folder).filter(path -> path.endsWith("journal.db")).findFirst();
        try (var lock = DriverManager.getConnection("jdbc:sqlite:" + file.orElseThrow());
                var statement = lock.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(end()).isZero();
        }
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void sigterm_whereServicesStopWithIt_saysHowLongThatTakes_byThePlan() throws Exception {
        services("stop", """
                  s1: { command: [sleep, "1000001"], autostart: true, stop: { timeout: 25s } }
                  s2: { command: [sleep, "1000002"], autostart: true, stop: { timeout: 40s }, timeout: 2m, depends_on: [s1] }
                """);
        serve();
        awaitService("s2", service -> service.path("state").asString().equals("running"));
        pid("s1");
        assertThat(end()).isZero();
        assertThat(Files.readString(log())).contains("stopping 2 services, which takes at most 85 s");
    }

    @Test
    void sigtermThreeTimes_whereServicesStopWithIt_killsWhatIsDeaf() throws Exception {
        var deaf = "[sh, -c, \"trap '' TERM; while :; do sleep 1000000; done\"]";
        services("stop", """
                  db: { command: %s, autostart: true, stop: { timeout: 25s } }
                  web: { command: %s, autostart: true, stop: { timeout: 25s }, depends_on: [db] }
                """.formatted(deaf, deaf));
        serve();
        awaitService("web", service -> service.path("state").asString().equals("running"));
        var web = pid("web");
        var db = pid("db");
        terminate("stopping 2 services");
        terminate("all stops begin at once");
        assertThat(end()).isZero();
        // What has ended may take a moment to be let go of by whoever inherits it.
        await().until(() -> !isAlive(web) && !isAlive(db));
        assertThat(Files.readString(log())).contains("killing").doesNotContain("have not stopped within");
    }

    @Test
    void sigterm_whereServicesStopWithIt_stopsWhatAJobHasLeftBehind() throws Exception {
        services("stop", """
                  daemon: { command: [sh, -c, "sleep 1000003 & echo $! > left"], one_shot: true, autostart: true }
                """);
        serve();
        awaitService("daemon", service -> service.path("completed").asBoolean());
        var left = Long.parseLong(Files.readString(folder.resolve("left")).strip());
        pids.add(left);
        assertThat(isAlive(left)).isTrue();
        assertThat(end()).isZero();
        await().until(() -> !isAlive(left)); // as above
    }

    @Test
    void sighup_reloads_andABrokenFileChangesNothing() throws Exception {
        workspace("leave", "1000000");
        serve();
        var first = running();
        workspace("leave", "1000001");
        hangUp();
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> sleeper().path("state").asString().equals("running") && pid() != first);
        var second = pid();

        Files.writeString(folder.resolve("signalbox.yaml"), "services: [broken");
        hangUp();
        await().until(() -> Files.readString(log()).contains("not reloaded"));
        assertThat(pid()).isEqualTo(second);
        assertThat(end()).isZero();
    }

    private void hangUp() throws Exception {
        assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(engine.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void portOfAnother_endsTheStart_beforeAnythingIsStartedOrAnnounced() throws Exception {
        services("stop", "  marked: { command: [touch, started], autostart: true }\n");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            engine = ServeProcess.start(folder, Redirect.to(log().toFile()), other.getLocalPort());

            assertThat(engine.inputReader().readLine()).isNull();
            assertThat(engine.waitFor()).isEqualTo(1);
            assertThat(Files.readString(log()))
                    .isEqualTo("signalbox: cannot listen on 127.0.0.1:" + other.getLocalPort()
                            + ": Address already in use\n");
            assertThat(folder.resolve("started")).doesNotExist();
        }
    }

    @Test
    void log_asJson_isJsonLineByLine() throws Exception {
        workspace("stop", "1000000");
        serve("--log-format", "json");
        var _ = running();
        assertThat(end()).isZero();

        var lines = Files.readAllLines(log());
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(JSON.readTree(line).path("message").asString())
                                .isNotEmpty());
    }
}

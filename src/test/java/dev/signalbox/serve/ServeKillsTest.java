package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `kill -9` of `signalbox serve` at random moments, while a client asks for this and that and services crash:
/// what the client was told holds for the next engine, and every service comes to what is wanted of it or says
/// why not. The limits are for one that does not end.
final class ServeKillsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_ANSWERS = 25;
    private static final int PAGE = 100;
    private static final List<String> KINDS = List.of("start", "stop", "restart");

    /// Those that the client does something with. A last one was stopped once, and nobody asks for it again.
    private static final List<String> ASKED = List.of("db", "web", "worker", "job");

    private static final String OFF = "off";

    private static final String EVER =
            "settle: 50ms, restart: { on: failure, backoff: 10ms..100ms, give_up_after: never, min_uptime: 50ms }";

    /// Takes a while to end, and has a child.
    private static final String SLOW = """
            trap 'sleep 0.1; exit 0' TERM
            while :; do sleep "$1" & wait $!; done
            """;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    /// In every command line, and a time that `sleep` understands.
    private final String mark = "1000000." + ProcessHandle.current().pid() + (System.nanoTime() & 0xffff);

    private @Nullable ServeProcess served;

    private int engines;

    /// What the client was told, over all engines.
    private final Map<String, Told> told = new HashMap<>();

    private final Set<Long> accepted = new HashSet<>();
    /// Outcomes by operation, as they were seen first.
    private final Map<Long, String> outcomes = new HashMap<>();

    /// What a client knows of a service.
    private static final class Told {
        /// What was asked for last, and acknowledged: 0 where that is not known.
        long stop;
        /// Whether a start or restart that was asked for last has succeeded.
        boolean up;
        /// Whether its queue is held, `null` where that is not known.
        @Nullable
        Boolean held = false;

        void asking() {
            stop = 0;
            up = false;
        }
    }

    @BeforeEach
    void writeWorkspace() throws IOException {
        Files.writeString(folder.resolve("slow.sh"), SLOW);
        Files.writeString(
                folder.resolve("signalbox.yaml"), """
                name: killed
                on_exit: leave
                services:
                  db: { command: [sh, slow.sh, "MARK1"], autostart: true, EVER }
                  web: { command: [sleep, "MARK2"], autostart: true, depends_on: [db], EVER }
                  worker: { command: [sleep, "MARK3"], EVER }
                  job: { command: [sh, -c, "sleep 0.1", "MARK4"], one_shot: true, autostart: true }
                  off: { command: [sleep, "MARK5"], autostart: true, EVER }
                """.replace("EVER", EVER).replace("MARK", mark));
        Stream.concat(ASKED.stream(), Stream.of(OFF)).forEach(id -> told.put(id, new Told()));
    }

    @AfterEach
    void endEverything() throws Exception {
        client.close();
        killEngine();
        await().atMost(PATIENCE).until(() -> {
            var left = ProcessHandle.allProcesses()
                    .filter(process -> words(process).stream().anyMatch(word -> word.startsWith(mark)))
                    .toList();
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
    }

    private static List<String> words(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    @Test
    @Timeout(180)
    void killAtRandomMoments_everyServiceIsAsWanted_andWhatWasToldHolds() throws Exception {
        kill(20);
    }

    @Test
    @Tag("soak")
    @Timeout(900)
    void killAtManyRandomMoments_everyServiceIsAsWanted_andWhatWasToldHolds() throws Exception {
        kill(100);
    }

    private void kill(int kills) throws Exception {
        var seed = Seed.of(ServeKillsTest.class);
        var random = new Random(seed);
        open();
        submit(OFF, "stop", true);
        for (int i = 0; i < kills; i++) {
            // One in five is killed at once, while it takes over what it has found.
            if (i == 0 || random.nextInt(5) != 0) {
                askAndKill(random);
            } else {
                killEngine();
            }
            open();
            if (i < kills - 1 && random.nextInt(5) == 0) {
                continue; // the next kill comes before anybody has looked
            }
            var services = awaitRest();
            for (var service : services) {
                check(service);
            }
            checkHistory();
        }
        assertThat(outcomes.values())
                .as("the kills have hit what they were meant for")
                .contains("failed", "cancelled");
    }

    // --- the engine ---

    /// Begins an engine on the same folder, and waits until it answers. Every other one sees no control groups, where
    /// that can be had: each takes over from one of the other kind.
    private void open() throws Exception {
        var errors = Redirect.appendTo(log().toFile());
        engines++;
        var blind = engines % 2 == 0
                ? ServeProcess.beginWithoutGroups(folder, errors, List.of())
                : Optional.<ServeProcess>empty();
        served = blind.isPresent() ? blind.get() : ServeProcess.begin(folder, errors, List.of(), List.of());
        if (blind.isPresent()) {
            assertThat(get("/health").path("members").asString()).startsWith("by looking at /proc: ");
        }
    }

    private Path log() {
        return folder.resolve("serve.err");
    }

    private void killEngine() throws InterruptedException {
        if (served != null) {
            served.process().destroyForcibly().waitFor();
        }
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return Objects.requireNonNull(served).send(client, method, path, body);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    // --- the client ---

    /// Lets a client ask until the engine is gone, which is after a random number of answers, and in the middle of
    /// whatever it does then.
    private void askAndKill(Random random) throws InterruptedException {
        var answers = new AtomicInteger();
        var until = random.nextInt(MOST_ANSWERS);
        var own = new Random(random.nextLong());
        var failure = new Throwable[1];
        var asking = Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    ask(own);
                    answers.incrementAndGet();
                }
            } catch (IOException e) {
                // The engine is gone.
            } catch (InterruptedException | RuntimeException | AssertionError e) {
                failure[0] = e;
            }
        });
        try {
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(PATIENCE)
                    .until(() -> answers.get() >= until || !asking.isAlive());
        } finally {
            killEngine();
            asking.join();
        }
        assertThat(failure[0]).isNull();
    }

    private void ask(Random random) throws IOException, InterruptedException {
        var id = ASKED.get(random.nextInt(ASKED.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> submit(id, "start", random.nextInt(3) == 0);
            case 3, 4 -> submit(id, "stop", random.nextInt(3) == 0);
            case 5 -> submit(id, "restart", random.nextInt(3) == 0);
            case 6 -> plan("restart", id);
            case 7 -> plan(random.nextBoolean() ? "start" : "stop", id);
            case 8 -> hold(id, random.nextInt(3) == 0);
            case 9 -> hold(id, false);
            case 10 -> cancelSomething(random);
            case 11 -> crash(id);
            default -> throw new AssertionError();
        }
    }

    private void submit(String id, String kind, boolean wait) throws IOException, InterruptedException {
        var known = told.get(id);
        known.asking();
        // Where its queue is held it would not end.
        var waits = wait && Boolean.FALSE.equals(known.held);
        var answer = send("POST", "/" + kind + "/" + id + (waits ? "?wait=true&timeout=5s" : ""), "");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
        var operation = JSON.readTree(answer.body());
        accepted(operation);
        var succeeded = operation.path("effective_outcome").asString("").equals("succeeded");
        known.stop = kind.equals("stop") ? operation.path("id").asLong() : 0;
        known.up = !kind.equals("stop") && succeeded;
    }

    /// Of `id` and what needs it, or what it needs.
    private void plan(String kind, String id) throws IOException, InterruptedException {
        told.values().stream().filter(known -> known != told.get(OFF)).forEach(Told::asking);
        var answer = send("POST", "/plans", "{\"kind\":\"" + kind + "\",\"services\":[\"" + id + "\"]}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
        for (var operation : JSON.readTree(answer.body()).path("operations")) {
            accepted(operation);
            if (kind.equals("stop")) {
                told.get(operation.path("service").asString()).stop =
                        operation.path("id").asLong();
            }
        }
    }

    private void accepted(JsonNode operation) {
        assertThat(operation.path("recorded").asBoolean())
                .as(operation.toString())
                .isTrue();
        assertThat(accepted.add(operation.path("id").asLong()))
                .as("its number was not given before: %s", operation)
                .isTrue();
        sawOutcome(operation);
    }

    private void sawOutcome(JsonNode operation) {
        if (operation.path("outcome").isString()) {
            var outcome = operation.path("outcome").asString();
            assertThat(outcomes.putIfAbsent(operation.path("id").asLong(), outcome))
                    .as("the outcome of %s before", operation)
                    .isIn(null, outcome);
        }
    }

    private void hold(String id, boolean hold) throws IOException, InterruptedException {
        var known = told.get(id);
        known.held = null;
        var answer = send("POST", "/services/" + id + (hold ? "/hold" : "/resume"), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        known.held = hold;
    }

    private void cancelSomething(Random random) throws IOException, InterruptedException {
        var services = get("/services");
        var some = services.get(random.nextInt(services.size()));
        var id = Stream.concat(
                        Stream.of(some.path("active")), some.path("queue").valueStream())
                .map(operation -> operation.path("id").asLong(0))
                .reduce(0L, (_, last) -> last);
        if (id != 0) {
            told.get(some.path("id").asString()).asking();
            // Too late is none of ours.
            assertThat(send("DELETE", "/operations/" + id, "").statusCode()).isIn(200, 404, 409);
        }
    }

    /// Its main process is killed; its policy decides.
    private void crash(String id) throws IOException, InterruptedException {
        var pid = get("/services/" + id).path("pid").asLong(-1);
        if (pid > 0) {
            ProcessHandle.of(pid).filter(this::isOurs).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return words(process).stream().anyMatch(word -> word.startsWith(mark));
    }

    // --- what must be true ---

    /// Waits until nothing runs or waits, nothing is about to be started, and the journal knows all that has ended:
    /// a service is free before it does.
    private JsonNode awaitRest() {
        var services = await().pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> get("/services"), found -> found.valueStream().allMatch(ServeKillsTest::isAtRest));
        await().pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> get("/operations?outcome=waiting,running").isEmpty());
        return services;
    }

    /// What is decided follows what is seen, at once but not at the same moment.
    private static boolean isAtRest(JsonNode service) {
        var runs = service.at("/reason/code").asString().equals("runs");
        return service.path("active").isNull()
                && service.path("queue").isEmpty()
                && (!runs || service.path("pid").isNumber())
                && !Set.of("starts", "pending", "retry", "journal", "unknown")
                        .contains(service.at("/reason/code").asString());
    }

    private void check(JsonNode service) {
        var id = service.path("id").asString();
        var code = service.at("/reason/code").asString();
        var isUp = service.path("pid").isNumber();
        assertThat(processes(id))
                .as("processes of %s", service)
                .isEqualTo(isUp ? List.of(service.path("pid").asLong()) : List.of());
        var desired = service.at("/desired/value").asString();
        if (desired.equals("stopped")) {
            assertThat(code).as("%s", service).isEqualTo(isUp ? "unstopped" : "stopped");
        } else if (isUp) {
            assertThat(code).as("%s", service).isEqualTo("runs");
            assertThat(service.path("state").asString()).as("%s", service).isEqualTo("running");
        } else {
            // A worker that nobody ever asked for, and what cannot be started now.
            assertThat(code)
                    .as("%s", service)
                    .isIn(
                            desired.equals("running")
                                            || service.path("autostart").asBoolean()
                                    ? List.of("held", "dependency", "fulfilled", "left")
                                    : List.of("unset"));
        }
        checkTold(service, told.get(id));
    }

    private void checkTold(JsonNode service, Told known) {
        var desired = service.at("/desired/value").asString();
        if (known.stop != 0) {
            assertThat(desired).as("after stop %s: %s", known.stop, service).isEqualTo("stopped");
        }
        if (known.up) {
            assertThat(desired).as("%s", service).isEqualTo("running");
        }
        if (known.held != null) {
            assertThat(service.path("held").asBoolean()).as("%s", service).isEqualTo(known.held);
        }
        known.held = service.path("held").asBoolean();
    }

    /// The pids of the processes that the service's command became. The wrapper has more words.
    private List<Long> processes(String id) {
        var number = 1 + Stream.concat(ASKED.stream(), Stream.of(OFF)).toList().indexOf(id);
        var own = mark + number;
        var commands = Map.of("db", List.of("slow.sh", own), "job", List.of("-c", "sleep 0.1", own));
        var words = commands.getOrDefault(id, List.of(own));
        return ProcessHandle.allProcesses()
                .filter(process -> words(process).equals(words))
                .map(ProcessHandle::pid)
                .toList();
    }

    /// Each operation that was accepted has one outcome, which never changes (rule 23).
    private void checkHistory() throws IOException, InterruptedException {
        var found = new HashSet<Long>();
        for (int offset = 0, count = PAGE; count == PAGE; offset += count) {
            var page = get("/operations?limit=" + PAGE + "&offset=" + offset);
            count = page.size();
            for (var operation : page) {
                assertThat(found.add(operation.path("id").asLong()))
                        .as("there is one of this number: %s", operation)
                        .isTrue();
                assertThat(operation.path("state").asString())
                        .as("%s", operation)
                        .isEqualTo("ended");
                sawOutcome(operation);
            }
        }
        assertThat(found).containsAll(accepted);
    }
}

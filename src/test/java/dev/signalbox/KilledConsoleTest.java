package dev.signalbox;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.scenario.Lives;
import dev.signalbox.scenario.RecordingService;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A `kill -9` of the console in the middle of a restart: services and their logs go on, and the next console
/// takes them over and shows what is true.
class KilledConsoleTest {
    private static final long BACKEND_STOPS_IN_MILLIS = 1_500;

    @TempDir
    Path folder;

    private Path workspace;
    private Process console;
    private BufferedReader steps;

    @BeforeEach
    void openConsole() throws IOException {
        workspace = folder.resolve("signalbox.yaml");
        var services =
                Map.of("backend", service("backend", BACKEND_STOPS_IN_MILLIS), "frontend", service("frontend", 20));
        Files.writeString(workspace, JsonMapper.shared().writeValueAsString(Map.of("services", services)));
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                TestClassPath.text(),
                ConsoleProcess.class.getName(),
                workspace.toString());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        console = builder.redirectError(
                        Redirect.to(folder.resolve("console.err").toFile()))
                .start();
        steps = console.inputReader();
    }

    private Map<String, Object> service(String id, long stopMillis) throws IOException {
        var port = RecordingService.freePort();
        return Map.of("command", RecordingService.command(port, lives(id), stopMillis), "port", port);
    }

    @AfterEach
    void endEverything() throws Exception {
        console.destroyForcibly().waitFor();
        for (var id : List.of("backend", "frontend")) {
            for (var pid : readLives(id).begun()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                await().until(() ->
                        !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
            }
        }
    }

    @Test
    void kill_duringTheStopOfARestart_endsStoppedAndTheOtherIsAdopted() throws Exception {
        var frontend = startBoth();
        tell("restart backend");
        awaitStep("backend: SIGTERM sent");
        kill();

        try (var next = open()) {
            assertThat(status(next, "frontend").state()).isEqualTo(ServiceState.RUNNING);
            assertThat(status(next, "frontend").pid()).isEqualTo(frontend);
            await().until(() -> status(next, "backend").state() == ServiceState.STOPPED);
            assertLogGrows(next, "frontend");
            assertLogHasNoGap(next, "frontend");
            assertThat(readLives("backend").begun()).hasSize(1);
        }
    }

    @Test
    void kill_justAfterTheStartOfARestart_newInstanceIsAdopted() throws Exception {
        var frontend = startBoth();
        var first = readLives("backend").begun().getFirst();
        tell("restart backend");
        awaitStep("backend: SIGTERM sent");
        awaitStep("backend: started pid ");
        kill();

        try (var next = open()) {
            assertThat(status(next, "frontend").pid()).isEqualTo(frontend);
            var backend = status(next, "backend");
            assertThat(backend.state()).isEqualTo(ServiceState.RUNNING);
            assertThat(backend.pid())
                    .isNotEqualTo(first)
                    .isEqualTo(readLives("backend").begun().getLast());
            assertLogGrows(next, "backend");
            assertLogHasNoGap(next, "backend");
            assertLogHasNoGap(next, "frontend");
            readLives("backend").assertOneAtATime();
        }
    }

    private long startBoth() throws IOException {
        tell("start frontend");
        tell("start backend");
        awaitReady("frontend");
        awaitReady("backend");
        return readLives("frontend").begun().getFirst();
    }

    private void awaitReady(String id) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !readLives(id).ready().isEmpty());
    }

    private void tell(String operation) throws IOException {
        console.getOutputStream().write((operation + "\n").getBytes());
        console.getOutputStream().flush();
    }

    private void awaitStep(String beginning) throws IOException {
        for (var line = steps.readLine(); line != null; line = steps.readLine()) {
            if (line.startsWith(beginning)) {
                return;
            }
        }
        throw new AssertionError("the console has ended: " + Files.readString(folder.resolve("console.err")));
    }

    /// SIGKILL: the console has no chance to tidy up.
    private void kill() throws InterruptedException {
        console.destroyForcibly().waitFor();
    }

    private LocalEngine open() throws Exception {
        var environment = Map.of("XDG_STATE_HOME", folder.toString());
        return LocalEngine.open(WorkspaceFile.load(workspace, environment), environment);
    }

    private static ServiceStatus status(LocalEngine engine, String id) {
        return engine.supervisors().stream()
                .filter(supervisor -> supervisor.definition().id().equals(id))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private static Path log(LocalEngine engine, String id) {
        return engine.state().log().resolve(id + ".out.log");
    }

    private static void assertLogGrows(LocalEngine engine, String id) throws IOException {
        var size = Files.size(log(engine, id));
        await().until(() -> Files.size(log(engine, id)) > size);
    }

    /// Each process numbers its lines; the last one may be half written.
    private static void assertLogHasNoGap(LocalEngine engine, String id) throws IOException {
        var text = Files.readString(log(engine, id));
        var lines = text.substring(0, text.lastIndexOf('\n')).lines();
        var numbers = lines.map(line -> line.split(" "))
                .collect(Collectors.groupingBy(
                        words -> words[0],
                        Collectors.mapping(words -> Integer.valueOf(words[2]), Collectors.toList())));
        assertThat(numbers)
                .isNotEmpty()
                .allSatisfy((_, list) -> assertThat(list)
                        .isEqualTo(IntStream.rangeClosed(1, list.size()).boxed().toList()));
    }

    private Path lives(String id) {
        return folder.resolve(id + ".lives");
    }

    private Lives readLives(String id) throws IOException {
        return Lives.read(lives(id));
    }
}

package dev.signalbox.scenario;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.code.Code;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.Source;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Supervision of real processes")
class SupervisionTest {
    private static final Outcome SUCCEEDED = new Outcome.Succeeded();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Scenario scenario;

    @BeforeEach
    void open() throws Exception {
        Awaitility.setDefaultTimeout(PATIENCE);
        scenario = new Scenario(folder);
    }

    @AfterEach
    void close() {
        scenario.close();
        Awaitility.reset();
    }

    private ServiceDefinitionBuilder shell(String id, String line) {
        return ServiceDefinition.builder(id, new Command.Shell(line), folder);
    }

    private static RestartPolicy retrying(Duration backoff) {
        return new RestartPolicy(On.FAILURE, backoff, backoff, 3, Duration.ofHours(1));
    }

    private static Probe probe(Check check) {
        return new Probe(check, Duration.ofMillis(20), Duration.ofSeconds(20), 2, Duration.ZERO);
    }

    private ServiceStatus awaitState(String service, ServiceState state) {
        return await().until(() -> scenario.status(service), status -> status.state() == state);
    }

    @Test
    void crashLoop_isGivenUp_withTheLastErrorLine() {
        scenario.with(shell("api", "echo no disk >&2; exit 7")
                .restart(retrying(Duration.ofMillis(10)))
                .build());
        assertThat(scenario.run("api", START))
                .isEqualTo(new Outcome.Failed("exited at once with exit code 7: no disk", Code.EXITED));
        var status = await().until(
                        () -> scenario.status("api"),
                        now -> now.recovery() != null && now.recovery().crashLoop());
        assertThat(status.state()).isEqualTo(ServiceState.FAILED);
        assertThat(status.reason()).isEqualTo("crash loop: 3 ends in 1 h, exited at once with exit code 7: no disk");
        assertThat(scenario.outcomes()).hasSize(3);
    }

    @Test
    void killedService_comesBack_asAnotherProcess() {
        scenario.with(shell("api", "exec sleep 1000")
                .restart(retrying(Duration.ofMillis(10)))
                .build());
        assertThat(scenario.run("api", START)).isEqualTo(SUCCEEDED);
        var before = scenario.pid("api");
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        await().until(() -> scenario.status("api"), now -> now.isReady() && now.pid() != before);
    }

    @Test
    void stopDuringBackoff_wins() {
        scenario.with(
                shell("api", "exit 7").restart(retrying(Duration.ofHours(24))).build());
        scenario.run("api", START);
        var status = awaitState("api", ServiceState.BACKOFF);
        assertThat(status.recovery().retryAt()).isNotNull();
        assertThat(scenario.run("api", STOP)).isEqualTo(SUCCEEDED);
        assertThat(scenario.status("api").state()).isEqualTo(ServiceState.STOPPED);
        assertThat(scenario.status("api").recovery()).isNull();
    }

    @Test
    void dependencyThatFails_keepsAllBehindItDown_andNamesItself() throws Exception {
        scenario.with(shell("db", "exit 7").build())
                .with(shell("api", "touch api.ran; exec sleep 1000").build())
                .with(shell("web", "touch web.ran; exec sleep 1000").build());
        var ticket = submit(new BulkPlan(
                List.of(
                        new Member("db", START, List.of()),
                        new Member("api", START, List.of(new Gate(0, Until.SUCCEEDED))),
                        new Member("web", START, List.of(new Gate(1, Until.SUCCEEDED)))),
                0,
                false,
                false));
        var outcomes = Scenario.get(ticket.outcomes().toCompletableFuture());
        var culprit = new Cancellation.Dependency(
                ticket.members().getFirst().operation().id(), "db");
        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.subList(1, 3)).containsOnly(new Outcome.Cancelled(culprit));
        assertThat(Files.exists(folder.resolve("api.ran"))).isFalse();
        assertThat(Files.exists(folder.resolve("web.ran"))).isFalse();
    }

    private PlanTicket submit(BulkPlan plan) {
        var answer = Scenario.get(scenario.queue().submit(plan, Source.OPERATOR).toCompletableFuture());
        return ((PlanSubmission.Accepted) answer).ticket();
    }

    @Test
    void dependentThatNeedsNoMoreThanAStart_doesNotWaitForReadiness() {
        scenario.with(shell("db", "exec sleep 1000")
                        .ready(probe(new Check.Exec(List.of("test", "-e", "ready"))))
                        .build())
                .with(shell("log", "touch ready; exec sleep 1000").build());
        // The one gets ready by what the other does once it has started.
        var ticket = submit(new BulkPlan(
                List.of(
                        new Member("db", START, List.of()),
                        new Member("log", START, List.of(new Gate(0, Until.UNDERWAY)))),
                0,
                false,
                false));
        assertThat(Scenario.get(ticket.outcomes().toCompletableFuture())).containsOnly(SUCCEEDED);
    }

    @Test
    void readiness_byPort_endsTheStart() throws Exception {
        var definition = scenario.recording("backend", 20, Duration.ofSeconds(10));
        var port = definition.ports().getFirst().number();
        scenario.with(definition.but().ready(probe(new Check.Tcp(port))).build());
        assertThat(scenario.run("backend", START)).isEqualTo(SUCCEEDED);
        try (var socket = new Socket("127.0.0.1", port)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void readiness_byOutput_seesNewLinesOnly() {
        scenario.with(shell("api", "echo ready >> told; echo ready; exec sleep 1000")
                .ready(probe(new Check.Log(Pattern.compile("^ready$"))))
                .build());
        assertThat(scenario.run("api", START)).isEqualTo(SUCCEEDED);
        assertThat(scenario.run("api", STOP)).isEqualTo(SUCCEEDED);
        scenario.with(shell("silent", "exec sleep 1000")
                .ready(new Probe(
                        new Check.Log(Pattern.compile("^ready$")),
                        Duration.ofMillis(20),
                        Duration.ofMillis(200),
                        1,
                        Duration.ZERO))
                .build());
        assertThat(scenario.run("silent", START)).isInstanceOf(Outcome.Failed.class);
        assertThat(scenario.pid("silent")).isNegative();
    }

    @Test
    void probeThatFails_restartsTheService() throws Exception {
        var sick = folder.resolve("sick");
        scenario.with(shell("api", "exec sleep 1000")
                .alive(probe(new Check.Exec(List.of("test", "!", "-e", sick.toString()))))
                .build());
        assertThat(scenario.run("api", START)).isEqualTo(SUCCEEDED);
        var before = scenario.pid("api");
        Files.createFile(sick);
        await().until(() -> scenario.pid("api") >= 0 && scenario.pid("api") != before);
        Files.delete(sick);
        await().until(() -> scenario.status("api").isReady());
    }

    @Test
    void heldPort_namesTheServiceThatHoldsIt() throws Exception {
        var first = scenario.recording("first", 20, Duration.ofSeconds(10));
        var port = first.ports().getFirst().number();
        scenario.with(first.but().ready(probe(new Check.Tcp(port))).build())
                .with(shell("second", "exec sleep 1000").ports(List.of(port)).build());
        assertThat(scenario.run("first", START)).isEqualTo(SUCCEEDED);
        assertThat(scenario.run("second", START))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause())
                                .contains("port " + port + " is held by", "first", "pid " + scenario.pid("first")));
        assertThat(scenario.status("second").blocker()).isEqualTo("first");
        assertThat(scenario.run("first", STOP)).isEqualTo(SUCCEEDED);
        assertThat(scenario.run("second", START)).isEqualTo(SUCCEEDED);
        assertThat(scenario.status("second").blocker()).isEmpty();
    }

    @Test
    void job_endsItsStart_withItsOwnEnd() {
        scenario.with(shell("good", "echo done").oneShot(true).build())
                .with(shell("bad", "echo no table >&2; exit 4").oneShot(true).build());
        assertThat(scenario.run("good", START)).isEqualTo(SUCCEEDED);
        assertThat(scenario.status("good").reason()).startsWith("completed");
        assertThat(scenario.run("bad", START)).isEqualTo(new Outcome.Failed("exit code 4: no table", Code.EXITED));
        assertThat(scenario.status("bad").state()).isEqualTo(ServiceState.FAILED);
    }
}

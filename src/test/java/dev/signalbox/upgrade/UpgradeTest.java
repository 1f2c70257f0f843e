package dev.signalbox.upgrade;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Place;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.Processes;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.serve.ServeProcess;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.upgrade.EarlierState.Journals;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an operator has, who puts this version in the place of an earlier one while his services run. The limit is
/// for an engine that does not end.
@DisplayName("An engine of this version, on what one of commit d28e710 has left,")
@Timeout(120)
class UpgradeTest {
    private static final List<String> LIVING = List.of("web", "worker", "mail", "orders");

    @TempDir
    private Path folder;

    private EarlierState left;
    private LocalEngine engine;
    private Process served;

    private void leave(Journals journals) throws Exception {
        left = EarlierState.in(folder, journals);
        left.bringUp();
    }

    private void open() throws Exception {
        engine = Upgrading.open(folder);
    }

    @AfterEach
    void endEverything() throws Exception {
        if (engine != null) {
            engine.close();
        }
        if (served != null) {
            served.destroyForcibly().waitFor();
        }
        left.killAll();
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Ticket submit(String service, OperationKind kind) {
        var submission = get(engine.as(Source.OPERATOR).submit(service, kind, Map.of()));
        return ((Submission.Accepted) submission).ticket();
    }

    private void run(String service, OperationKind kind) {
        assertThat(get(submit(service, kind).outcome())).isEqualTo(new Outcome.Succeeded());
    }

    private ServiceSnapshot find(String service) {
        return Objects.requireNonNull(engine.find(service));
    }

    private Path stateFolder() {
        return ((Place.Here) engine.place()).stateFolder();
    }

    private void assertThatAllIsTakenOver() throws Exception {
        for (var id : LIVING) {
            assertThat(find(id).status().state()).as(id).isEqualTo(ServiceState.RUNNING);
            assertThat(find(id).status().pid()).as(id).isEqualTo(left.pid(id));
        }
        assertThat(engine.snapshots().stream()
                        .collect(Collectors.toMap(
                                ServiceSnapshot::id,
                                service -> service.intent().desired().value())))
                .isEqualTo(Map.ofEntries(
                        Map.entry("web", Value.RUNNING),
                        Map.entry("worker", Value.RUNNING),
                        Map.entry("mail", Value.RUNNING),
                        Map.entry("orders", Value.RUNNING),
                        Map.entry("slow", Value.RUNNING),
                        Map.entry("migrate", Value.RUNNING),
                        Map.entry("flaky", Value.RUNNING),
                        Map.entry("cache", Value.STOPPED),
                        // Only a SIGTERM has stopped these.
                        Map.entry("api", Value.UNSET),
                        Map.entry("backup", Value.UNSET),
                        Map.entry("broken", Value.UNSET)));
        assertThat(find("cache").intent().desired().by()).isEqualTo("an earlier version");
        assertThat(find("cache").intent().desired().since()).isEqualTo(EarlierState.KILLED);
        try (var files = Files.list(stateFolder().resolve("run"))) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".wanted"));
        }
        assertThat(engine.history().find(HistoryFilter.ALL).count()).isEqualTo((int) EarlierState.LAST);
        assertThat(engine.snapshots())
                .as("its holds have ended with that engine")
                .noneMatch(service -> service.queue().held() || service.intent().hold() != null);
    }

    @Test
    void upgrade_ofServicesThatRun_adoptsThem_andLeavesWhatIsWantedAsItWas() throws Exception {
        leave(Journals.KILLED);
        open();
        assertThatAllIsTakenOver();
        assertThat(find("web").status().outdated()).as("nobody knows").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void upgrade_thatIsKilledOnItsWay_isCompletedByTheNext(Upgrading.Step step) throws Exception {
        leave(Journals.KILLED);
        var code = Processes.java(folder, Upgrading.class, folder, step).waitFor();
        assertThat(code).as(Processes.errors(folder)).isEqualTo(137);
        open();
        assertThatAllIsTakenOver();
        assertThat(find("migrate").why().code()).isEqualTo(Reason.Code.FULFILLED);
    }

    @Test
    void upgrade_afterWhichWhatHasEndedIsLookedAt_tellsHowItEnded() throws Exception {
        leave(Journals.KILLED);
        open();
        assertThat(find("migrate").status().exit()).isEqualTo(new ExitStatus(0));
        assertThat(find("migrate").status().reason()).startsWith("completed");
        assertThat(find("migrate").completed()).isTrue();
        assertThat(find("flaky").status().exit()).isEqualTo(new ExitStatus(3));
        assertThat(find("flaky").status().lastLines()).containsExactly("out of beans");
        assertThat(find("slow").status().reason())
                .as("of a start that was cut off")
                .contains("1 of its processes lives on");
    }

    @ParameterizedTest
    @EnumSource
    void upgrade_keepsTheHistory_andTheNumbersGoOn(Journals journals) throws Exception {
        leave(journals);
        open();
        var hits = engine.history().find(HistoryFilter.ALL);
        var all = hits.page(0, hits.count());
        assertThat(all.reversed())
                .extracting(RecordedOperation::id)
                .isEqualTo(LongStream.rangeClosed(1, EarlierState.LAST).boxed().toList());
        assertThat(all.stream().collect(Collectors.groupingBy(RecordedOperation::word, Collectors.counting())))
                .isEqualTo(Map.of("succeeded", 53L, "failed", 2L, "timed_out", 1L, "cancelled", 3L, "coalesced", 1L));
        assertThat(engine.history().find(HistoryFilter.of("broken")).page(1, 1))
                .extracting(RecordedOperation::cause)
                .containsExactly("exited at once with exit code 1: cat: no-such-file: No such file or directory");
        assertThat(engine.history().plan(all.get(all.size() - 16).operation().plan()))
                .extracting(RecordedOperation::id)
                .containsExactly(16L, 17L, 18L, 19L, 20L, 21L);
        var cutOff = Objects.requireNonNull(get(engine.cutOff()));
        assertThat(cutOff.at()).isEqualTo(EarlierState.KILLED);
        assertThat(cutOff.entries())
                .extracting(entry -> entry.recorded().id())
                .containsExactly(EarlierState.LAST - 1, EarlierState.LAST);
        assertThat(cutOff.entries()).extracting(CutOff.Entry::ran).containsExactly(false, true);
        assertThat(submit("mail", OperationKind.STOP).operation().id()).isEqualTo(EarlierState.LAST + 1);
    }

    @Test
    void upgrade_startsWhatShallRun_andNothingElse() throws Exception {
        leave(Journals.KILLED);
        open();
        engine.autostart();
        await().until(() -> find("api").status().state() == ServiceState.RUNNING);
        await("its crash loop").until(() -> find("flaky").why().code() == Reason.Code.GAVE_UP);
        assertThat(find("migrate").why().code()).as("a job that has done it").isEqualTo(Reason.Code.FULFILLED);
        assertThat(find("slow").why().code()).as("its policy is never").isEqualTo(Reason.Code.LEFT);
        assertThat(find("cache").why().code()).isEqualTo(Reason.Code.STOPPED);
        for (var id : List.of("slow", "migrate", "cache", "backup", "broken")) {
            assertThat(engine.history().find(HistoryFilter.of(id)).page(0, 1))
                    .as(id)
                    .allMatch(operation -> operation.id() <= EarlierState.LAST);
        }
        for (var id : LIVING) {
            assertThat(find(id).status().pid()).as(id).isEqualTo(left.pid(id));
        }
    }

    @Test
    void stopAndRestart_afterTheUpgrade_endWhatTheEarlierVersionHasStarted_andTheNextEngineKnows() throws Exception {
        leave(Journals.KILLED);
        open();
        run("worker", OperationKind.STOP);
        assertThat(left.processes("worker"))
                .as("with what has left its session")
                .isEmpty();
        run("slow", OperationKind.STOP);
        assertThat(left.processes("slow")).isEmpty();
        run("web", OperationKind.RESTART);
        assertThat(left.processes("web")).isEmpty();
        var pid = find("web").status().pid();
        assertThat(pid).isPositive().isNotEqualTo(left.pid("web"));
        assertThat(Files.readString(stateFolder().resolve("run/web.json"))).contains("\"pid\" : " + pid);
        engine.close();

        open();
        assertThat(find("web").status().pid()).isEqualTo(pid);
        assertThat(find("mail").status().pid()).isEqualTo(left.pid("mail"));
        assertThat(find("worker").status().state()).isEqualTo(ServiceState.STOPPED);
        assertThat(find("worker").intent().desired().by()).isEqualTo(Source.OPERATOR.toString());
        assertThat(engine.history().find(HistoryFilter.ALL).count()).isEqualTo((int) EarlierState.LAST + 3);
        assertThat(get(engine.cutOff())).isNull();
    }

    // --- as it ships ---

    private ServeProcess serve() throws IOException {
        var log = Redirect.appendTo(folder.resolve("serve.err").toFile());
        var process = ServeProcess.begin(folder, log, List.of(), List.of());
        served = process.process();
        return process;
    }

    private static JsonNode ask(ServeProcess engine, HttpClient client, String method, String path) throws Exception {
        var answer = engine.send(client, method, path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void serve_inThePlaceOfTheEarlierVersion_takesItsServicesAndItsTokens() throws Exception {
        leave(Journals.KILLED);
        Files.copy(left.token(), folder.resolve("first-token"));
        try (var client = HttpClient.newHttpClient()) {
            var engine = serve();
            for (var id : LIVING) {
                assertThat(ask(engine, client, "GET", "/services/" + id)
                                .path("pid")
                                .asLong())
                        .as(id)
                        .isEqualTo(left.pid(id));
            }
            var stop = ask(engine, client, "POST", "/stop/worker?wait=true");
            assertThat(stop.path("outcome").asString()).isEqualTo("succeeded");
            assertThat(stop.path("id").asLong()).isGreaterThan(EarlierState.LAST);
            assertThat(left.processes("worker")).isEmpty();
            var restart = ask(engine, client, "POST", "/restart/web?wait=true");
            assertThat(restart.path("outcome").asString()).isEqualTo("succeeded");
            assertThat(left.processes("web")).isEmpty();
            assertThat(ask(engine, client, "GET", "/services/web").path("pid").asLong())
                    .isPositive()
                    .isNotEqualTo(left.pid("web"));
        }
    }
}

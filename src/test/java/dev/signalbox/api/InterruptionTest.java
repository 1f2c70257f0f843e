package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told over HTTP of the end of the engine before, and submitting again what it cut off.
final class InterruptionTest {
    private static final Instant CRASH = Instant.parse("2026-01-01T12:00:00Z");

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

    private static RecordedOperation waited(long id, String service, OperationKind kind, long plan) {
        return waited(id, service, kind, plan, Map.of());
    }

    private static RecordedOperation waited(
            long id, String service, OperationKind kind, long plan, Map<String, String> parameters) {
        var source = new Source(Road.COMMAND_LINE, "root");
        return InterruptedOperations.waited(new Operation(id, service, kind, source, parameters, plan, CRASH));
    }

    private void cutOff(RecordedOperation... waited) {
        bench.interruption = new Interruption(CRASH, List.of(waited), List.of());
    }

    private ApiBench.Reply submit(String body) throws Exception {
        return bench.post("/interruption/submit", bench.operator, body);
    }

    @Test
    void nothing_wasCutOff_whereTheEngineBeforeEndedInGoodOrder() throws Exception {
        var none = bench.get("/interruption");
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.json().path("at").isNull()).isTrue();
        assertThat(none.json().path("operations")).isEmpty();
        assertThat(submit("{}").status()).isEqualTo(200);
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void whatWasCutOff_isListed_withWhatComesOfIt() throws Exception {
        cutOff(
                waited(91, "idle", OperationKind.START, 0),
                waited(92, "backend", OperationKind.STOP, 0),
                waited(93, "gone", OperationKind.START, 0));

        var told =
                bench.send(bench.request("GET", "/interruption", bench.reader)).json();

        assertThat(told.path("at").asString()).isEqualTo(CRASH.toString());
        assertThat(told.path("operations").values())
                .extracting(
                        cut -> cut.at("/operation/id").asInt(),
                        cut -> cut.path("sequel").asString(),
                        cut -> cut.path("offered").asBoolean())
                .containsExactly(
                        tuple(91, "nobody wants it to run", true),
                        tuple(92, "nothing: it does not run", false),
                        tuple(93, "nothing: the workspace has no such service any more", false));
        assertThat(told.at("/operations/0/operation/source/actor").asString()).isEqualTo("root");
        assertThat(told.at("/operations/0/operation/outcome").asString()).isEqualTo("cancelled");
    }

    @Test
    void whatIsOffered_isSubmittedAgain_inTheNameOfWhoAsksNow() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0), waited(92, "backend", OperationKind.STOP, 0));

        var queued = submit("{}");

        assertThat(queued.status()).isEqualTo(202);
        assertThat(queued.json().path("operations").values())
                .extracting(
                        operation -> operation.path("service").asString(),
                        operation -> operation.path("kind").asString(),
                        operation -> operation.at("/source/actor").asString())
                .containsExactly(tuple("idle", "start", "deploy"));
        await().until(() -> bench.driver("idle").instances() == 1);
        assertThat(bench.driver("backend").instances()).isZero();
    }

    @Test
    void twoWhoAskAtOnce_forAllThatIsOffered_getItOnce() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        bench.queue.hold("idle");
        try (var threads = Executors.newFixedThreadPool(2)) {
            var barrier = new CyclicBarrier(2);
            var replies = Stream.generate(() -> threads.submit(() -> {
                        barrier.await();
                        return submit("{}").status();
                    }))
                    .limit(2)
                    .toList();
            assertThat(List.of(replies.get(0).get(), replies.get(1).get())).containsExactlyInAnyOrder(200, 202);
        }
        assertThat(bench.queue.snapshot("idle").waiting()).hasSize(1);
    }

    @Test
    void theSameKey_submitsAgainOnce() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        for (var i = 0; i < 2; i++) {
            var reply = bench.send(bench.request("POST", "/interruption/submit", bench.operator)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "again")
                    .method("POST", BodyPublishers.ofString("{}")));
            assertThat(reply.json().at("/operations/0/id").asInt()).isEqualTo(1);
        }
        assertThat(bench.get("/operations").json()).hasSize(1);
    }

    @Test
    void thoseThatAreNamed_areSubmittedAgain_thoseOfAPlanAsAPlan() throws Exception {
        cutOff(
                waited(91, "backend", OperationKind.START, 91),
                waited(92, "frontend", OperationKind.START, 91),
                waited(93, "idle", OperationKind.START, 0));
        bench.driver("backend").hang();

        var queued = submit("{\"operations\": [92, 91]}").json().path("operations");

        assertThat(queued.values())
                .extracting(
                        operation -> operation.path("service").asString(),
                        operation -> operation.path("plan").asInt())
                .containsExactly(tuple("backend", 1), tuple("frontend", 1));
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        assertThat(bench.queue.snapshot("frontend").active())
                .as("what waits for backend")
                .isNull();
        bench.driver("backend").release();
        await().until(() -> bench.driver("frontend").instances() == 1);
        assertThat(bench.driver("idle").instances()).isZero();
    }

    @Test
    void kill_isAKillAgain() throws Exception {
        bench.post("/start/idle?wait=true");
        cutOff(waited(91, "idle", OperationKind.STOP, 0, Map.of("signal", "SIGKILL")));

        var queued = submit("{\"operations\": [91]}").json();

        assertThat(queued.at("/operations/0/signal").asString()).isEqualTo("SIGKILL");
        await().until(() -> bench.driver("idle").instances() == 0);
    }

    @Test
    void whatWasNotCutOff_orIsGone_isRefused_andNothingIsQueued() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0), waited(93, "gone", OperationKind.START, 0));

        var unknown = submit("{\"operations\": [91, 7]}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.field("detail")).isEqualTo("operation 7 was not cut off by the end of the engine before");
        var gone = submit("{\"operations\": [91, 93]}");
        assertThat(gone.status()).isEqualTo(409);
        assertThat(gone.field("detail")).isEqualTo("the workspace has no service gone any more");
        assertThat(submit("{\"operations\": [null]}").status()).isEqualTo(404);
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void dismissal_endsTheTelling() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));

        var dismissed = bench.send(bench.request("DELETE", "/interruption", bench.operator));

        assertThat(dismissed.status()).isEqualTo(200);
        assertThat(dismissed.json().path("operations")).isEmpty();
        assertThat(bench.get("/interruption").json().path("at").isNull()).isTrue();
        assertThat(submit("{}").status()).isEqualTo(200);
        var named = submit("{\"operations\": [91]}");
        assertThat(named.status()).isEqualTo(404);
        assertThat(named.field("detail"))
                .isEqualTo("operation 91 is not submitted again: what was cut off was dismissed");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void whoAsks_isToldWhetherTheyMaySubmitItAgain() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        assertThat(maySubmit(bench.reader)).isFalse();
        assertThat(maySubmit(bench.operator)).isTrue();
        assertThat(maySubmit(bench.admin)).isTrue();
    }

    private boolean maySubmit(String token) throws Exception {
        var told = bench.send(bench.request("GET", "/interruption", token)).json();
        return told.path("may_submit").asBoolean();
    }
}

package dev.signalbox.api;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.service.FakeDriver;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Requests that are sent once more, as their client cannot tell whether they arrived.
final class IdempotencyTest {
    private static final int CLIENTS = 16;

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

    private HttpRequest.Builder keyed(String path, String key) {
        return bench.request("POST", path, bench.operator).header("Idempotency-Key", key);
    }

    private ApiBench.Reply plan(String json) throws Exception {
        return bench.send(keyed("/plans", "plan")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    @Test
    void key_sentBySixteenAtOnce_isOneOperation() throws Exception {
        var barrier = new CyclicBarrier(CLIENTS);
        var ids = new HashSet<Long>();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var answers = new ArrayList<Future<String>>();
            Callable<String> request = () -> {
                barrier.await();
                return bench.client()
                        .send(keyed("/restart/idle?wait=true", "same").build(), BodyHandlers.ofString())
                        .body();
            };
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(threads.submit(request));
            }
            for (var answer : answers) {
                ids.add(JsonMapper.shared().readTree(answer.get()).path("id").asLong(-1));
            }
        }

        assertThat(ids).containsExactly(1L);
        assertThat(bench.get("/operations").header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void plan_sentAgainAfterItHasEnded_isAnsweredAsTheFirstTime() throws Exception {
        var wish = """
                {"kind": "start", "services": ["frontend"]}""";
        var first = plan(wish);
        // Behind the plan, so that it has ended.
        bench.post("/start/frontend?wait=true");
        var again = plan(wish);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(bench.get("/operations").header("X-Total-Count")).isEqualTo("3");
    }

    @Test
    void plan_anotherUnderTheSameKey_isRefused() throws Exception {
        plan("""
                {"kind": "start", "services": ["idle"]}""");
        var other = plan("""
                {"kind": "stop", "services": ["idle"]}""");
        var operation = bench.send(keyed("/restart/idle", "plan"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(operation.status()).isEqualTo(422);
    }

    @Test
    void key_ofARefusedRequest_canBeUsedAgain() throws Exception {
        var wrong = plan("""
                {"kind": "start", "services": ["nobody"]}""");
        var right = plan("""
                {"kind": "start", "services": ["idle"]}""");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(right.status()).isEqualTo(202);
    }

    @Test
    void key_emptyOrTooLong_isRefused() throws Exception {
        assertThat(bench.send(keyed("/start/idle", "k".repeat(200))).status()).isEqualTo(202);
        var tooLong = bench.send(keyed("/start/idle", "k".repeat(201)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.field("detail")).isEqualTo("the Idempotency-Key has 201 characters. Allowed: 1 to 200");
        assertThat(bench.send(keyed("/start/idle", " ")).status()).isEqualTo(400);
    }

    // --- the next engine ---

    private void closeAndOpen() throws Exception {
        var next = bench.folder;
        bench.close();
        bench = new ApiBench(next);
    }

    /// Goes on with what is left at this moment.
    private void killAndOpen() throws Exception {
        var left = bench.killed(folder.resolve("killed"));
        bench.close();
        bench = new ApiBench(left);
    }

    private ApiBench.Reply start(String service, String key) throws Exception {
        return bench.send(keyed("/start/" + service, key));
    }

    /// Of operations that persons have asked for.
    private int asked() throws Exception {
        return bench.get("/operations?road=http_api").json().size();
    }

    @Test
    void restart_whoseEngineIsKilledBeforeItsAnswer_isTheSameOperationWhenItIsSentAgain() throws Exception {
        bench.driver("idle").hang();
        bench.send(keyed("/restart/idle", "lost"));
        await().until(() -> bench.queue.snapshot("idle").active() != null);
        killAndOpen();

        var again = bench.send(keyed("/restart/idle?wait=true", "lost"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("id").asInt()).isEqualTo(1);
        assertThat(again.field("outcome")).isEqualTo("failed");
        assertThat(again.field("cause")).contains("effect unknown");
        assertThat(again.header("Location")).isEqualTo("/api/v1/operations/1");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void start_ofAnEngineThatWasClosed_isToldWithItsEnd() throws Exception {
        bench.send(keyed("/start/idle?wait=true", "done"));
        closeAndOpen();
        closeAndOpen();

        var again = start("idle", "done");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("id").asInt()).isEqualTo(1);
        assertThat(again.field("state")).isEqualTo("ended");
        assertThat(again.field("effective_outcome")).isEqualTo("succeeded");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void key_inTheNextEngine_isForTheSameRequestOfTheSameCallerOnly() throws Exception {
        bench.send(keyed("/start/idle?wait=true", "mine"));
        closeAndOpen();

        var other = bench.send(keyed("/restart/idle", "mine"));
        var ofAnother =
                bench.send(bench.request("POST", "/start/idle", bench.admin).header("Idempotency-Key", "mine"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.field("detail")).isEqualTo("this Idempotency-Key was used for another request: start of idle");
        assertThat(ofAnother.json().path("id").asInt()).isGreaterThan(1);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void start_ofAServiceThatIsThereNoMore_isToldAllTheSame() throws Exception {
        bench.add("gone", new FakeDriver());
        bench.send(keyed("/start/gone?wait=true", "gone"));
        closeAndOpen();

        assertThat(start("gone", "gone").json().path("id").asInt()).isEqualTo(1);
        assertThat(start("gone", "new").status()).isEqualTo(404);
    }

    @Test
    void plan_inTheNextEngine_isToldAsAWhole_withWhatBecameOfIt() throws Exception {
        var wish = """
                {"kind": "start", "services": ["frontend"]}""";
        bench.driver("backend").hang();
        var first = plan(wish).json();
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        killAndOpen();

        var again = plan(wish);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo("/api/v1/operations?plan=1");
        for (var field : List.of("id", "members", "waves", "skipped", "busy", "others")) {
            assertThat(again.json().path(field)).as(field).isEqualTo(first.path(field));
        }
        assertThat(again.json().path("operations").values())
                .extracting(
                        operation -> operation.path("id").asInt(),
                        operation -> operation.path("outcome").asString())
                .containsExactly(tuple(1, "failed"), tuple(2, "cancelled"));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void whatIsSubmittedAgainAfterACrash_isSoOnceOnly_alsoInTheNextEngine() throws Exception {
        bench.driver("backend").hang();
        bench.post("/start/backend");
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        bench.post("/start/backend");
        bench.post("/restart/backend");
        killAndOpen();
        var wish = """
                {"operations": [2, 3]}""";
        var first = resubmit(wish).json().path("operations");
        closeAndOpen();

        var again = resubmit(wish).json().path("operations");

        assertThat(first).hasSize(2);
        assertThat(again.values())
                .extracting(operation -> operation.path("id").asInt())
                .containsExactlyElementsOf(first.values().stream()
                        .map(operation -> operation.path("id").asInt())
                        .toList());
    }

    private ApiBench.Reply resubmit(String wish) throws Exception {
        return bench.send(keyed("/interruption/submit", "again")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(wish)));
    }

    @Test
    void key_afterADay_canBeUsedAnew_inThisEngineAndTheNext() throws Exception {
        bench.send(keyed("/start/idle?wait=true", "daily"));
        bench.ahead = EarlierRequest.KEPT.minusMinutes(1);
        assertThat(start("idle", "daily").json().path("id").asInt()).isEqualTo(1);
        bench.ahead = EarlierRequest.KEPT.plusMinutes(1);
        assertThat(bench.send(keyed("/restart/idle?wait=true", "daily"))
                        .json()
                        .path("id")
                        .asInt())
                .isEqualTo(2);
        closeAndOpen();

        assertThat(bench.send(keyed("/restart/idle", "daily")).json().path("id").asInt())
                .isEqualTo(2);
        bench.ahead = EarlierRequest.KEPT.multipliedBy(2).plusMinutes(2);
        assertThat(start("idle", "daily").json().path("id").asInt()).isGreaterThan(2);
    }

    // --- a journal that cannot be written ---

    @Test
    void stop_thatIsNotRecorded_isOneStop_andTheNextEngineKnowsItOnceItIs() throws Exception {
        bench.send(bench.request("POST", "/start/idle?wait=true", bench.operator));
        ApiBench.Reply stop;
        try (var lock = bench.lockJournal()) {
            stop = bench.send(keyed("/stop/idle?wait=true", "stop"));
            assertThat(stop.json().path("recorded").asBoolean()).isFalse();
            assertThat(bench.send(keyed("/stop/idle", "stop")).json().path("id"))
                    .isEqualTo(stop.json().path("id"));
            lock.rollback();
        }
        await().until(() ->
                bench.get(stop.header("Location")).json().path("recorded").asBoolean());
        closeAndOpen();

        assertThat(bench.send(keyed("/stop/idle", "stop")).json().path("id"))
                .isEqualTo(stop.json().path("id"));
    }

    @Test
    void start_thatTheJournalRefused_isDoneOnce_whenItIsSentAgain() throws Exception {
        try (var lock = bench.lockJournal()) {
            assertThat(start("idle", "start").status()).isEqualTo(503);
            lock.rollback();
        }
        await().until(() -> bench.send(keyed("/start/idle?wait=true", "start")).status() == 200);
        closeAndOpen();

        assertThat(bench.get("/operations/" + start("idle", "start").json().path("id"))
                        .field("outcome"))
                .isEqualTo("succeeded");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void engineThatCannotOpenItsJournal_startsNothingThatMayHaveBeenDone_butStops() throws Exception {
        bench.send(keyed("/start/idle?wait=true", "start"));
        bench.close();
        try (var lock = bench.lockJournal()) {
            bench = new ApiBench(folder);
            var again = start("idle", "start");

            assertThat(again.status()).isEqualTo(503);
            assertThat(again.field("detail")).startsWith("it is not known whether this was done already: the journal");
            assertThat(bench.send(keyed("/stop/idle?wait=true", "stop")).field("outcome"))
                    .isEqualTo("succeeded");
            assertThat(bench.get("/requests/start").status()).isEqualTo(503);
            lock.rollback();
        }
        await().until(() -> start("idle", "start").status() == 202);

        assertThat(start("idle", "start").json().path("id").asInt()).isEqualTo(1);
    }

    // --- asking what became of it ---

    private ApiBench.Reply ask(String key) throws Exception {
        return bench.send(bench.request("GET", "/requests/" + key, bench.operator));
    }

    @Test
    void request_isToldWithWhatBecameOfIt_toWhoMadeIt() throws Exception {
        plan("""
                {"kind": "start", "services": ["frontend"]}""");
        bench.post("/start/frontend?wait=true");
        for (int engine = 0; engine < 2; engine++) {
            assertThat(ask("plan").json().path("operations").values())
                    .extracting(
                            operation -> operation.path("id").asInt(),
                            operation -> operation.path("outcome").asString())
                    .containsExactly(tuple(1, "succeeded"), tuple(2, "succeeded"));
            assertThat(bench.get("/requests/plan").status())
                    .as("to another one")
                    .isEqualTo(404);
            assertThat(ask("other").status()).isEqualTo(404);
            closeAndOpen();
        }
    }

    @Test
    void request_thatWasRefused_isNone() throws Exception {
        start("nobody", "refused");

        assertThat(ask("refused").status()).isEqualTo(404);
    }
}

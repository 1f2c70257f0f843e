package dev.signalbox.engine.remote;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.access.TrustedCertificates;
import dev.signalbox.api.ApiBench;
import dev.signalbox.api.ApiSettings;
import dev.signalbox.api.OwnCertificate;
import dev.signalbox.engine.Answer;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.Output;
import dev.signalbox.engine.Sequel;
import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogNotes;
import dev.signalbox.log.LogSlice;
import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Machine;
import dev.signalbox.metrics.Point;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Spread;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.PlanSubmission;
import dev.signalbox.operation.PlanTicket;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine behind a true API, seen through a tunnel that can be cut.
final class RemoteEngineTest {
    private static final Link.Pace FAST =
            new Link.Pace(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(80));

    private static final Instant CRASH = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final ShiftedTime time = new ShiftedTime();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<String> unanswered = new CopyOnWriteArrayList<>();
    private ApiBench bench;
    private Tunnel tunnel;
    private RemoteEngine engine;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
        tunnel = new Tunnel(bench.address);
        engine = connect(bench.operator);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        tunnel.close();
        bench.close();
        time.close();
    }

    private RemoteEngine connect(String token) throws Exception {
        var fresh = RemoteEngine.connect(new Http(tunnel.address(), token, null), time, FAST);
        fresh.subscribe(new EngineListener() {
            @Override
            public void onEvent(QueueEvent event) {
                if (event instanceof QueueEvent.Ended(var end)) {
                    ended.add(end.operation().service() + " " + end.outcome().word());
                }
            }

            @Override
            public void onServicesChanged() {}

            @Override
            public void onConnectionChanged() {}

            @Override
            public void onUnanswered(String text) {
                unanswered.add(text);
            }
        });
        return fresh;
    }

    @Test
    void whatServicesUse_isKnownAsLongAsThereIsAConnection() throws Exception {
        var at = Instant.parse("2026-01-31T12:00:00Z");
        var usage = new Usage(at, at, 0.5, 3, 1_000, 2, 9, 9, List.of(), Limits.NONE, null);
        bench.usages = new Usages(new Machine(8, 1L << 34), Map.of("backend", usage));
        await().until(() -> engine.usages().equals(bench.usages));

        assertThat(bench.get("/services/backend").json().path("usage").isObject())
                .isTrue();
        var fresh = new Usage(at, at, 0.6, 4, 1_000, 2, 9, 9, List.of(), Limits.NONE, null);
        bench.usages = new Usages(new Machine(8, 1L << 34), Map.of("backend", fresh));
        assertThat(engine.usages().services()).as("it was just asked").containsEntry("backend", usage);
        time.shift(Duration.ofSeconds(1));
        await().until(() -> engine.usages().equals(bench.usages));

        tunnel.cut();
        await().until(() -> engine.usages().equals(Usages.NONE));
    }

    @Test
    void whatAServiceHasUsed_isReadThere() throws Exception {
        var begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);
        var spread = new Spread(1, 2, 3);
        bench.series = new Series(
                begin,
                Duration.ofSeconds(10),
                List.of(new Point(begin.plusSeconds(20), spread, spread, spread, Spread.NONE)));

        assertThat(engine.metrics("backend", begin, Duration.ofSeconds(10))).isEqualTo(bench.series);
        assertThatThrownBy(() -> engine.metrics("nothing", begin, Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no service");
    }

    private EngineRequests asking() {
        return engine.as(Source.OPERATOR);
    }

    private void tell(CompletionStage<Answer> answered) {
        answered.thenAccept(answer -> {
            switch (answer) {
                case Answer.Refused(var why) -> refused.add(why);
                case Answer.Forgotten(var what) -> refused.add(what);
                case Answer.Done _, Answer.Begun _, Answer.Missing _, Answer.Pointless _ -> {}
            }
        });
    }

    private ServiceSnapshot find(String service) {
        return Objects.requireNonNull(engine.find(service));
    }

    private void awaitState(String service, ServiceState state) {
        await().until(() -> find(service).status().state() == state);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Ticket submit(String service, OperationKind kind) throws Exception {
        return ((Submission.Accepted) get(asking().submit(service, kind, Map.of()))).ticket();
    }

    private PlanTicket submit(BulkPlan plan) throws Exception {
        return ((PlanSubmission.Accepted) get(asking().submit(plan))).ticket();
    }

    private void awaitLost() {
        await().until(() -> engine.connection() instanceof Connection.Lost);
    }

    private void awaitConnected() {
        await().until(() -> engine.connection() instanceof Connection.Connected);
    }

    // --- looking ---

    @Test
    void connect_knowsServicesTheirDefinitionsAndTheWorkspace() {
        assertThat(engine.workspace()).isEqualTo("bench");
        assertThat(engine.services()).containsExactly("backend", "frontend", "idle");
        var frontend = find("frontend").definition();
        assertThat(frontend.command().text()).isEqualTo("serve frontend");
        assertThat(frontend.dependsOn()).containsExactly(new Dependency("backend", Dependency.Condition.READY));
        assertThat(frontend.env()).containsOnlyKeys("DB_PASSWORD");
        assertThat(frontend.env().toString()).doesNotContain("hunter2");
        assertThat(find("backend").status().state()).isEqualTo(ServiceState.STOPPED);
        assertThat(engine.connection())
                .isInstanceOfSatisfying(
                        Connection.Connected.class,
                        connected -> assertThat(connected.host())
                                .isEqualTo("127.0.0.1:" + tunnel.address().getPort()));
    }

    @Test
    void queue_isShownWithWhatRunsWaitsAndEnded() throws Exception {
        submit("backend", OperationKind.START).outcome();
        awaitState("backend", ServiceState.RUNNING);
        bench.driver("backend").hang();
        submit("backend", OperationKind.RESTART);
        submit("backend", OperationKind.STOP);
        await().until(() -> find("backend").queue().active() != null
                && find("backend").queue().waiting().size() == 1);

        var queue = find("backend").queue();
        var active = Objects.requireNonNull(queue.active());
        assertThat(active.operation().kind()).isEqualTo(OperationKind.RESTART);
        assertThat(active.operation().source()).isEqualTo(new Source(Source.Road.HTTP_API, "deploy"));
        assertThat(active.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(queue.waiting().getFirst().reason()).isEqualTo(new WaitReason.Behind(active.operation()));
        assertThat(Duration.ofNanos(time.nanoTime() - active.startedNanos()))
                .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(20));
        assertThat(Objects.requireNonNull(queue.last()).outcome()).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void longQueue_isShownWhole_thoughAListOfServicesHasOnlyItsBeginning() throws Exception {
        bench.queue.hold("idle");
        var all = new ArrayList<CompletionStage<Submission>>();
        for (var i = 0; i < 250; i++) {
            all.add(bench.queue.submit("idle", OperationKind.RESTART, Source.OPERATOR));
        }
        for (var each : all) {
            get(each);
        }

        await().until(() -> find("idle").queue().waiting().size() == 250);
        try (var other = connect(bench.operator)) {
            assertThat(Objects.requireNonNull(other.find("idle")).queue().waiting())
                    .extracting(waiting -> waiting.operation().id())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 250).boxed().toList());
        }
    }

    @Test
    void service_isKnownWithWhatIsDesiredAndDecided_asAtHand() throws Exception {
        get(submit("backend", OperationKind.STOP).outcome());
        bench.addAutostarted("web", "backend");
        bench.addScheduled("nightly");
        bench.supervisor("nightly").suspendSchedule("operator");

        await().until(() -> engine.services().size() == 5
                && find("web").why().code() == Reason.Code.DEPENDENCY
                && find("nightly").intent().suspension() != null
                && find("backend").why().code() == Reason.Code.STOPPED);
        for (var id : engine.services()) {
            var here = find(id);
            var there = bench.engine.snapshots().stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(here.why()).as(id).isEqualTo(there.why());
            assertThat(here.intent().desired().value())
                    .isEqualTo(there.intent().desired().value());
            assertThat(here.intent().desired().by())
                    .isEqualTo(there.intent().desired().by());
        }
        assertThat(find("web").why())
                .isEqualTo(new Reason(Reason.Code.DEPENDENCY, "for backend, stopped by HTTP API, deploy", "backend"));
        assertThat(find("backend").intent().desired().value()).isEqualTo(Intent.Value.STOPPED);
        assertThat(Objects.requireNonNull(find("backend").intent().desired().since()))
                .isCloseTo(time.now(), within(20, ChronoUnit.SECONDS));
        assertThat(Objects.requireNonNull(find("nightly").intent().suspension()).by())
                .isEqualTo("operator");
        assertThat(find("nightly").nextRun()).isNull();
    }

    @Test
    void heldQueue_isKnownWithWhoHoldsItAndUntilWhen() {
        var until = time.now().plusSeconds(3_600);
        tell(asking().hold("idle", "disk & swap", until));
        await().until(() -> find("idle").intent().hold() != null);
        var hold = Objects.requireNonNull(find("idle").intent().hold());
        assertThat(hold.why()).isEqualTo("disk & swap");
        assertThat(hold.by()).isEqualTo("HTTP API, deploy");
        assertThat(hold.until()).isBetween(until.minusSeconds(30), until.plusSeconds(30));
        tell(asking().resume("idle"));
        await().until(() -> find("idle").intent().hold() == null);
    }

    @Test
    void schedule_isSuspendedAndResumed() throws Exception {
        bench.addScheduled("nightly");
        await().until(() -> engine.find("nightly") != null && find("nightly").nextRun() != null);

        tell(asking().suspendSchedule("nightly"));

        await().until(() -> find("nightly").intent().suspension() != null);
        assertThat(Objects.requireNonNull(find("nightly").intent().suspension()).by())
                .isEqualTo("HTTP API, deploy");
        tell(asking().resumeSchedule("nightly"));
        await().until(() ->
                find("nightly").intent().suspension() == null && find("nightly").nextRun() != null);
        assertThat(refused).isEmpty();
    }

    @Test
    void service_thatShouldBeStopped_isKeptRunning() throws Exception {
        get(asking().submit("backend", OperationKind.START, Map.of()));
        awaitState("backend", ServiceState.RUNNING);
        bench.driver("backend").failNextStop("it is stuck");
        get(asking().submit("backend", OperationKind.STOP, Map.of()));
        await().until(() -> find("backend").why().code() == Reason.Code.UNSTOPPED);

        tell(asking().keepRunning("backend"));

        await().until(() -> find("backend").why().code() == Reason.Code.RUNS);
        assertThat(find("backend").intent().desired().value()).isEqualTo(Intent.Value.RUNNING);
        // What does not run needs nothing done to it.
        tell(asking().keepRunning("idle"));
        tell(asking().hold("idle", "", null));
        await().until(() -> find("idle").queue().held());
        assertThat(refused).isEmpty();
    }

    @Test
    void service_thatAnotherEngineHasStarted_isTakenOver() {
        bench.driver("idle").runsElsewhere("1 process of it runs elsewhere", false);
        await().until(() -> find("idle").why().code() == Reason.Code.ELSEWHERE);

        tell(asking().takeOver("idle"));

        await().until(() -> find("idle").status().reason().equals("taken over"));
        assertThat(refused).isEmpty();
    }

    @Test
    void snapshots_neverGoBack() throws Exception {
        var before = find("idle").queue().version();
        tell(asking().hold("idle", "", null));
        await().until(() -> find("idle").queue().held());
        assertThat(find("idle").queue().version()).isGreaterThan(before);
    }

    @Test
    void service_thatComes_isShownInItsPlace() {
        bench.add("late", new FakeDriver());
        await().until(() -> engine.services().equals(List.of("backend", "frontend", "idle", "late")));
    }

    // --- asking ---

    @Test
    void submit_tellsHowItEnds() throws Exception {
        var start = submit("backend", OperationKind.START);
        assertThat(get(start.effectiveOutcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(start.state()).isEqualTo(Ticket.State.ENDED);
        bench.driver("backend").failNextStop("it is stuck");
        var stop = submit("backend", OperationKind.STOP);
        assertThat(get(stop.outcome())).isInstanceOf(Outcome.Failed.class);
        await().until(() -> ended.equals(List.of("backend succeeded", "backend failed")));
    }

    @Test
    void submit_ofAnUnknownService_isRefused() throws Exception {
        assertThat(get(asking().submit("nobody", OperationKind.START, Map.of())))
                .isInstanceOfSatisfying(
                        Submission.Refused.class, no -> assertThat(no.reason()).contains("nobody"));
    }

    @Test
    void plan_isQueuedAsItIs_andFollowed() throws Exception {
        var first = new Member("backend", OperationKind.START, List.of());
        var second = new Member("frontend", OperationKind.START, List.of(new Gate(0, Until.UNDERWAY)));
        bench.driver("backend").hang();
        var ticket = submit(new BulkPlan(List.of(first, second), 0, true, false));
        await().until(() -> ticket.members().getFirst().state() == Ticket.State.RUNNING);
        assertThat(ticket.members().getLast().state()).isEqualTo(Ticket.State.WAITING);
        await().until(() -> find("frontend").queue().waiting().size() == 1);
        assertThat(find("frontend").queue().waiting().getFirst().reason()).isInstanceOf(WaitReason.Needs.class);

        bench.driver("backend").failNextStart("no");
        bench.driver("backend").release();
        var outcomes = get(ticket.outcomes());
        if (outcomes.getFirst() instanceof Outcome.Failed) {
            assertThat(outcomes.getLast())
                    .isEqualTo(new Outcome.Cancelled(new Cancellation.Dependency(
                            ticket.members().getFirst().operation().id(), "backend")));
        } else {
            assertThat(outcomes).containsOnly(new Outcome.Succeeded());
        }
    }

    @Test
    void kill_reachesTheDriver_andIsToldFromAStop() throws Exception {
        get(submit("backend", OperationKind.START).outcome());
        bench.driver("backend").hang();
        var restart = submit("backend", OperationKind.RESTART);
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        bench.queue.hold("backend");

        var kill = ((Submission.Accepted) get(asking().kill("backend"))).ticket();

        assertThat(kill.operation().kills()).isTrue();
        assertThat(get(kill.effectiveOutcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(bench.driver("backend").kills()).isEqualTo(1);
        assertThat(get(restart.outcome()))
                .isEqualTo(new Outcome.Cancelled(
                        new Cancellation.Superseded(kill.operation().id())));
        await().until(() -> find("backend").queue().last() != null
                && Objects.requireNonNull(find("backend").queue().last())
                        .operation()
                        .kills());
    }

    @Test
    void plan_ofStopsNow_waitsForNoHold_andEachGetsItsStop() throws Exception {
        get(submit("backend", OperationKind.START).outcome());
        get(submit("frontend", OperationKind.START).outcome());
        tell(asking().holdAll("", null));
        await().until(() -> find("backend").queue().allHeld());
        bench.driver("frontend").failNextStop("it is stuck");

        var first = new Member("frontend", OperationKind.STOP, List.of());
        var second = new Member("backend", OperationKind.STOP, List.of(new Gate(0, Until.ENDED)));
        var ticket = submit(new BulkPlan(List.of(first, second), 0, false, false, true));

        assertThat(get(ticket.outcomes()))
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOf(Outcome.Failed.class),
                        other -> assertThat(other).isEqualTo(new Outcome.Succeeded()));
        awaitState("backend", ServiceState.STOPPED);
        assertThat(bench.driver("backend").instances()).isZero();
    }

    @Test
    void stop_thatWaits_isShownWithItsTimeAndWhoElseAsked() throws Exception {
        bench.driver("idle").hang();
        bench.queue.submit("idle", OperationKind.START, new Source(Source.Road.SCHEDULE, "0 4 * * *"));
        await().until(() -> bench.queue.snapshot("idle").active() != null);
        submit("idle", OperationKind.START);
        submit("idle", OperationKind.RESTART);
        submit("idle", OperationKind.STOP);
        await().until(() -> find("idle").queue().waiting().size() == 2);

        var queue = find("idle").queue();

        assertThat(Objects.requireNonNull(queue.active()).also())
                .containsExactly(new Source(Source.Road.HTTP_API, "deploy"));
        assertThat(queue.waiting())
                .allSatisfy(waiting -> assertThat(waiting.startsBy()).isNotNull());
    }

    @Test
    void queues_areOperated() throws Exception {
        tell(asking().holdAll("", null));
        await().until(() ->
                engine.services().stream().allMatch(id -> find(id).queue().allHeld()));
        var first = submit("idle", OperationKind.START);
        var second = submit("idle", OperationKind.STOP);
        await().until(() -> find("idle").queue().waiting().size() == 2);
        tell(asking().move(second.operation().id(), 0));
        await().until(() ->
                find("idle").queue().waiting().getFirst().operation().equals(second.operation()));
        tell(asking().cancel(second.operation().id()));
        assertThat(get(second.outcome())).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        tell(asking().clear("idle"));
        assertThat(get(first.outcome())).isEqualTo(new Outcome.Cancelled(new Cancellation.User()));
        tell(asking().resumeAll());
        await().until(() ->
                engine.services().stream().noneMatch(id -> find(id).queue().isHeld()));
        assertThat(refused).isEmpty();
    }

    @Test
    void token_thatMayOnlyRead_isToldSo() throws Exception {
        engine.close();
        engine = connect(bench.reader);
        tell(asking().hold("idle", "", null));
        await().until(() -> refused.size() == 1);
        assertThat(refused.getFirst()).contains("role read");
        assertThat(get(asking().submit("idle", OperationKind.START, Map.of()))).isInstanceOf(Submission.Refused.class);
    }

    // --- after a crash ---

    private static RecordedOperation waited(long id, String service, OperationKind kind, long plan) {
        var source = new Source(Source.Road.COMMAND_LINE, "root");
        return InterruptedOperations.waited(new Operation(id, service, kind, source, Map.of(), plan, CRASH));
    }

    private void cutOff(RecordedOperation... waited) {
        bench.interruption = new Interruption(CRASH, List.of(waited), List.of());
    }

    @Test
    void whatWasCutOff_isTold_withWhatTheEngineSaysComesOfIt() throws Exception {
        assertThat(get(engine.cutOff())).isNull();
        cutOff(
                waited(91, "idle", OperationKind.START, 0),
                waited(92, "backend", OperationKind.STOP, 0),
                waited(93, "gone", OperationKind.START, 0));

        var told = Objects.requireNonNull(get(engine.cutOff()));

        assertThat(told.at()).isEqualTo(CRASH);
        assertThat(told.maySubmit()).isTrue();
        assertThat(told.entries())
                .extracting(CutOff.Entry::sequel)
                .containsExactly(
                        new Sequel("nobody wants it to run", true),
                        new Sequel("nothing: it does not run", false),
                        new Sequel("nothing: the workspace has no such service any more", false));
        var there = CutOff.of(
                Objects.requireNonNull(bench.interruption),
                id -> bench.engine.snapshots().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElse(null));
        assertThat(told.entries().stream().map(entry -> entry.recorded().operation()))
                .isEqualTo(there.entries().stream()
                        .map(entry -> entry.recorded().operation())
                        .toList());
        assertThat(told.entries())
                .extracting(CutOff.Entry::sequel)
                .isEqualTo(there.entries().stream().map(CutOff.Entry::sequel).toList());
    }

    @Test
    void whatWasCutOff_isSubmittedAgain_theRestOfAPlanAsAPlan() throws Exception {
        cutOff(
                waited(90, "idle", OperationKind.START, 90),
                waited(91, "backend", OperationKind.START, 91),
                waited(92, "frontend", OperationKind.START, 91),
                waited(93, "idle", OperationKind.RESTART, 0));
        bench.driver("backend").hang();

        var again = get(asking().submitAgain(operationsOf(91, 92, 93)));

        assertThat(again.refused()).isEmpty();
        assertThat(again.queued())
                .extracting(ticket ->
                        ticket.operation().service() + " " + ticket.operation().source())
                .containsExactly("idle HTTP API, deploy");
        assertThat(again.plans()).containsOnlyKeys(91L);
        var plan = Objects.requireNonNull(again.plans().get(91L));
        assertThat(plan.plan().members())
                .containsExactly(
                        new Member("backend", OperationKind.START, List.of()),
                        new Member("frontend", OperationKind.START, List.of(new Gate(0, Until.SUCCEEDED))));
        assertThat(bench.queue.snapshot("frontend").active())
                .as("what waits for backend")
                .isNull();
        bench.driver("backend").release();
        assertThat(get(plan.outcomes())).containsOnly(new Outcome.Succeeded());
    }

    private List<Operation> operationsOf(long... ids) throws Exception {
        var wanted = Arrays.stream(ids).boxed().toList();
        return Objects.requireNonNull(get(engine.cutOff())).entries().stream()
                .map(entry -> entry.recorded().operation())
                .filter(operation -> wanted.contains(operation.id()))
                .toList();
    }

    @Test
    void whatIsRefusedOfIt_isSaid() throws Exception {
        cutOff(waited(91, "backend", OperationKind.START, 91), waited(93, "idle", OperationKind.START, 0));
        var chosen = operationsOf(91, 93);
        bench.queue.drain();

        var again = get(asking().submitAgain(chosen));

        assertThat(again.queued()).isEmpty();
        assertThat(again.plans()).isEmpty();
        assertThat(again.refused()).hasSize(2).allMatch(reason -> reason.contains("closing"));
    }

    @Test
    void whatWasCleared_comesBackInItsOrder_underNewNumbersThatNameTheOldOnes_andOnce() throws Exception {
        tell(asking().hold("idle", "", null));
        var line = new ArrayList<Long>();
        for (var kind : List.of(OperationKind.START, OperationKind.RESTART, OperationKind.STOP)) {
            var asked = (Submission.Accepted) get(asking().submit("idle", kind, Map.of()));
            line.add(asked.ticket().operation().id());
        }
        tell(asking().clear("idle"));
        await().until(() -> bench.queue.snapshot("idle").waiting().isEmpty());

        var back = get(asking().putBack("idle", line, line));

        assertThat(back.refused()).isEmpty();
        assertThat(back.again())
                .extracting(ticket -> ticket.operation().again())
                .isEqualTo(line);
        assertThat(bench.queue.snapshot("idle").waiting())
                .extracting(waiting -> waiting.operation().again())
                .isEqualTo(line);
        await().until(() -> engine.find("idle").queue().waiting().size() == 3);
        assertThat(engine.find("idle").queue().waiting())
                .extracting(waiting -> waiting.operation().again())
                .isEqualTo(line);
        assertThat(get(asking().putBack("idle", line, line)).refused())
                .hasSize(3)
                .allMatch(reason -> reason.contains("was put back already, as #"));
        tunnel.cut();
        await().until(() -> !engine.connection().isUp());
        assertThat(get(asking().putBack("idle", line, line)).refused())
                .singleElement()
                .asString()
                .startsWith("there is no connection to");
    }

    @Test
    void dismissal_byAnyWindow_isForAll_andSubmittingAgainIsRefusedThen() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        var chosen = operationsOf(91);
        try (var other = connect(bench.operator)) {
            other.as(Source.OPERATOR).dismissCutOff(CRASH.toString());
            await().until(() -> get(engine.cutOff()) == null);
        }

        var again = get(asking().submitAgain(chosen));

        assertThat(again.queued()).isEmpty();
        assertThat(again.refused())
                .containsExactly("operation 91 is not submitted again: what was cut off was dismissed");
        assertThat(bench.get("/operations").json()).isEmpty();
    }

    @Test
    void dismissalOfAnEndBefore_doesNotDismissOneThatNobodyHasSeen() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        var told = Objects.requireNonNull(get(engine.cutOff()));
        bench.interruption =
                new Interruption(CRASH.plusSeconds(60), List.of(waited(92, "idle", OperationKind.STOP, 0)), List.of());

        assertThat(get(asking().dismissCutOff(told.id()))).isInstanceOf(Answer.Pointless.class);

        assertThat(Objects.requireNonNull(get(engine.cutOff())).entries()).hasSize(1);
    }

    @Test
    void tokenThatMayOnlyRead_isToldWhatWasCutOff_andThatItIsNotToBeSubmittedFromHere() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        engine.close();
        engine = connect(bench.reader);

        assertThat(Objects.requireNonNull(get(engine.cutOff())).maySubmit()).isFalse();
        assertThat(get(asking().submitAgain(operationsOf(91))).refused())
                .singleElement()
                .asString()
                .contains("role read");
        tell(asking().dismissCutOff(CRASH.toString()));
        await().until(() -> refused.size() == 1);
        assertThat(get(engine.cutOff())).isNotNull();
    }

    @Test
    void cutOff_withoutAConnection_isNotKnown() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        var chosen = operationsOf(91);
        tunnel.cut();
        awaitLost();
        assertThat(engine.cutOff()).failsWithin(Duration.ofSeconds(20));
        assertThat(get(asking().submitAgain(chosen)).refused())
                .singleElement()
                .asString()
                .startsWith("there is no connection to");
    }

    @Test
    void cutOff_isTheSame_afterAnotherConnection() throws Exception {
        cutOff(waited(91, "idle", OperationKind.START, 0));
        var before = Objects.requireNonNull(get(engine.cutOff()));
        tunnel.cut();
        awaitLost();
        tunnel.to(bench.reopen());
        tunnel.mend();
        awaitConnected();
        assertThat(Objects.requireNonNull(get(engine.cutOff())).id()).isEqualTo(before.id());
    }

    // --- connecting ---

    @Test
    void connect_withAWrongToken_saysSo() {
        assertThatThrownBy(() -> RemoteEngine.connect(tunnel.address(), "sbx_wrong", null, time))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the token is unknown, revoked or expired");
    }

    @Test
    void connect_whereNobodyListens_saysSo() {
        assertThatThrownBy(() -> RemoteEngine.connect(URI.create("http://127.0.0.1:1"), "", null, time))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody listens there");
    }

    @Test // 50
    void answerThatIsLost_isAskedForAgain_andWhatWasAskedForIsDoneOnce() throws Exception {
        get(submit("idle", OperationKind.START).outcome());
        tunnel.loseNextAnswer();
        var restart = submit("idle", OperationKind.RESTART);
        assertThat(tunnel.isLosing()).isFalse();
        assertThat(get(restart.outcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(restart.operation().id()).isEqualTo(2);
        await().until(() -> find("idle").intent().desired().value() == Intent.Value.RUNNING);
        assertThat(bench.driver("idle").lives()).as("it was restarted once").hasSize(1);
        assertThat(engine.recorded()).isEqualTo(2);
        assertThat(refused).isEmpty();
    }

    /// Sends a request whose answer is lost, with the connection and all others.
    private <T> CompletionStage<T> losing(Supplier<CompletionStage<T>> request) {
        tunnel.loseNextAnswerAndCut();
        var answer = request.get();
        awaitLost();
        return answer;
    }

    /// Another engine in what a kill of the first one would leave.
    private void killAndMend() throws Exception {
        var left = bench.killed(folder.resolve("killed"));
        bench.close();
        bench = new ApiBench(left);
        mend();
    }

    private void mend() throws Exception {
        tunnel.to(bench.address);
        tunnel.mend();
        engine.reconnect();
    }

    private int asked() throws Exception {
        return bench.get("/operations?road=http_api").json().size();
    }

    @Test // 50
    void answerThatIsLostWithTheConnection_isAskedForAgainWhenItIsThereAgain_andDoneOnce() throws Exception {
        var start = losing(() -> asking().submit("idle", OperationKind.START, Map.of()));
        mend();

        var ticket = ((Submission.Accepted) get(start)).ticket();
        assertThat(get(ticket.outcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(ticket.operation().id()).isEqualTo(1);
        await().until(() -> find("idle").intent().desired().value() == Intent.Value.RUNNING);
        assertThat(asked()).isEqualTo(1);
        assertThat(refused).isEmpty();
        assertThat(unanswered).isEmpty();
    }

    @Test // 50
    void answerThatIsLostAsTheEngineIsKilled_isGivenByTheNextOne_andNothingIsDoneTwice() throws Exception {
        bench.driver("idle").hang();
        var restart = losing(() -> asking().submit("idle", OperationKind.RESTART, Map.of()));
        await().until(() -> bench.queue.snapshot("idle").active() != null);
        killAndMend();

        var ticket = ((Submission.Accepted) get(restart)).ticket();
        assertThat(ticket.operation().id()).isEqualTo(1);
        assertThat(get(ticket.effectiveOutcome()))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause()).contains("effect unknown"));
        assertThat(asked()).isEqualTo(1);
        assertThat(refused).isEmpty();
    }

    @Test // 50
    void planWhoseAnswerIsLostAsTheEngineIsKilled_isFollowedInTheNextOne() throws Exception {
        bench.driver("backend").hang();
        var plan = new BulkPlan(
                List.of(
                        new Member("backend", OperationKind.START, List.of()),
                        new Member("idle", OperationKind.START, List.of(new Gate(0, Until.SUCCEEDED)))),
                0,
                false,
                false);
        var answer = losing(() -> asking().submit(plan));
        await().until(() -> bench.queue.snapshot("backend").active() != null);
        killAndMend();

        var ticket = ((PlanSubmission.Accepted) get(answer)).ticket();
        assertThat(ticket.id()).isEqualTo(1);
        assertThat(get(ticket.outcomes())).extracting(Outcome::word).containsExactly("failed", "cancelled");
        assertThat(asked()).isEqualTo(2);
    }

    @Test // 50
    void requestThatNeverArrived_isDoneOnceTheConnectionIsThereAgain_ifThatIsSoon() throws Exception {
        tunnel.loseNextRequestAndCut();
        var start = asking().submit("idle", OperationKind.START, Map.of());
        awaitLost();
        assertThat(asked()).isZero();
        mend();

        assertThat(get(((Submission.Accepted) get(start)).ticket().outcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void requestThatNeverArrived_isNotDoneLater_andThatIsTold() throws Exception {
        tunnel.loseNextRequestAndCut();
        var start = asking().submit("idle", OperationKind.START, Map.of());
        awaitLost();
        time.shift(Requests.FRESH);
        await().until(() -> !unanswered.isEmpty());
        assertThat(unanswered.getFirst())
                .startsWith("start of idle: no answer came from " + engine.host() + " (")
                .endsWith("what became of it is found out when " + engine.host() + " answers");
        assertThat(start.toCompletableFuture()).isNotDone();
        mend();

        assertThat(get(start)).isEqualTo(new Submission.Refused(engine.host() + " knows nothing of start of idle"));
        assertThat(asked()).isZero();
    }

    @Test
    void requestThatWasDone_isFoundOutLater_alsoFromTheNextEngine() throws Exception {
        var start = losing(() -> asking().submit("idle", OperationKind.START, Map.of()));
        await().until(() -> bench.queue.snapshot("idle").last() != null);
        time.shift(Requests.FRESH);
        await().until(() -> !unanswered.isEmpty());
        killAndMend();

        var ticket = ((Submission.Accepted) get(start)).ticket();
        assertThat(ticket.operation().label()).isEqualTo("start #1");
        assertThat(get(ticket.outcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void clickBehindOneThatIsNotAnswered_isNotDoneLaterEither() throws Exception {
        tunnel.keepNextRequestUntilCut();
        var first = asking().submit("idle", OperationKind.START, Map.of());
        await().until(() -> !tunnel.isLosing());
        var second = asking().submit("idle", OperationKind.RESTART, Map.of());
        tunnel.cut();
        awaitLost();
        time.shift(Requests.FRESH);

        assertThat(get(second))
                .isInstanceOfSatisfying(
                        Submission.Refused.class,
                        no -> assertThat(no.reason())
                                .isEqualTo("restart of idle was not sent to " + engine.host()
                                        + ": what was asked before took longer than 30 s"));
        mend();
        assertThat(get(first)).isInstanceOf(Submission.Refused.class);
        assertThat(asked()).isZero();
    }

    @Test
    void connection_lost_leavesNothingKnown_andRefusesWhatIsAsked() throws Exception {
        get(submit("backend", OperationKind.START).outcome());
        awaitState("backend", ServiceState.RUNNING);
        tunnel.cut();
        awaitLost();

        assertThat(engine.services()).containsExactly("backend", "frontend", "idle");
        awaitState("backend", ServiceState.UNKNOWN);
        assertThat(find("backend").status().reason()).isEqualTo("the connection to " + engine.host() + " was lost");
        assertThat(find("backend").intent()).isEqualTo(Intent.NONE);
        assertThat(find("backend").why())
                .isEqualTo(new Reason(Reason.Code.UNKNOWN, "the connection to " + engine.host() + " was lost", ""));
        assertThat(get(asking().submit("backend", OperationKind.STOP, Map.of())))
                .isInstanceOfSatisfying(
                        Submission.Refused.class,
                        no -> assertThat(no.reason()).startsWith("there is no connection to " + engine.host()));
        tell(asking().hold("backend", "", null));
        assertThat(refused).hasSize(1);
    }

    @Test
    void connection_mended_showsWhatHappenedMeanwhile_andEndsItsTickets() throws Exception {
        bench.driver("idle").hang();
        var start = submit("idle", OperationKind.START);
        await().until(() -> bench.queue.snapshot("idle").active() != null);
        tunnel.cut();
        awaitLost();
        awaitState("idle", ServiceState.UNKNOWN);
        bench.driver("idle").release();
        await().until(() -> bench.queue.snapshot("idle").active() == null);
        bench.add("late", new FakeDriver());
        assertThat(start.state()).isNotEqualTo(Ticket.State.ENDED);
        tunnel.mend();
        awaitConnected();

        awaitState("idle", ServiceState.RUNNING);
        assertThat(get(start.outcome())).isEqualTo(new Outcome.Succeeded());
        await().until(() -> ended.equals(List.of("idle succeeded")));
        assertThat(engine.services()).contains("late");
        assertThat(engine.recorded()).isEqualTo(1);
    }

    @Test
    void connection_toAnotherRunOfTheApi_readsEverythingAnew() throws Exception {
        bench.driver("idle").hang();
        var first = submit("idle", OperationKind.START);
        var second = submit("idle", OperationKind.STOP);
        await().until(() -> bench.queue.snapshot("idle").active() != null);
        tunnel.cut();
        awaitLost();
        bench.driver("idle").release();
        await().until(() -> bench.queue.snapshot("idle").waiting().isEmpty());
        tunnel.to(bench.reopen());
        tunnel.mend();
        awaitConnected();

        assertThat(get(first.effectiveOutcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(get(second.effectiveOutcome())).isEqualTo(new Outcome.Succeeded());
        awaitState("idle", ServiceState.STOPPED);
    }

    @Test
    void connection_thatIsRefused_tellsWhy_andIsTriedAgain() throws Exception {
        try (var other = new ApiBench(Files.createDirectory(folder.resolve("other")))) {
            tunnel.cut();
            awaitLost();
            tunnel.to(other.address);
            tunnel.mend();
            await().until(() -> engine.connection() instanceof Connection.Lost lost
                    && lost.reason().contains("the token is unknown"));
        }
        tunnel.to(bench.address);
        awaitConnected();
        awaitState("idle", ServiceState.STOPPED);
    }

    @Test
    void reconnect_doesNotWaitForTheNextTry() throws Exception {
        engine.close();
        var patient = new Link.Pace(Duration.ofMillis(20), Duration.ofHours(1), Duration.ofHours(1));
        engine = RemoteEngine.connect(new Http(tunnel.address(), bench.operator, null), time, patient);
        tunnel.cut();
        awaitLost();
        tunnel.mend();
        engine.reconnect();
        awaitConnected();
    }

    @Test
    void retries_comeLaterEachTime_upToALimit() {
        var usual = Link.Pace.USUAL;
        var retry = usual.firstRetry();
        for (var seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
            assertThat(retry).isEqualTo(Duration.ofSeconds(seconds));
            retry = usual.after(retry);
        }
    }

    // --- TLS ---

    @Test
    void connect_byTls_trustsWhatItIsToldTo_andNobodyElse() throws Exception {
        var certificate = OwnCertificate.in(folder, "ip:127.0.0.1");
        var address = URI.create(bench.api.listen(new ApiSettings("127.0.0.1", 0, certificate, Set.of())));
        var trust = TrustedCertificates.in(certificate.chain());
        try (var secure = RemoteEngine.connect(address, bench.operator, trust, time)) {
            assertThat(secure.services()).contains("backend");
        }
        assertThatThrownBy(() -> RemoteEngine.connect(address, bench.operator, null, time))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the certificate is not trusted");
        var elsewhere = OwnCertificate.in(Files.createDirectory(folder.resolve("elsewhere")), "dns:elsewhere");
        var misnamed = URI.create(bench.api.listen(new ApiSettings("127.0.0.1", 0, elsewhere, Set.of())));
        var trustingIt = TrustedCertificates.in(elsewhere.chain());
        assertThatThrownBy(() -> RemoteEngine.connect(misnamed, bench.operator, trustingIt, time))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1");
    }

    // --- output ---

    private static void mark(LogFiles files, Operation operation) {
        try (var notes = new LogNotes(InstantSource.system())) {
            notes.mark(files, operation.mark());
        }
    }

    private LogFiles talker() {
        var files = LogFiles.in(folder, "talker");
        bench.add("talker", new FakeDriver().logTo(files));
        await().until(() -> engine.services().contains("talker"));
        return files;
    }

    /// Adds the lines that come to `texts` until the condition holds.
    private static void follow(Output output, List<String> texts, BooleanSupplier until) {
        await().ignoreException(IOException.class).until(() -> {
            output.poll().lines().forEach(line -> texts.add(line.text()));
            return until.getAsBoolean();
        });
    }

    @Test
    void output_isFollowed_andSaysWhatIsMissing() throws Exception {
        var files = talker();
        Files.writeString(files.out(), "one\ntwo\n");
        var texts = new ArrayList<String>();
        try (var output = engine.output("talker", null, 1)) {
            follow(output, texts, () -> texts.equals(List.of("two")));
            Files.writeString(files.out(), "three\n", StandardOpenOption.APPEND);
            follow(output, texts, () -> texts.equals(List.of("two", "three")));
            assertThat(output.poll().sizes()).isNull();
            tunnel.cut();
            await().untilAsserted(() -> assertThatThrownBy(output::poll).isInstanceOf(IOException.class));
            tunnel.mend();
            follow(output, texts, () -> texts.size() == 3);
            assertThat(texts.getLast()).startsWith("what was written while there was no connection is not shown");
        }
    }

    @Test
    void output_thatIsOpenedWithoutAConnection_hasItsBeginningAfterAll() throws Exception {
        var files = talker();
        Files.writeString(files.out(), "one\n");
        tunnel.cut();
        var texts = new ArrayList<String>();
        try (var output = engine.output("talker", null, 10)) {
            await().untilAsserted(() -> assertThatThrownBy(output::poll).isInstanceOf(IOException.class));
            tunnel.mend();
            follow(output, texts, () -> !texts.isEmpty());
            Files.writeString(files.out(), "two\n", StandardOpenOption.APPEND);
            follow(output, texts, () -> texts.equals(List.of("one", "two")));
        }
    }

    @Test
    void output_fromAnOperationOn_beginsAtItsMark_andIsCutShortWhereMoreComesThanIsWanted() throws Exception {
        var files = talker();
        bench.driver("talker").hang();
        Files.writeString(files.out(), "before\n");
        var operation = submit("talker", OperationKind.START).operation();
        mark(files, operation);
        var texts = new ArrayList<String>();
        try (var output = engine.output("talker", operation, 3)) {
            follow(output, texts, () -> texts.equals(List.of(operation.mark())));
            Files.writeString(files.out(), "one\ntwo\n", StandardOpenOption.APPEND);
            follow(output, texts, () -> texts.equals(List.of(operation.mark(), "one", "two")));
            assertThat(output.poll()).isEqualTo(new Output.News(List.of(), Output.Reach.ON, null));

            Files.writeString(files.out(), "three\n", StandardOpenOption.APPEND);

            var end = new Output.News(List.of(), Output.Reach.CUT_SHORT, null);
            await().untilAsserted(() -> assertThat(output.poll()).isEqualTo(end));
            tunnel.cut();
            awaitLost();
            assertThat(output.poll()).as("it is at its end").isEqualTo(end);
        }
    }

    @Test
    void output_fromAnOperationOn_isCutShortAlsoBehindALostConnection() throws Exception {
        var files = talker();
        var operation = submit("talker", OperationKind.START).operation();
        mark(files, operation);
        var texts = new ArrayList<String>();
        try (var output = engine.output("talker", operation, 3)) {
            follow(output, texts, () -> texts.equals(List.of(operation.mark())));
            tunnel.cut();
            await().untilAsserted(() -> assertThatThrownBy(output::poll).isInstanceOf(IOException.class));
            tunnel.mend();
            follow(output, texts, () -> texts.size() == 2);
            Files.writeString(files.out(), "one\ntwo\nthree\n");
            await().untilAsserted(() -> {
                var news = output.poll();
                news.lines().forEach(line -> texts.add(line.text()));
                assertThat(news.reach()).isEqualTo(Output.Reach.CUT_SHORT);
            });
            assertThat(texts).hasSize(3).endsWith("one");
        }
    }

    @Test
    void output_fromAnOperationOn_whoseMarkIsNotThere_isNotKept() throws Exception {
        var files = talker();
        Files.writeString(files.out(), "one\n");
        var unmarked = submit("talker", OperationKind.START).operation();
        var ofAnEarlierEngine = new Operation(
                4_000, "talker", OperationKind.START, Source.OPERATOR, Map.of(), 0, unmarked.submittedAt());
        for (var operation : List.of(unmarked, ofAnEarlierEngine)) {
            try (var output = engine.output("talker", operation, 3)) {
                await().until(() -> output.poll().equals(new Output.News(List.of(), Output.Reach.NOT_KEPT, null)));
            }
        }
    }

    @Test
    void output_thatIsNotInFiles_saysSo() {
        try (var output = engine.output("idle", null, 3)) {
            await().untilAsserted(() -> assertThatThrownBy(output::poll)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the output of idle is not kept here"));
        }
    }

    @Test
    void output_ofAnOperation_isWhatItsServiceWroteFromItOn() throws Exception {
        var files = talker();
        var ticket = submit("talker", OperationKind.START);
        get(ticket.outcome());
        Files.writeString(files.out(), "before\n");
        mark(files, ticket.operation());
        Files.writeString(files.out(), "after\n", StandardOpenOption.APPEND);

        var slice = engine.written(ticket.operation());

        assertThat(slice.remark()).isEqualTo(LogSlice.Remark.NONE);
        assertThat(slice.lines())
                .extracting(LogLine::text)
                .containsExactly(ticket.operation().mark(), "after");
        var silent = submit("idle", OperationKind.START);
        get(silent.outcome());
        assertThat(engine.written(silent.operation())).isEqualTo(LogSlice.none(LogSlice.Remark.ELSEWHERE));
        tunnel.cut();
        assertThat(engine.written(silent.operation())).isEqualTo(LogSlice.none(LogSlice.Remark.UNREADABLE));
    }

    // --- why ---

    @Test
    void why_isSaidThere_andKnownHere() throws Exception {
        bench.driver("backend").hang();
        var asking = asking().because("new release & “more”");
        get(asking.submit("backend", OperationKind.START, Map.of()));
        get(asking.submit(new BulkPlan(List.of(new Member("idle", OperationKind.START, List.of())), 0, false, false)));
        get(asking.stopNow("frontend"));
        get(asking.kill("frontend"));
        get(asking().submit("backend", OperationKind.STOP, Map.of()));

        await().until(() -> find("backend").queue().active() != null
                && find("backend").queue().waiting().size() == 1);
        var queue = find("backend").queue();
        assertThat(Objects.requireNonNull(queue.active()).operation().why()).isEqualTo("new release & “more”");
        assertThat(queue.waiting().getFirst().operation().why()).isEmpty();
        var hits = engine.history().find(HistoryFilter.ALL.saying("new release & “more”"));
        assertThat(hits.page(0, 9))
                .hasSize(4)
                .allMatch(each -> each.operation().why().equals("new release & “more”"));
        bench.driver("backend").release();
    }

    @Test
    void why_ofWhatWasCutOff_staysWithIt_unlessAnotherIsSaid() throws Exception {
        var operation =
                new Operation(91, "idle", OperationKind.START, Source.OPERATOR, "new release", Map.of(), 0, CRASH);
        cutOff(InterruptedOperations.waited(operation));
        bench.queue.hold("idle");

        var same = get(asking().submitAgain(operationsOf(91)));
        var other = get(asking().because("crash").submitAgain(operationsOf(91)));

        assertThat(same.queued().getFirst().operation().why()).isEqualTo("new release");
        assertThat(other.queued().getFirst().operation().why()).isEqualTo("crash");
    }

    @Test
    void why_thatHasAProblem_isNotSent() {
        assertThatThrownBy(() -> asking().because("x".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("why has 201 characters. Allowed: at most 200");
    }

    // --- the past ---

    @Test
    void history_isReadPageByPage() throws Exception {
        for (var kind : List.of(OperationKind.START, OperationKind.RESTART, OperationKind.STOP)) {
            get(submit("backend", kind).outcome());
        }
        var hits = engine.history().find(HistoryFilter.of("backend"));
        submit("backend", OperationKind.START);
        assertThat(hits.count()).isEqualTo(3);
        assertThat(hits.page(0, 2))
                .extracting(recorded -> recorded.operation().kind())
                .containsExactly(OperationKind.STOP, OperationKind.RESTART);
        var first = hits.page(2, 1).getFirst();
        assertThat(first.word()).isEqualTo("succeeded");
        assertThat(engine.history().details(first.id()).orElseThrow().steps()).isNotEmpty();
        assertThat(engine.history().details(99)).isEmpty();
    }

    @Test
    void history_tellsAllThatTheJournalKnows() throws Exception {
        get(submit("backend", OperationKind.START).outcome());
        get(submit("backend", OperationKind.RESTART).outcome());
        var there = bench.engine.history();
        var here = engine.history();

        assertThat(here.details(2)).isEqualTo(there.details(2).map(RemoteEngineTest::asTold));
        var since = Instant.EPOCH;
        var figures = there.figures("backend", since);
        assertThat(figures).containsOnlyKeys(OperationKind.START, OperationKind.RESTART);
        figures.replaceAll(
                (_, of) -> new History.Figures(of.count(), of.failed(), inMillis(of.waited()), inMillis(of.ran())));
        assertThat(here.figures("backend", since)).isEqualTo(figures);
        assertThat(here.performance("backend", since).operations()).isEqualTo(figures);
        assertThat(here.uptime("backend", since).outages())
                .isEqualTo(there.uptime("backend", since).outages());
        assertThat(here.events(null, 9)).isEqualTo(there.events(null, 9)).isNotEmpty();
        assertThat(here.events("backend", 1)).isEqualTo(there.events("backend", 1));
        assertThat(here.runTimes(5))
                .isEqualTo(there.runTimes(5).stream()
                        .map(run -> new History.RunTime(run.service(), run.kind(), inMillis(run.ran())))
                        .toList())
                .hasSize(2);
    }

    private static OperationDetails asTold(OperationDetails details) {
        var recorded = details.recorded();
        var end = Objects.requireNonNull(recorded.end());
        return new OperationDetails(
                new RecordedOperation(
                        recorded.operation(),
                        // When it was durable is not told.
                        recorded.operation().submittedAt(),
                        recorded.startedAt(),
                        new RecordedOperation.End(
                                end.outcome(), end.at(), inMillis(end.waited()), inMillis(end.ran()), end.changed())),
                details.steps().stream()
                        .map(step -> new Step(step.text(), inMillis(step.after()), step.done()))
                        .toList(),
                details.effects(),
                details.behind(),
                details.exits());
    }

    private static Duration inMillis(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MILLIS);
    }

    private static History.Quantiles inMillis(History.Quantiles quantiles) {
        return new History.Quantiles(inMillis(quantiles.p50()), inMillis(quantiles.p95()));
    }

    @Test
    void logProblems_areThoseOfTheEngine_alsoOnesThatComeLater() {
        assertThat(engine.logProblems()).isEmpty();

        bench.supervisor("idle").logProblem("the disk is full");

        await().untilAsserted(() -> assertThat(engine.logProblems()).isEqualTo(Map.of("idle", "the disk is full")));
    }
}

package dev.signalbox.engine.local;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.code.Code;
import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.engine.Reloads;
import dev.signalbox.log.LogNotes;
import dev.signalbox.log.LogRotation;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.supervision.Holds;
import dev.signalbox.service.supervision.Supervision;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.service.supervision.TestSupervision;
import dev.signalbox.time.SystemTime;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reloads over the real queue and supervisors, with services that exist in memory only.
class ReloadTest {
    private static final String BEGINNING = "a: { command: [x] }, b: { command: [x], group: G }";

    @TempDir
    private Path folder;

    private Path file;
    private final SystemTime time = new SystemTime();
    private final OperationQueue queue = new OperationQueue(new InMemoryJournal(1_000), time, 1);
    private final Map<String, FakeDriver> drivers = new ConcurrentHashMap<>();
    private final AtomicInteger told = new AtomicInteger();
    private volatile Duration later = Duration.ZERO;
    private final LogNotes notes = new LogNotes(InstantSource.system());
    private Supervision shared;
    private LogRotation logs;
    private Services services;
    private Reload reload;
    private Reloads reloads;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("signalbox.yaml");
        write(BEGINNING);
        var workspace = WorkspaceFile.load(file, Map.of());
        shared = TestSupervision.of(queue, time);
        logs = new LogRotation(folder, workspace.logTotal(), notes, InstantSource.system());
        services = new Services(
                queue,
                definition -> new Supervisor(definition, each -> driver(each.id()), shared),
                shared.intents(),
                new Holds(queue, shared.intents(), time),
                logs,
                () -> Instant.now().plus(later));
        workspace.services().forEach(services::add);
        shared.intents().engineRuns();
        services.onChanged(told::incrementAndGet);
        reload = new Reload(
                workspace,
                services,
                queue,
                settings -> logs.limitTotal(settings.logTotal()),
                before -> WorkspaceFile.load(before.file(), Map.of()));
        reloads = new LocalReloads(reload, time, _ -> {}, _ -> {});
    }

    @AfterEach
    void close() {
        drivers.values().forEach(FakeDriver::release);
        queue.close();
        get(queue.drain());
        services.close();
        logs.close();
        notes.close();
        time.close();
    }

    private FakeDriver driver(String id) {
        return drivers.computeIfAbsent(id, _ -> new FakeDriver());
    }

    private void write(String text) throws IOException {
        Files.writeString(file, "name: w\nservices: { " + text + " }");
    }

    private CompletionStage<Void> apply(String text) throws Exception {
        write(text);
        return reloads.apply(reload.propose());
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Ticket submit(String id, OperationKind kind) {
        return ((Submission.Accepted) get(queue.submit(id, kind, Source.OPERATOR))).ticket();
    }

    private Outcome run(String id, OperationKind kind) {
        return get(submit(id, kind).outcome());
    }

    private Supervisor supervisor(String id) {
        return services.all().stream()
                .filter(each -> each.definition().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> ids() {
        return services.all().stream().map(each -> each.definition().id()).toList();
    }

    private void awaitActive(String id) {
        await().until(() -> queue.snapshot(id).active() != null);
    }

    // --- what is done ---

    @Test
    void apply_serviceAdded_isWatchedBeforeAnybodyCanStartIt() throws Exception {
        var startable = new AtomicBoolean();
        drivers.put("c", new FakeDriver() {
            @Override
            public void open(Consumer<DriverStatus> watcher) {
                startable.set(queue.find("c") != null);
                super.open(watcher);
            }
        });
        get(apply(BEGINNING + ", c: { command: [x] }"));
        assertThat(startable).isFalse();

        drivers.get("c").crash(new ExitStatus(1));
        assertThat(supervisor("c").status().state()).isEqualTo(ServiceState.FAILED);
    }

    @Test
    void unchangedServices_areNotTouched() throws Exception {
        run("b", OperationKind.START);
        var before = supervisor("b");
        var pid = before.status().pid();

        get(apply(BEGINNING + ", c: { command: [y] }"));

        assertThat(supervisor("b")).isSameAs(before);
        assertThat(before.status().pid()).isEqualTo(pid);
        assertThat(driver("a").calls()).isEmpty();
        assertThat(driver("b").calls()).hasSize(1);
    }

    @Test
    void addedService_isThere_andStartsIfItShallStartWithTheConsole() throws Exception {
        get(apply("c: { command: [x], autostart: true }, " + BEGINNING + ", d: { command: [x] }"));

        await().until(() -> supervisor("c").status().state() == ServiceState.RUNNING);
        assertThat(ids()).containsExactly("c", "a", "b", "d");
        assertThat(run("d", OperationKind.START)).isEqualTo(new Outcome.Succeeded());
        assertThat(told).hasPositiveValue();
    }

    @Test
    void previewAndOutcome_nameWhatIsStarted_newServicesAndWhatTheyNeed() throws Exception {
        write("c: { command: [x], autostart: true, depends_on: [a] }, d: { command: [x] }, " + BEGINNING);

        var preview = reload.propose();
        assertThat(preview.starts()).containsExactly("c", "a");
        get(reloads.apply(preview));

        await().until(() -> supervisor("c").status().state() == ServiceState.RUNNING);
        assertThat(supervisor("a").status().state()).isEqualTo(ServiceState.RUNNING);
        assertThat(supervisor("d").status().state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void previewAndOutcome_nameTheChangedServiceThatHadFailed_asItIsTriedAnew() throws Exception {
        get(apply("a: { command: [x], restart: { on: never } }, b: { command: [x] }"));
        run("a", OperationKind.START);
        driver("a").crash(new ExitStatus(1));
        await().until(() -> supervisor("a").decision().reason().code() == Reason.Code.LEFT);
        write("a: { command: [x], restart: { on: never } }, b: { command: [y] }");
        assertThat(reload.propose().starts())
                .as("its own definition is as it was")
                .isEmpty();
        write("a: { command: [y], restart: { on: never } }, b: { command: [x] }");

        var preview = reload.propose();
        assertThat(preview.starts()).containsExactly("a");
        assertThat(preview.restarts()).isEmpty();
        get(reloads.apply(preview));

        await().until(() -> supervisor("a").status().state() == ServiceState.RUNNING);
    }

    @Test
    void removedService_isStopped_andForgotten() throws Exception {
        run("b", OperationKind.START);

        write("a: { command: [x] }");
        var preview = reload.propose();
        assertThat(preview.stops()).containsExactly("b");
        get(reloads.apply(preview));

        await().until(() -> ids().equals(List.of("a")));
        assertThat(driver("b").instances()).isZero();
        assertThat(queue.services()).containsExactly("a");
        assertThat(services.removed()).isEmpty();
        assertThat(get(queue.submit("b", OperationKind.START, Source.OPERATOR)))
                .isEqualTo(new Submission.Refused("there is no service b", Code.NO_SERVICE));
    }

    @Test
    void removedServiceThatDoesNotStop_staysShown_andCanBeStoppedOnly() throws Exception {
        run("b", OperationKind.START);
        driver("b").failNextStop("2 processes are left");

        get(apply("a: { command: [x] }"));

        assertThat(ids()).containsExactly("a", "b");
        assertThat(services.removed()).containsExactly("b");
        assertThat(supervisor("b").definition().group()).isEqualTo(Services.REMOVED_GROUP);
        assertThat(run("b", OperationKind.RESTART))
                .isEqualTo(new Outcome.Failed(
                        "b is not in the workspace file any more: it can be stopped only", Code.NO_SERVICE));
        assertThat(driver("b").instances()).isOne();

        run("b", OperationKind.STOP);
        await().until(() -> ids().equals(List.of("a")));
        assertThat(driver("b").instances()).isZero();
    }

    @Test
    void removedServiceThatIsNamedAgain_isAsItWas() throws Exception {
        run("b", OperationKind.START);
        driver("b").failNextStop("2 processes are left");
        get(apply("a: { command: [x] }"));

        get(apply(BEGINNING));

        assertThat(services.removed()).isEmpty();
        assertThat(supervisor("b").definition().group()).isEqualTo("G");
        assertThat(run("b", OperationKind.RESTART)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void serviceThatIsNamedAgain_afterItWentAway_isNew() throws Exception {
        run("b", OperationKind.START);
        get(apply("a: { command: [x] }"));
        await().until(() -> ids().equals(List.of("a")));

        get(apply("a: { command: [x] }, b: { command: [x], autostart: true }"));

        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING);
    }

    @Test
    void serviceThatIsNamedAgain_beforeItsStopBegan_runsOn() throws Exception {
        run("b", OperationKind.START);
        queue.hold("b");
        apply("a: { command: [x] }");
        get(apply(BEGINNING));
        queue.resume("b");

        assertThat(run("b", OperationKind.START)).isEqualTo(new Outcome.Succeeded());
        assertThat(driver("b").lives()).isEmpty();
        assertThat(driver("b").instances()).isOne();
    }

    @Test
    void changedCommand_restartsAServiceThatRuns() throws Exception {
        run("a", OperationKind.START);
        var pid = supervisor("a").status().pid();
        write("a: { command: [y] }, b: { command: [y], group: G }");

        var preview = reload.propose();
        assertThat(preview.restarts()).containsExactly("a");
        get(reloads.apply(preview));

        assertThat(supervisor("a").status().pid()).isPositive().isNotEqualTo(pid);
        assertThat(supervisor("a").definition().command().text()).isEqualTo("y");
        assertThat(queue.snapshot("a").last().operation().source()).hasToString("reload");
        assertThat(driver("b").calls()).isEmpty();
        assertThat(supervisor("b").definition().command().text()).isEqualTo("y");
    }

    @Test // 49
    void serviceThatAnOperatorStopped_isToStartWithTheEngine_staysStopped_andThePreviewSaysSo() throws Exception {
        run("a", OperationKind.START);
        run("a", OperationKind.STOP);
        write("a: { command: [x], autostart: true }, b: { command: [x], autostart: true }");

        var preview = reload.propose();
        assertThat(preview.staysStopped()).containsExactly("a");
        get(reloads.apply(preview));

        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING);
        await().until(() -> supervisor("a").decision().reason().code() == Reason.Code.STOPPED);
        assertThat(driver("a").instances()).isZero();
        assertThat(reload.propose().staysStopped()).as("it says so once").isEmpty();

        // Also where it comes back.
        get(apply("b: { command: [x], autostart: true }"));
        await().until(() -> ids().equals(List.of("b")));
        write("a: { command: [x], autostart: true }, b: { command: [x], autostart: true }");
        assertThat(reload.propose().staysStopped()).containsExactly("a");
    }

    @Test // 51
    void serviceThatRan_isRemovedAndPutBack_runsAgain() throws Exception {
        run("b", OperationKind.START);
        get(apply("a: { command: [x] }"));
        await().until(() -> ids().equals(List.of("a")));
        assertThat(driver("b").instances()).isZero();

        get(apply(BEGINNING));

        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING);
        assertThat(supervisor("b").intent().desired())
                .extracting(Intent.Desired::value, Intent.Desired::by)
                .containsExactly(Intent.Value.RUNNING, "operator");
    }

    private void removeStopped(String id, String rest) throws Exception {
        run(id, OperationKind.START);
        run(id, OperationKind.STOP);
        get(apply(rest));
        await().until(() -> !ids().contains(id));
    }

    @Test
    void serviceThatWasStopped_isRemoved_andPutBackWithinTheJournalsTime_staysStopped() throws Exception {
        removeStopped("b", "a: { command: [x] }");
        later = Duration.ofDays(89);
        services.prune();
        write("a: { command: [x] }, b: { command: [x], autostart: true }");
        assertThat(reload.propose().staysStopped()).containsExactly("b");
        get(reloads.apply(reload.propose()));

        await().until(() -> supervisor("b").decision().reason().code() == Reason.Code.STOPPED);
        // And it counts anew when it is removed once more.
        later = Duration.ofDays(100);
        services.prune();
        assertThat(supervisor("b").intent().desired().value()).isEqualTo(Intent.Value.STOPPED);
    }

    @Test
    void serviceThatWasStopped_isRemoved_andPutBackAfterTheJournalsTime_isNew_asThePreviewSays() throws Exception {
        removeStopped("b", "a: { command: [x] }");
        later = Duration.ofDays(91);
        write("a: { command: [x] }, b: { command: [x], autostart: true }");
        assertThat(reload.propose().staysStopped()).isEmpty();
        get(reloads.apply(reload.propose()));

        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING);
        assertThat(supervisor("b").intent()).isEqualTo(Intent.NONE);
    }

    @Test
    void otherChange_takesEffectWithoutARestart() throws Exception {
        run("b", OperationKind.START);
        var pid = supervisor("b").status().pid();

        get(apply("a: { command: [x] }, b: { command: [x], group: H, stop: { timeout: 1s }, queue: coalesce }"));

        assertThat(supervisor("b").status().pid()).isEqualTo(pid);
        assertThat(supervisor("b").definition().group()).isEqualTo("H");
        assertThat(driver("b").calls()).hasSize(1);
        queue.hold("b");
        submit("b", OperationKind.RESTART);
        submit("b", OperationKind.RESTART);
        assertThat(queue.snapshot("b").waiting()).hasSize(1);
    }

    @Test
    void fileThatSaysTheSameInOtherWords_isInForceAtOnce() throws Exception {
        write("a: { command: [ 'x' ] }, b: { group: G, command: [x] }");

        var preview = reload.propose();

        assertThat(preview.changes().isEmpty()).isTrue();
        assertThat(reload.current()).isSameAs(preview.after());
    }

    @Test
    void otherOrder_isShown() throws Exception {
        get(apply("b: { command: [x], group: G }, a: { command: [x] }"));

        assertThat(ids()).containsExactly("b", "a");
        assertThat(told).hasPositiveValue();
    }

    // --- while operations run ---

    @Test
    void serviceThatIsRemovedWhileItStarts_isStoppedAfterwards() throws Exception {
        driver("b").hang();
        var start = submit("b", OperationKind.START);
        awaitActive("b");
        var waiting = submit("b", OperationKind.RESTART);

        var done = apply("a: { command: [x] }");
        assertThat(get(waiting.outcome())).isInstanceOf(Outcome.Cancelled.class);
        driver("b").release();
        get(done);

        assertThat(get(start.outcome())).isEqualTo(new Outcome.Succeeded());
        await().until(() -> ids().equals(List.of("a")));
        assertThat(driver("b").instances()).isZero();
    }

    @Test
    void serviceThatIsChangedWhileItStarts_isRestartedAfterwards() throws Exception {
        driver("a").hang();
        submit("a", OperationKind.START);
        awaitActive("a");

        var done = apply("a: { command: [y] }, b: { command: [x], group: G }");
        driver("a").release();
        get(done);

        assertThat(driver("a").lives()).hasSize(1);
        assertThat(driver("a").instances()).isOne();
        assertThat(supervisor("a").definition().command().text()).isEqualTo("y");
    }

    @Test
    void restartOfAReload_startsNothingThatAnOperatorStops() throws Exception {
        run("a", OperationKind.START);
        queue.hold("a");
        var stop = submit("a", OperationKind.STOP);

        var done = apply("a: { command: [y] }, b: { command: [x], group: G }");
        queue.resume("a");
        get(done);

        assertThat(get(stop.outcome())).isEqualTo(new Outcome.Succeeded());
        assertThat(supervisor("a").status().state()).isEqualTo(ServiceState.STOPPED);
        assertThat(driver("a").instances()).isZero();
    }

    @Test
    void restartOfAReload_isNotDoneTwice() throws Exception {
        run("a", OperationKind.START);
        queue.hold("a");
        submit("a", OperationKind.RESTART);

        var done = apply("a: { command: [y] }, b: { command: [x], group: G }");
        queue.resume("a");
        get(done);

        assertThat(driver("a").lives()).hasSize(1);
        assertThat(driver("a").instances()).isOne();
    }

    @Test
    void serviceThatIsRemovedWhileAnOperatorStopsIt_keepsNothingUp() throws Exception {
        run("a", OperationKind.START);
        run("b", OperationKind.START);
        driver("b").hang();
        submit("b", OperationKind.STOP);
        awaitActive("b");

        var done = apply("a: { command: [y] }");
        driver("b").release();
        get(done);

        await().until(() -> ids().equals(List.of("a")));
        assertThat(driver("a").lives()).hasSize(1);
        assertThat(driver("a").instances()).isOne();
    }

    @Test
    void removedServices_stopBehindThoseThatNeedThem() throws Exception {
        get(apply(BEGINNING + ", c: { command: [x], depends_on: [b] }"));
        run("b", OperationKind.START);
        run("c", OperationKind.START);

        get(apply("a: { command: [x] }"));

        await().until(() -> ids().equals(List.of("a")));
        assertThat(driver("c").lives().getFirst().end())
                .isLessThan(driver("b").lives().getFirst().end());
    }

    @Test
    void changedServices_restartBehindWhatTheyNeed() throws Exception {
        var needy = "a: { command: [x], depends_on: [b] }, b: { command: [x], group: G }";
        get(apply(needy));
        run("b", OperationKind.START);
        run("a", OperationKind.START);

        get(apply(needy.replace("[x]", "[y]")));

        assertThat(driver("b").calls().getLast().end())
                .isLessThan(driver("a").calls().getLast().begin());
        assertThat(driver("a").instances()).isOne();
        assertThat(driver("b").instances()).isOne();
    }

    @Test
    void addedServices_startBehindWhatTheyNeed() throws Exception {
        get(apply("d: { command: [x], autostart: true, depends_on: [c] }, " + BEGINNING + ", c: { command: [x] }"));

        await().until(() -> supervisor("d").status().state() == ServiceState.RUNNING);
        assertThat(driver("c").calls().getFirst().end())
                .isLessThan(driver("d").calls().getFirst().begin());
    }

    // --- what persons want, through all that stands before a supervisor ---

    @Test
    void acceptedStop_holdsBeforeItBegins_andCancellingAnActiveStart_isAStop() throws Exception {
        run("a", OperationKind.START);
        queue.hold("a");
        var stop = ((Submission.Accepted) get(queue.submit("a", OperationKind.STOP, Source.OPERATOR))).ticket();
        assertThat(shared.intents().of("a").desired().value()).isEqualTo(Intent.Value.STOPPED);
        queue.cancel(stop.operation().id());
        await().until(() -> shared.intents().of("a").desired().value() == Intent.Value.RUNNING);

        driver("b").hang();
        var start = ((Submission.Accepted) get(queue.submit("b", OperationKind.START, Source.OPERATOR))).ticket();
        await().until(() -> supervisor("b").status().state() == ServiceState.STARTING);
        queue.cancel(start.operation().id());
        get(start.outcome());
        assertThat(shared.intents().of("b").desired().value()).isEqualTo(Intent.Value.STOPPED);
    }

    // --- what is refused ---

    @Test
    void brokenFile_changesNothing() throws Exception {
        write("a: { comand: [x] }");

        assertThatThrownBy(() -> reload.propose())
                .isInstanceOf(InvalidWorkspaceException.class)
                .hasMessageContaining("did you mean \"command\"?");
        assertThat(ids()).containsExactly("a", "b");
        assertThat(reload.current().services()).hasSize(2);
    }

    @Test
    void previewOfAFileThatHasChangedAgain_isRefused() throws Exception {
        write("a: { command: [x] }");
        var preview = reload.propose();
        write(BEGINNING + ", c: { command: [x] }");

        assertThatThrownBy(() -> reloads.apply(preview))
                .isInstanceOf(ReloadRefusedException.class)
                .hasMessage("signalbox.yaml has changed again since; look again at what is to be changed");
        assertThat(ids()).containsExactly("a", "b");
        assertThat(told).hasValue(0);
    }

    @Test
    void previewOfAnEnvFileThatHasChangedAgain_isRefused_andNamesThatFile() throws Exception {
        Files.writeString(folder.resolve("app.env"), "A=1\n");
        write("a: { command: [x], env_file: app.env }");
        var preview = reload.propose();
        Files.writeString(folder.resolve("app.env"), "A=2\n");

        assertThatThrownBy(() -> reloads.apply(preview))
                .isInstanceOf(ReloadRefusedException.class)
                .hasMessage("app.env has changed again since; look again at what is to be changed");
    }

    @Test
    void previewFromBeforeAnotherReload_isRefused() throws Exception {
        write("a: { command: [x] }, c: { command: [x] }");
        var first = reload.propose();
        var second = reload.propose();
        get(reloads.apply(first));

        assertThatThrownBy(() -> reloads.apply(second))
                .isInstanceOf(ReloadRefusedException.class)
                .hasMessageStartingWith("another reload has taken place since");
    }

    @Test
    void needThatIsTurnedRound_whileOneOfThemStarts_isNoCircle() throws Exception {
        get(apply("a: { command: [x], depends_on: [b] }, b: { command: [x] }"));
        driver("a").hang();
        submit("a", OperationKind.START);
        awaitActive("a");

        apply("a: { command: [x] }, b: { command: [x], depends_on: [a] }, c: { command: [x], autostart: true }");

        await().until(() -> driver("c").instances() == 1);
    }

    @Test
    void serviceThatIsNamedAgain_whileItIsStopped_isNotStoppedByAnOperator() throws Exception {
        run("b", OperationKind.START);
        driver("b").hang();
        var done = apply("a: { command: [x] }");
        awaitActive("b");

        apply("a: { command: [x] }, b: { command: [x], autostart: true }");
        driver("b").release();
        get(done);

        assertThat(supervisor("b").intent().desired().value()).isNotEqualTo(Intent.Value.STOPPED);
    }

    @Test
    void serviceThatIsRemovedAndPutBackWhileItStops_runsAgainAsItDid() throws Exception {
        shared.reconciler().begin();
        get(apply("a: { command: [x] }, b: { command: [x], autostart: true }"));
        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING);
        driver("b").hang();
        var done = apply("a: { command: [x] }");
        awaitActive("b");

        apply("a: { command: [x] }, b: { command: [x], autostart: true }");
        driver("b").release();
        get(done);

        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING
                && queue.snapshot("b").isIdle());
        assertThat(services.removed()).isEmpty();
    }

    @Test
    void serviceThatAPersonStarted_isRemovedAndPutBackWhileItStops_runsAgain() throws Exception {
        shared.reconciler().begin();
        run("b", OperationKind.START);
        driver("b").hang();
        var done = apply("a: { command: [x] }");
        awaitActive("b");

        apply(BEGINNING);
        driver("b").release();
        get(done);

        await().until(() -> supervisor("b").status().state() == ServiceState.RUNNING
                && queue.snapshot("b").isIdle());
    }

    @Test
    void portsAndNeedsInAnotherOrder_areNoChange() throws Exception {
        get(apply("a: { command: [x], ports: [1, 2], depends_on: [b, c] }, b: { command: [x] }, c: { command: [x] }"));

        write("a: { command: [x], ports: [2, 1], depends_on: [c, b] }, b: { command: [x] }, c: { command: [x] }");

        assertThat(reload.propose().changes().isEmpty()).isTrue();
    }
}

package dev.signalbox.service.plan;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.Dependency.Condition;
import dev.signalbox.service.ServiceDefinitionBuilder;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.service.plan.PlanProposal.Busy;
import dev.signalbox.service.plan.PlanProposal.Skipped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 20: a plan is computed before anything is queued")
class BulkPlannerTest {
    private static final ServiceStatus UP =
            ServiceStatus.of(ServiceState.RUNNING, "").running(1, Instant.EPOCH, Health.READY);
    private static final ServiceStatus DOWN = ServiceStatus.of(ServiceState.STOPPED, "");

    private final List<ServiceSnapshot> views = new ArrayList<>();

    private BulkPlannerTest service(String id, ServiceStatus status, String... needs) {
        return service(TestDefinitions.argv(id, "x").but().dependsOn(needs(Condition.READY, needs)), status);
    }

    private BulkPlannerTest service(ServiceDefinitionBuilder definition, ServiceStatus status) {
        return service(definition, status, 0, false);
    }

    private BulkPlannerTest service(
            ServiceDefinitionBuilder definition, ServiceStatus status, int waiting, boolean held) {
        var built = definition.build();
        var restart = new Operation(1, built.id(), RESTART, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
        var one = new QueueSnapshot.Waiting(restart, List.of(), 0, false, new WaitReason.Held(), null);
        var queued = Stream.generate(() -> one).limit(waiting).toList();
        views.add(ServiceSnapshot.of(
                built, status, new QueueSnapshot(built.id(), 1, null, queued, held, false, null), "made up"));
        return this;
    }

    private static List<Dependency> needs(Condition condition, String... services) {
        return Stream.of(services).map(id -> new Dependency(id, condition)).toList();
    }

    private PlanProposal propose(OperationKind kind, String... services) {
        return propose(PlanRequest.of(kind, Set.of(services)));
    }

    private PlanProposal propose(PlanRequest request) {
        return new BulkPlanner(views).propose(request);
    }

    /// For example `stop web, stop api after 0`.
    private static List<String> members(PlanProposal proposal) {
        return members(proposal.plan());
    }

    private static List<String> members(BulkPlan plan) {
        return plan.members().stream()
                .map(member -> member.kind().word() + " " + member.service()
                        + (member.after().isEmpty() ? "" : " after")
                        + String.join(
                                ",",
                                member.after().stream()
                                        .map(gate -> " " + gate.member()
                                                + (gate.until() == Until.UNDERWAY ? " underway" : ""))
                                        .toList()))
                .toList();
    }

    private BulkPlannerTest threeTiers(ServiceStatus status) {
        return service("web", status, "api").service("api", status, "db").service("db", status);
    }

    @Test
    void start_followsTheDependencies() {
        threeTiers(DOWN);
        var proposal = propose(START, "db", "api", "web");
        assertThat(members(proposal)).containsExactly("start db", "start api after 0", "start web after 1");
        assertThat(proposal.plan().waves()).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void stop_reversesThem() {
        threeTiers(UP);
        assertThat(members(propose(STOP, "db", "api", "web")))
                .containsExactly("stop web", "stop api after 0", "stop db after 1");
    }

    @Test
    void restart_stopsDependentsFirst_andStartsDependenciesFirst() {
        threeTiers(UP);
        assertThat(members(propose(RESTART, "db", "api", "web")))
                .containsExactly(
                        "stop web",
                        "stop api after 0",
                        "stop db after 1",
                        "start db after 2",
                        "start api after 1, 3",
                        "start web after 0, 4");
    }

    @Test
    void rollingRestart_restartsEachByItself() {
        threeTiers(UP);
        var proposal = propose(new PlanRequest(RESTART, Set.of("db", "api"), true, 1, false, false));
        assertThat(members(proposal)).containsExactly("restart db", "restart api after 0");
        assertThat(proposal.others()).isEmpty();
    }

    @Test
    void start_addsTheDependenciesThatAreNotReady_andOffersThem() {
        service("web", DOWN, "api", "cache")
                .service("api", DOWN, "db")
                .service("db", DOWN)
                .service("cache", UP);
        var proposal = propose(START, "web");
        assertThat(proposal.others()).containsExactlyInAnyOrder("api", "db");
        assertThat(members(proposal)).containsExactly("start db", "start api after 0", "start web after 1");
        var alone = propose(new PlanRequest(START, Set.of("web"), false, 0, false, false));
        assertThat(members(alone)).containsExactly("start web");
        assertThat(alone.others()).containsExactlyInAnyOrder("api", "db");
    }

    @Test
    void stop_addsTheDependentsThatRun() {
        threeTiers(UP).service("batch", DOWN, "db");
        var proposal = propose(STOP, "db");
        assertThat(proposal.others()).containsExactlyInAnyOrder("api", "web");
        assertThat(members(proposal)).containsExactly("stop web", "stop api after 0", "stop db after 1");
    }

    @Test
    void whatIsThereAlready_isSkipped_andSaysWhy() {
        service("web", DOWN, "api").service("api", UP);
        var start = propose(START, "web", "api");
        assertThat(members(start)).containsExactly("start web");
        assertThat(start.skipped()).containsExactly(new Skipped("api", START, "already running"));
        var stop = propose(STOP, "web", "api");
        assertThat(members(stop)).containsExactly("stop api");
        assertThat(stop.skipped()).containsExactly(new Skipped("web", STOP, "not running"));
    }

    @Test
    void restart_ofWhatDoesNotRun_startsIt() {
        service("web", DOWN);
        var proposal = propose(RESTART, "web");
        assertThat(members(proposal)).containsExactly("start web");
        assertThat(proposal.skipped()).containsExactly(new Skipped("web", STOP, "not running"));
    }

    @Test
    void readyWithQueuedWork_isStartedAgain_asItMayNotStayReady() {
        service("web", DOWN, "api").service(TestDefinitions.argv("api", "x").but(), UP, 2, false);
        var proposal = propose(START, "web");
        assertThat(members(proposal)).containsExactly("start api", "start web after 0");
        assertThat(proposal.busy()).containsExactly(new Busy("api", false, List.of(RESTART, RESTART), false));
    }

    @Test
    void heldQueues_areTold() {
        service(TestDefinitions.argv("api", "x").but(), UP, 0, true);
        assertThat(propose(STOP, "api").busy()).containsExactly(new Busy("api", false, List.of(), true));
    }

    @Test
    void conditions_sayHowFarADependencyMustHaveCome() {
        service(TestDefinitions.argv("api", "x").but().dependsOn(needs(Condition.STARTED, "log")), DOWN)
                .service("log", DOWN)
                .service(TestDefinitions.argv("web", "x").but().dependsOn(needs(Condition.STOPPED, "job")), DOWN)
                .service(TestDefinitions.argv("job", "x").but().oneShot(true), DOWN);
        assertThat(members(propose(START, "api", "web")))
                .containsExactly("start log", "start api after 0 underway", "start job", "start web after 2");
    }

    @Test
    void failedService_isStoppedToo_soThatItStaysDown() {
        service("api", ServiceStatus.of(ServiceState.FAILED, "exit code 1"));
        assertThat(members(propose(STOP, "api"))).containsExactly("stop api");
        assertThat(propose(RESTART, "api").skipped()).containsExactly(new Skipped("api", STOP, "not running"));
    }

    @Test
    void jobs_areLeftOutOfABulkRestart() {
        service("api", UP).service(TestDefinitions.argv("job", "x").but().oneShot(true), DOWN);
        var proposal = propose(RESTART, "api", "job");
        assertThat(members(proposal)).containsExactly("stop api", "start api after 0");
        assertThat(proposal.skipped()).contains(new Skipped("job", START, "is a job"));
        assertThat(members(propose(RESTART, "job"))).containsExactly("start job");
    }

    @Test
    void circle_isRejected_withItsPath() {
        service("a", DOWN, "b").service("b", DOWN, "c").service("c", DOWN, "a");
        assertThatThrownBy(() -> propose(START, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("services need each other in a circle: a → b → c → a");
    }

    @Test
    void around_stopsThoseThatNeedIt_andStartsThemBehindItsOwnStart() {
        service("db", UP).service("api", UP, "db").service("web", UP, "api").service("idle", DOWN, "db");
        service("other", UP);

        assertThat(members(new BulkPlanner(views).around("db")))
                .containsExactly(
                        "stop web", "stop api after 0", "start db", "start api after 1, 2", "start web after 0, 3");
        assertThat(new BulkPlanner(views).around("other").members()).isEmpty();
    }

    @Test
    void again_waitsForWhatItWouldWaitForInANewPlan() {
        threeTiers(UP);
        var plan = new BulkPlanner(views).again(operations(STOP, "web", "api")).members();
        assertThat(plan.get(1).after()).containsExactly(new Gate(0, Until.SUCCEEDED));

        var rest = new ArrayList<>(operations(STOP, "api"));
        rest.addAll(operations(START, "api", "web"));
        var again = new BulkPlanner(views).again(rest);
        assertThat(members(again)).containsExactly("stop api", "start api after 0", "start web after 1");
        assertThat(again.stopOnFailure()).isTrue();
    }

    @Test
    void again_restartsRunOneByOne() {
        threeTiers(UP);
        var plan = new BulkPlanner(views).again(operations(RESTART, "api", "web"));
        assertThat(plan.atOnce()).isEqualTo(1);
        assertThat(members(plan)).containsExactly("restart api", "restart web after 0");
    }

    private static List<Operation> operations(OperationKind kind, String... services) {
        return Stream.of(services)
                .map(service -> new Operation(1, service, kind, Source.OPERATOR, Map.of(), 1, Instant.EPOCH))
                .toList();
    }

    @Test
    void chain_mayBeVeryLong() {
        var length = 20_000;
        for (int i = 0; i < length; i++) {
            service("s" + i, DOWN, "s" + (i + 1));
        }
        service("s" + length, DOWN);
        var plan = propose(START, "s0").plan();
        assertThat(plan.members()).hasSize(length + 1);
        assertThat(plan.members().getFirst().service()).isEqualTo("s" + length);
    }
}

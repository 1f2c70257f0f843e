package dev.signalbox.console.plan;

import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.RunTimes;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How long a plan would take, and how that is drawn.
class OutlookTest {
    private static final long NOW = 100_000_000_000L;

    private final RunTimes times = new RunTimes();
    private long lastId;

    private Operation operation(String service, OperationKind kind) {
        return new Operation(++lastId, service, kind, Source.OPERATOR, Map.of(), 0, Instant.EPOCH);
    }

    private void took(String service, OperationKind kind, int... seconds) {
        for (var time : seconds) {
            times.onEvent(new QueueEvent.Ended(new QueueSnapshot.Ended(
                    operation(service, kind),
                    new Outcome.Succeeded(),
                    Duration.ZERO,
                    Duration.ofSeconds(time),
                    List.of(),
                    true,
                    Instant.EPOCH)));
        }
    }

    private QueueSnapshot idle(String service) {
        return new QueueSnapshot(service, 1, null, List.of(), false, false, null);
    }

    /// A queue whose active restart runs for `ran` seconds already.
    private QueueSnapshot busy(String service, int ran, OperationKind... waiting) {
        var started = NOW - Duration.ofSeconds(ran).toNanos();
        var first = operation(service, RESTART);
        return new QueueSnapshot(
                service,
                1,
                new QueueSnapshot.Active(
                        first,
                        List.of(),
                        Instant.EPOCH,
                        started,
                        Duration.ofSeconds(30),
                        List.of(),
                        false,
                        false,
                        false,
                        null),
                Stream.of(waiting)
                        .map(kind -> new QueueSnapshot.Waiting(
                                operation(service, kind),
                                List.of(),
                                started,
                                false,
                                new WaitReason.Behind(first),
                                null))
                        .toList(),
                false,
                false,
                null);
    }

    private static PlanProposal restart(boolean merge) {
        var request = new PlanRequest(RESTART, Set.of("db", "api"), true, 0, true, merge);
        var plan = new BulkPlan(
                List.of(
                        new Member("api", STOP, List.of()),
                        new Member("db", STOP, List.of(new Gate(0, Until.SUCCEEDED))),
                        new Member("db", START, List.of(new Gate(1, Until.SUCCEEDED))),
                        new Member("api", START, List.of(new Gate(0, Until.SUCCEEDED), new Gate(2, Until.SUCCEEDED)))),
                0,
                true,
                merge);
        return new PlanProposal(request, plan, List.of(), List.of(), Set.of());
    }

    private Outlook outlook(boolean merge, QueueSnapshot db, QueueSnapshot api) {
        return Outlook.of(restart(merge), Map.of("db", db, "api", api), Set.of(), times, NOW);
    }

    private void allKnown() {
        took("db", START, 4, 4, 9);
        took("db", STOP, 1);
        took("db", RESTART, 5);
        took("api", START, 2);
        took("api", STOP, 1);
    }

    @Test
    void known_addsUpWhatEachUsuallyTakes() {
        allKnown();
        var outlook = outlook(false, idle("db"), idle("api"));
        assertThat(outlook.forecast().total()).isEqualTo(Duration.ofSeconds(8));
        assertThat(outlook.slowest()).isEqualTo(Duration.ofSeconds(13));
        assertThat(outlook.isComplete()).isTrue();
        assertThat(PlanWords.total(outlook)).isEqualTo("About 8.0 s");
        assertThat(PlanWords.remark(restart(false), outlook)).isEqualTo("Slowest of the last 20 runs: 13 s");
    }

    @Test
    void backlog_comesFirst_lessWhatHasRunAlready() {
        allKnown();
        var outlook = outlook(false, busy("db", 3, RESTART, RESTART), idle("api"));
        // 2 s of the active one, 2 × 5 s, then the plan's own stop and starts.
        assertThat(outlook.forecast().total()).isEqualTo(Duration.ofSeconds(12 + 1 + 4 + 2));
        var section = Picture.of(restart(false), outlook).sections().getFirst();
        assertThat(section.waves().getLast().lane().words()).isEqualTo("waits 11 s, then 1.0 s");
    }

    @Test
    void merging_savesWhatIsTakenIn() {
        allKnown();
        var db = busy("db", 3, START, RESTART, RESTART);
        var outlook = outlook(false, db, idle("api"));
        assertThat(PlanWords.count(outlook.merged())).isEqualTo("3 operations");
        assertThat(outlook.saved()).isEqualTo(Duration.ofSeconds(14));
        assertThat(outlook(true, db, idle("api")).forecast().total()).isEqualTo(Duration.ofSeconds(2 + 1 + 4 + 2));
    }

    @Test
    void unknown_isSaid_andNotDrawn() {
        took("db", START, 4);
        var outlook = outlook(false, idle("db"), idle("api"));
        assertThat(PlanWords.total(outlook)).isEqualTo("At least 4.0 s");
        assertThat(PlanWords.remark(restart(false), outlook)).isEqualTo("3 of 4 run times are not known yet");
        var lane = Picture.of(restart(false), outlook)
                .sections()
                .getFirst()
                .waves()
                .getFirst()
                .lane();
        assertThat(lane.runs()).isEmpty();
        assertThat(lane.words()).isEqualTo("not known yet");
    }

    // --- stops that come before all else ---

    private static PlanProposal stopNow() {
        var plan = new BulkPlan(
                List.of(new Member("api", STOP, List.of()), new Member("db", STOP, List.of(new Gate(0, Until.ENDED)))),
                0,
                false,
                false,
                true);
        return new PlanProposal(PlanRequest.stopNow(Set.of("db", "api")), plan, List.of(), List.of(), Set.of());
    }

    @Test
    void stopNow_waitsForNothingThatIsThere() {
        allKnown();
        var queues = Map.of("db", busy("db", 3, RESTART, RESTART), "api", busy("api", 1, RESTART));
        var outlook = Outlook.of(stopNow(), queues, Set.of(), times, NOW);
        assertThat(PlanWords.estimate(outlook)).isEqualTo("about 2.0 s");
    }

    @Test
    void stopNow_takesAStopOver_whoseClockGoesOn() {
        took("db", STOP, 1);
        took("api", STOP, 10);
        var started = NOW - Duration.ofSeconds(4).toNanos();
        var stopping = new QueueSnapshot(
                "api",
                1,
                new QueueSnapshot.Active(
                        operation("api", STOP),
                        List.of(),
                        Instant.EPOCH,
                        started,
                        Duration.ofSeconds(30),
                        List.of(),
                        false,
                        false,
                        false,
                        null),
                List.of(),
                false,
                false,
                null);
        var outlook = Outlook.of(stopNow(), Map.of("db", idle("db"), "api", stopping), Set.of(), times, NOW);
        assertThat(outlook.forecast().total()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatDoesNotRun_takesNoTime_andIsDrawnSo() {
        took("db", STOP, 1);
        var queues = Map.of("db", idle("db"), "api", idle("api"));
        var outlook = Outlook.of(stopNow(), queues, Set.of("api"), times, NOW);
        assertThat(PlanWords.estimate(outlook)).isEqualTo("about 1.0 s");
        var wave = Picture.of(stopNow(), outlook).sections().getFirst().waves().getFirst();
        assertThat(wave.chips()).containsExactly(new Picture.Chip("api", "not running", true, ""));
        assertThat(wave.lane()).isEqualTo(Picture.Lane.NONE);
    }

    @Test
    void nothingKnown_drawsNothing() {
        var outlook = outlook(false, idle("db"), idle("api"));
        assertThat(PlanWords.total(outlook)).isEmpty();
        assertThat(Picture.of(restart(false), outlook).sections())
                .allSatisfy(section -> assertThat(section.waves())
                        .allSatisfy(wave -> assertThat(wave.lane()).isEqualTo(Picture.Lane.NONE)));
    }
}

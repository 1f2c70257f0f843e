package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.TestQueue.GRACE;
import static dev.signalbox.operation.TestQueue.TIMEOUT;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.isDone;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rules 8 to 10: the deadline, what waits behind it, and results that come too late")
class TimeoutTest {
    private static final Duration JUST_BEFORE = TIMEOUT.minusNanos(1);
    private static final Duration A_NANO = Duration.ofNanos(1);

    private final TestQueue test = new TestQueue();

    @Test // rule 8
    void timeout_countsFromTheBodysStart() {
        var first = test.occupy("api");
        var body = test.bodies("api").next(HeldBody.obedient());
        var second = test.start("api");
        test.time.advance(Duration.ofSeconds(20));
        first.letGo();
        var context = body.awaitBegun();
        assertThat(context.remaining()).isEqualTo(TIMEOUT);

        test.time.advance(JUST_BEFORE);
        assertThat(second.state()).isEqualTo(Ticket.State.RUNNING);
        assertThat(context.remaining()).isEqualTo(A_NANO);
        test.time.advance(A_NANO);
        assertThat(outcome(second)).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        assertThat(context.remaining()).isZero();
    }

    @Test // rule 8
    void startsAndStops_haveTimeoutsOfTheirOwn_andARestartBoth() {
        var hour = Duration.ofHours(1);
        var settings = new QueueSettings(QueueSettings.Policy.KEEP, TIMEOUT, hour, GRACE, false);
        assertEndsAt(TIMEOUT, settings, OperationKind.START);
        assertEndsAt(hour, settings, OperationKind.STOP);
        assertEndsAt(hour.plus(TIMEOUT), settings, OperationKind.RESTART);
    }

    private void assertEndsAt(Duration timeout, QueueSettings settings, OperationKind kind) {
        var service = kind.word();
        var bodies = new TestBodies();
        test.queue.register(service, settings, bodies);
        var body = bodies.next(HeldBody.obedient());
        var ticket = TestQueue.accepted(test.queue.submit(service, kind, Source.OPERATOR));
        body.awaitBegun();
        assertThat(test.queue.snapshot(service).active().timeout()).isEqualTo(timeout);
        test.time.advance(timeout.minusNanos(1));
        assertThat(ticket.state()).isEqualTo(Ticket.State.RUNNING);
        test.time.advance(A_NANO);
        assertThat(outcome(ticket)).isEqualTo(new Outcome.TimedOut(timeout));
    }

    @Test // rule 8
    void job_hasAllTheTime_unlessItSaysOtherwise() {
        var bodies = new TestBodies();
        var settings = new QueueSettings(QueueSettings.Policy.KEEP, null, TIMEOUT, GRACE, true);
        test.queue.register("backup", settings, bodies);
        var body = bodies.next(HeldBody.obedient());
        var run = TestQueue.accepted(test.queue.submit("backup", OperationKind.START, Source.OPERATOR));
        var again = TestQueue.accepted(test.queue.submit("backup", OperationKind.START, Source.OPERATOR));
        var context = body.awaitBegun();
        var queue = test.queue.snapshot("backup");
        assertThat(queue.active().timeout()).isNull();
        assertThat(queue.waiting().getFirst().startsBy()).as("nobody knows").isNull();
        test.time.advance(Duration.ofDays(1000));
        assertThat(run.state()).isEqualTo(Ticket.State.RUNNING);
        assertThat(context.remaining()).isPositive();
        test.queue.cancel(id(run));
        assertThat(outcome(run)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(outcome(again)).isEqualTo(new Outcome.Succeeded());
    }

    @Test // rule 8
    void waiting_isMeasuredApartFromRunning() {
        var first = test.occupy("api");
        var body = test.bodies("api").next(HeldBody.obedient());
        var second = test.start("api");
        test.time.advance(Duration.ofSeconds(7));
        first.letGo();
        body.awaitBegun();
        test.time.advance(Duration.ofSeconds(3));
        body.letGo();
        outcome(second);
        var last = test.queue.snapshot("api").last();
        assertThat(last.waited()).isEqualTo(Duration.ofSeconds(7));
        assertThat(last.ran()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test // rule 9
    void deadline_passed_interruptsAndEndsButKeepsTheServiceTaken() {
        var body = test.occupy("api", HeldBody.stubborn());
        var next = test.start("api");
        test.time.advance(TIMEOUT);
        await().until(() -> body.interrupts() == 1);
        var active = test.queue.snapshot("api").active();
        assertThat(active.outcome()).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        assertThat(active.stopRequested()).isTrue();
        assertThat(next.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(test.reason(next)).isEqualTo(new WaitReason.Behind(active.operation()));

        body.letGo();
        assertThat(outcome(next)).isEqualTo(new Outcome.Succeeded());
    }

    @Test // rule 9
    void grace_passed_isWedgedAndWhatWaitsStaysVisibleAndCancellable() {
        var body = test.occupy("api", HeldBody.stubborn());
        var next = test.start("api");
        var afterNext = test.start("api");
        test.time.advance(TIMEOUT.plus(GRACE).minusNanos(1));
        assertThat(test.queue.snapshot("api").wedged()).isFalse();
        test.time.advance(A_NANO);
        assertThat(test.queue.snapshot("api").wedged()).isTrue();
        assertThat(test.reason(next))
                .isEqualTo(new WaitReason.Wedged(body.awaitBegun().operation()));
        assertThat(test.reason(afterNext)).isEqualTo(new WaitReason.Behind(next.operation()));
        assertThat(test.cancel(next)).isEqualTo(CancelResult.CANCELLED);

        body.letGo();
        assertThat(outcome(afterNext)).isEqualTo(new Outcome.Succeeded());
        assertThat(test.queue.snapshot("api").wedged()).isFalse();
    }

    @Test // rule 9
    void grace_afterACancellation_countsFromIt() {
        test.occupy("api", HeldBody.stubborn());
        test.time.advance(Duration.ofSeconds(5));
        test.queue.cancel(1);
        test.time.advance(GRACE);
        assertThat(test.queue.snapshot("api").wedged()).isTrue();
        assertThat(test.queue.snapshot("api").active().outcome()).isNull();
        test.time.advance(TIMEOUT);
        assertThat(test.queue.snapshot("api").active().outcome()).isEqualTo(new Outcome.TimedOut(TIMEOUT));
    }

    @Test // rule 10
    void result_afterTheOutcome_isALateEffectAndNothingElse() {
        test.bodies("api").next(HeldBody.stubborn(_ -> {
            throw new IllegalStateException("port 80 is taken");
        }));
        var body = test.bodies("web").next(HeldBody.stubborn());
        var api = test.start("api");
        var web = test.start("web");
        body.awaitBegun();
        test.time.advance(TIMEOUT);
        assertThat(outcome(web)).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        body.letGo();
        await().until(() -> test.journal.has(JournalRecord.LateEffect.class, id(web)));
        assertThat(outcome(web)).isEqualTo(new Outcome.TimedOut(TIMEOUT));
        assertThat(test.journal.story(id(web))).containsExactly("Accepted", "Started", "Ended", "LateEffect");
        assertThat(test.journal.records().getLast())
                .extracting(record -> ((JournalRecord.LateEffect) record).effect())
                .isEqualTo("the body ended normally");
        assertThat(isDone(api.outcome())).isTrue();
    }

    @Test
    void alarm_ofAnEndedOperation_doesNotTouchTheNext() {
        var first = test.occupy("api");
        test.time.advance(Duration.ofSeconds(29));
        var body = test.bodies("api").next(HeldBody.obedient());
        var second = test.start("api");
        first.letGo();
        body.awaitBegun();
        test.time.advance(Duration.ofSeconds(29));
        assertThat(second.state()).isEqualTo(Ticket.State.RUNNING);
        test.time.advance(Duration.ofSeconds(1));
        assertThat(outcome(second)).isInstanceOf(Outcome.TimedOut.class);
    }

    @Test
    void settings_outOfRange_areRejectedWithTheLimits() {
        var policy = QueueSettings.Policy.KEEP;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueSettings(policy, Duration.ZERO, GRACE))
                .withMessage("timeout must be above zero and at most 365 days, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QueueSettings(policy, TIMEOUT, Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageStartingWith("grace must be at least zero and at most 365 days, not PT");
    }
}

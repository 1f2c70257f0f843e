package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.OperationKind.RESTART;
import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static dev.signalbox.operation.TestQueue.accepted;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.isDone;
import static dev.signalbox.operation.TestQueue.outcome;
import static dev.signalbox.operation.TestQueue.refusal;
import static dev.signalbox.operation.TestQueue.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 28c: a stop gets through without the journal, and all else is refused")
final class StopWithoutJournalTest {
    private static final Duration STALL = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Outcome DONE = new Outcome.Succeeded();

    private final TestQueue test = new TestQueue();

    private List<Ticket> submit(Source source, Member... members) {
        return submit(new BulkPlan(List.of(members), 0, false, false), source);
    }

    private List<Ticket> submit(BulkPlan plan, Source source) {
        PlanSubmission answer = soon(test.queue.submit(plan, source));
        assertThat(answer).isInstanceOf(PlanSubmission.Accepted.class);
        return ((PlanSubmission.Accepted) answer).ticket().members();
    }

    private static Member stop(String service, Integer... after) {
        return new Member(
                service,
                STOP,
                List.of(after).stream().map(i -> new Gate(i, Until.SUCCEEDED)).toList());
    }

    // --- the journal cannot be written ---

    @Test
    void stop_whileTheDiskIsFull_runsAtOnce_saysItIsNotRecorded_andIsRecordedLater() {
        test.journal.breakDown();
        var stop = test.stop("filler");
        assertThat(outcome(stop)).isEqualTo(DONE);
        assertThat(stop.isRecorded()).isFalse();
        assertThat(test.queue.ticket(id(stop))).isSameAs(stop);

        test.journal.repair();
        test.time.advance(RETRY);
        await().until(stop::isRecorded);
        assertThat(test.journal.story(id(stop))).containsExactly("Accepted", "Started", "Ended");
        assertThat(test.queue.ticket(id(stop))).isNull();
    }

    @Test
    void stopNowAndKill_whileTheJournalIsLocked_getThrough() {
        test.bodies("api");
        test.journal.breakDown();
        assertThat(outcome(test.stopNow("api"))).isEqualTo(DONE);
        assertThat(outcome(accepted(test.queue.kill("api", Source.OPERATOR)))).isEqualTo(DONE);
    }

    @Test
    void startAndRestart_whileTheDiskIsFull_areRefused() {
        test.journal.breakDown();
        assertThat(refusal(test.submit("api", START))).contains("disk full");
        assertThat(refusal(test.submit("api", RESTART))).contains("disk full");
    }

    @Test
    void stopOfTheProgramItself_whileTheDiskIsFull_isRefused() {
        test.bodies("api");
        test.journal.breakDown();
        assertThat(refusal(test.queue.submit("api", STOP, new Source(Source.Road.RELOAD, ""))))
                .contains("disk full");
    }

    @Test // 31
    void restartThatWaitsForTheJournal_isSupersededByTheStop() {
        var body = test.occupy("api");
        var restart = test.restart("api");
        test.journal.breakDown();
        body.letGo();
        await().until(() -> test.reason(restart) instanceof WaitReason.JournalDown);
        var stop = test.stop("api");
        assertThat(outcome(stop)).isEqualTo(DONE);
        test.journal.repair();
        test.time.advance(RETRY);
        assertThat(outcome(restart)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(test.bodies("api").started()).doesNotContain(id(restart));
    }

    @Test
    void stopThatWaitsBehindARunningStart_whenTheJournalGoes_runsWithoutIt() {
        var body = test.occupy("api");
        var stop = test.stop("api");
        test.journal.breakDown();
        body.letGo();
        assertThat(outcome(stop)).isEqualTo(DONE);
        assertThat(stop.isRecorded()).isFalse();
    }

    @Test
    void stopThatWaitsBehindAStart_whenTheDiskFills_getsThroughAllTheSame() {
        var body = test.occupy("api");
        var start = test.start("api");
        var stop = test.stop("api");
        var later = test.start("api");
        test.journal.breakDown();
        body.letGo();
        assertThat(outcome(stop)).isEqualTo(DONE);
        assertThat(start.state()).isEqualTo(Ticket.State.ENDED_NOT_RECORDED);
        assertThat(later.state()).isEqualTo(Ticket.State.WAITING);
        test.journal.repair();
        test.time.advance(RETRY);
        assertThat(outcome(start)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(outcome(later)).isEqualTo(DONE);
    }

    @Test
    void stopThatWaitsBehindAStart_whenTheDiskHangs_getsThroughAllTheSame() {
        var body = test.occupy("api");
        var start = test.start("api");
        var stop = test.stop("api");
        test.journal.answerLater();
        body.letGo();
        await().until(() -> test.queue.snapshot("api").active() == null);
        test.time.advance(STALL);
        assertThat(outcome(stop)).isEqualTo(DONE);
        test.journal.answerAtOnce();
        assertThat(outcome(start)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
    }

    @Test // 34
    void stopsOfAPlan_whileTheDiskIsFull_openTheirGatesAtOnce() {
        test.bodies("web");
        test.bodies("db");
        test.journal.breakDown();
        var tickets = submit(Source.OPERATOR, stop("web"), stop("db", 0));
        assertThat(tickets).allSatisfy(ticket -> assertThat(outcome(ticket)).isEqualTo(DONE));
        test.journal.repair();
        test.time.advance(RETRY);
        await().until(() -> tickets.stream().allMatch(Ticket::isRecorded));
        assertThat(test.journal.records().stream()
                        .map(JournalRecord.Accepted.class::isInstance)
                        .limit(2))
                .containsOnly(true);
    }

    @Test
    void stopsOfClosing_whileTheDiskIsFull_getThrough() {
        test.bodies("web");
        test.journal.breakDown();
        var tickets = submit(Source.CLOSING, stop("web"));
        assertThat(outcome(tickets.getFirst())).isEqualTo(DONE);
    }

    @Test
    void restartPlan_whileTheDiskIsFull_isRefusedAsAWhole() {
        test.bodies("web");
        test.journal.breakDown();
        var plan = new BulkPlan(
                List.of(stop("web"), new Member("web", START, List.of(new Gate(0, Until.SUCCEEDED)))), 0, false, false);
        assertThat(soon(test.queue.submit(plan, Source.OPERATOR))).isInstanceOf(PlanSubmission.Refused.class);
    }

    @Test
    void stopHalfOfARestartPlan_whenTheJournalGoes_waitsForIt_asItsStartCouldNotFollow() {
        var body = test.occupy("web");
        var plan = new BulkPlan(
                List.of(stop("web"), new Member("web", START, List.of(new Gate(0, Until.SUCCEEDED)))), 0, false, false);
        var half = submit(plan, Source.OPERATOR).getFirst();
        test.journal.breakDown();
        body.letGo();
        await().until(() -> test.queue.snapshot("web").active() == null);
        assertThat(test.reason(half)).isInstanceOf(WaitReason.JournalDown.class);
    }

    @Test
    void heldQueue_whileTheDiskIsFull_holdsAStopAsEver_butForStopNow() {
        test.bodies("api");
        test.queue.hold("api");
        test.journal.breakDown();
        var stop = test.stop("api");
        assertThat(test.reason(stop)).isEqualTo(new WaitReason.Held());
        assertThat(outcome(test.stopNow("api"))).isEqualTo(DONE);
    }

    // --- the journal does not answer ---

    @Test // 32
    void stop_whileTheDiskHangs_isAcceptedAfterTwoSeconds_andNotRecorded() {
        test.bodies("api");
        test.journal.answerLater();
        var answer = test.submit("api", STOP);
        assertThat(isDone(answer)).isFalse();
        test.time.advance(STALL);
        var stop = accepted(answer);
        assertThat(outcome(stop)).isEqualTo(DONE);
        assertThat(stop.isRecorded()).isFalse();
        test.journal.completeAll();
        await().until(stop::isRecorded);
        assertThat(test.journal.story(id(stop))).containsExactly("Accepted", "Started", "Ended");
    }

    @Test
    void secondStop_whileTheDiskHangs_waitsForNothing() {
        test.bodies("api");
        test.journal.answerLater();
        var first = test.submit("api", STOP);
        test.time.advance(STALL);
        accepted(first);
        assertThat(outcome(accepted(test.submit("api", STOP)))).isEqualTo(DONE);
    }

    @Test
    void startThatIsAboutToBegin_whileTheDiskHangs_saysSo_andGivesWayToAStop() {
        test.bodies("api");
        test.journal.answerLater();
        var asked = test.submit("api", START);
        test.journal.completeNext();
        var start = accepted(asked);
        test.time.advance(STALL);
        assertThat(test.reason(start).describe()).contains("it does not answer");
        assertThat(test.queue.journalTrouble()).isEqualTo("it does not answer");
        var stop = accepted(test.submit("api", STOP));
        assertThat(outcome(stop)).isEqualTo(DONE);
        test.journal.answerAtOnce();
        assertThat(outcome(start)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(test.bodies("api").started()).containsExactly(id(stop));
    }

    @Test
    void startThatWasAskedForBeforeAStop_andIsRecordedAfterIt_neverRuns() {
        test.bodies("api");
        test.journal.answerLater();
        var asked = test.submit("api", START);
        var answer = test.submit("api", STOP);
        test.time.advance(STALL);
        var stop = accepted(answer);
        assertThat(outcome(stop)).isEqualTo(DONE);
        test.journal.answerAtOnce();
        assertThat(outcome(accepted(asked))).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(test.bodies("api").started()).containsExactly(id(stop));
    }

    @Test
    void planThatWasAskedForBeforeAStop_andIsRecordedAfterIt_startsWhatWasNotStopped() {
        test.bodies("web");
        test.bodies("db");
        test.journal.answerLater();
        var plan = new BulkPlan(
                List.of(new Member("db", START, List.of()), new Member("web", START, List.of())), 0, false, false);
        var asked = test.queue.submit(plan, Source.OPERATOR);
        var answer = test.submit("web", STOP);
        test.time.advance(STALL);
        var stop = accepted(answer);
        assertThat(outcome(stop)).isEqualTo(DONE);
        test.journal.answerAtOnce();
        var members = ((PlanSubmission.Accepted) soon(asked)).ticket().members();
        assertThat(outcome(members.getFirst())).isEqualTo(DONE);
        assertThat(outcome(members.getLast())).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
    }

    @Test
    void journalThatAnswersAgain_isSaidToBeInTheWayNoLonger() {
        test.bodies("api");
        test.journal.answerLater();
        var asked = test.submit("api", START);
        test.journal.completeNext();
        test.time.advance(STALL);
        test.journal.answerAtOnce();
        assertThat(outcome(accepted(asked))).isEqualTo(DONE);
        assertThat(outcome(test.stop("api"))).isEqualTo(DONE);
        assertThat(test.journal.pending()).isZero();
        assertThat(test.queue.journalTrouble()).isNull();
    }

    // --- a submission that is not answered ---

    @Test
    void restart_whileTheDiskHangsForHalfAMinute_isRefused_andNeverRuns() {
        test.bodies("api");
        test.journal.answerLater();
        var answer = test.submit("api", RESTART);
        test.time.advance(Duration.ofSeconds(29));
        assertThat(isDone(answer)).isFalse();
        test.time.advance(Duration.ofSeconds(1));
        assertThat(refusal(answer)).contains("has not answered within 30 s");

        test.journal.answerAtOnce();
        await().until(() -> test.journal.has(JournalRecord.Ended.class, 1));
        assertThat(test.bodies("api").started()).isEmpty();
        assertThat(test.journal.story(1)).containsExactly("Accepted", "Ended");
        assertThat(outcome(test.start("api"))).isEqualTo(DONE);
    }

    @Test
    void plan_whileTheDiskHangsForHalfAMinute_isRefused_andNeverRuns() {
        test.bodies("web");
        test.bodies("db");
        test.journal.answerLater();
        var plan = new BulkPlan(
                List.of(new Member("db", START, List.of()), new Member("web", START, List.of())), 0, false, false);
        var answer = test.queue.submit(plan, Source.OPERATOR);
        test.time.advance(Duration.ofSeconds(30));
        assertThat(soon(answer)).isInstanceOf(PlanSubmission.Refused.class);
        test.journal.answerAtOnce();
        await().until(() -> test.journal.has(JournalRecord.Ended.class, 2));
        assertThat(test.bodies("db").started()).isEmpty();
        assertThat(isDone(test.queue.drain())).isTrue();
    }
}

package dev.signalbox.operation;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.operation.TestQueue.id;
import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 16: stop now")
class StopNowTest {
    private static final Outcome CANCELLED = new Outcome.Cancelled(new Cancellation.User());

    private final TestQueue test = new TestQueue();

    @Test
    void stopNow_busy_cancelsTheActiveClearsTheRestAndStops() {
        var body = test.bodies("api").next(HeldBody.obedient());
        var active = test.restart("api");
        var waiting = test.start("api");
        body.awaitBegun();
        var stop = test.stopNow("api");
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(stop.operation().kind()).isEqualTo(OperationKind.STOP);
        assertThat(outcome(active)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(outcome(waiting)).isEqualTo(CANCELLED);
        assertThat(test.bodies("api").started()).containsExactly(id(active), id(stop));
        assertThat(test.journal.story(id(active))).containsExactly("Accepted", "Started", "Ended");
        assertThat(test.journal.story(id(waiting))).containsExactly("Accepted", "Ended");
    }

    @Test
    void stopNow_stubbornBody_stillWaitsForItsEnd() {
        var body = test.occupy("api", HeldBody.stubborn());
        var stop = test.stopNow("api");
        await().until(() -> body.interrupts() == 1);
        assertThat(stop.state()).isEqualTo(Ticket.State.WAITING);
        body.letGo();
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void stopNow_held_runsAllTheSameAndOnlyIt() {
        test.bodies("api");
        test.queue.hold("api");
        test.queue.holdAll();
        var waiting = test.start("api");
        var stop = test.stopNow("api");
        var later = test.start("api");
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(outcome(waiting)).isEqualTo(CANCELLED);
        assertThat(later.state()).isEqualTo(Ticket.State.WAITING);
    }

    @Test
    void stopNow_coalescing_isNeverMerged() {
        test.bodies("api", QueueSettings.Policy.COALESCE);
        var body = test.occupy("api", HeldBody.stubborn());
        var stop = test.stopNow("api");
        var restart = test.restart("api");
        body.letGo();
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
        assertThat(outcome(restart)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void stopNow_otherServices_areLeftAlone() {
        test.bodies("api");
        var web = test.occupy("web");
        outcome(test.stopNow("api"));
        assertThat(web.interrupts()).isZero();
    }

    @Test // rule 28d
    void stopNow_aStopIsAtWork_tellsItThatThisOneGoesOnWithIt() {
        test.bodies("api");
        var body = test.bodies("api").next(HeldBody.obedient());
        var gentle = test.stop("api");
        var context = body.awaitBegun();
        var stop = test.stopNow("api");
        assertThat(outcome(gentle)).isEqualTo(new Outcome.Cancelled(new Cancellation.Superseded(id(stop))));
        assertThat(context.cancellation()).isEqualTo(new Cancellation.Superseded(id(stop)));
        assertThat(outcome(stop)).isEqualTo(new Outcome.Succeeded());
    }

    @Test // rule 28d
    void kill_whateverRunsWaitsOrIsHeld_isCarriedOutAtOnceAndThenSeenTo() {
        var bodies = test.bodies("api");
        var body = test.occupy("api", HeldBody.stubborn());
        var waiting = test.start("api");
        test.queue.hold("api");
        var kill = TestQueue.accepted(test.queue.kill("api", Source.OPERATOR));
        await().until(() -> bodies.killed().equals(List.of(id(kill))));
        assertThat(kill.operation().label()).isEqualTo("kill #3");
        assertThat(kill.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(outcome(waiting)).isEqualTo(CANCELLED);
        body.letGo();
        assertThat(outcome(kill)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void kill_whileTheJournalIsDown_killsAllTheSame() {
        var bodies = test.bodies("api");
        test.journal.breakDown();
        var kill = TestQueue.accepted(test.queue.kill("api", Source.OPERATOR));
        await().until(() -> bodies.killed().equals(List.of(id(kill))));
    }
}

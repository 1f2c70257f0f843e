package dev.signalbox.operation;

import static dev.signalbox.operation.TestQueue.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 16: hold and resume")
class HoldTest {
    private final TestQueue test = new TestQueue();

    @Test
    void hold_running_letsTheActiveEndAndStartsNoOther() {
        var body = test.bodies("api").next(HeldBody.obedient());
        var first = test.start("api");
        body.awaitBegun();
        var second = test.start("api");
        test.queue.hold("api");
        body.letGo();
        assertThat(outcome(first)).isEqualTo(new Outcome.Succeeded());
        assertThat(second.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(body.interrupts()).isZero();

        test.queue.resume("api");
        assertThat(outcome(second)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void hold_oneService_leavesTheOthers() {
        test.bodies("api");
        test.queue.hold("api");
        var held = test.start("api");
        assertThat(outcome(test.start("web"))).isEqualTo(new Outcome.Succeeded());
        assertThat(held.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(test.queue.snapshot("api").isHeld()).isTrue();
        assertThat(test.queue.snapshot("web").isHeld()).isFalse();
    }

    @Test
    void holdAll_holdsEveryServiceUntilResumeAll() {
        test.queue.holdAll();
        var api = test.start("api");
        var web = test.start("web");
        test.queue.resume("api");
        assertThat(api.state()).isEqualTo(Ticket.State.WAITING);
        assertThat(test.queue.snapshot("api").allHeld()).isTrue();

        test.queue.resumeAll();
        assertThat(outcome(api)).isEqualTo(new Outcome.Succeeded());
        assertThat(outcome(web)).isEqualTo(new Outcome.Succeeded());
    }

    @Test
    void resumeAll_serviceHeldByItself_staysHeld() {
        test.bodies("api");
        test.queue.hold("api");
        test.queue.holdAll();
        var ticket = test.start("api");
        test.queue.resumeAll();
        assertThat(ticket.state()).isEqualTo(Ticket.State.WAITING);
        test.queue.resume("api");
        assertThat(outcome(ticket)).isEqualTo(new Outcome.Succeeded());
    }
}

package dev.signalbox.operation;

import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.TestQueue.GRACE;
import static dev.signalbox.operation.TestQueue.TIMEOUT;
import static dev.signalbox.operation.TestQueue.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rule 15: every waiting ticket has a reason that a person can read")
class WaitReasonTest {
    private final TestQueue test = new TestQueue();

    private String words(Ticket ticket) {
        return test.reason(ticket).describe();
    }

    @Test
    void reason_behindAnother_namesTheOneJustBefore() {
        test.occupy("api");
        assertThat(words(test.restart("api"))).isEqualTo("behind start #1");
        assertThat(words(test.stop("api"))).isEqualTo("behind restart #2");
    }

    @Test
    void reason_held_saysSo() {
        test.bodies("api");
        test.queue.hold("api");
        assertThat(words(test.start("api"))).isEqualTo("queue held");
        assertThat(words(test.start("api"))).isEqualTo("behind start #1");
        test.queue.holdAll();
        assertThat(words(test.start("web"))).isEqualTo("queue held");
    }

    @Test
    void reason_wedged_namesTheStuckOne() {
        test.occupy("api", HeldBody.stubborn());
        var next = test.start("api");
        test.time.advance(TIMEOUT.plus(GRACE));
        assertThat(words(next)).isEqualTo("service wedged by start #1");
    }

    @Test
    void reason_journalDown_givesItsWords() {
        test.bodies("api");
        test.journal.breakFor(JournalRecord.Started.class::isInstance);
        assertThat(words(test.start("api"))).isEqualTo("journal cannot be written: disk full");
    }

    @Test
    void reason_startIsBeingRecorded_saysSo() {
        test.journal.answerLater();
        var first = test.submit("api", START);
        var second = test.submit("api", START);
        test.journal.completeNext();
        test.journal.completeNext();
        assertThat(words(accepted(first))).isEqualTo("about to start");
        assertThat(words(accepted(second))).isEqualTo("behind start #1");
    }
}

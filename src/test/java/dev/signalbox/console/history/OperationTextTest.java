package dev.signalbox.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.OperationDetails.Effect;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.journal.RecordedOperation.End;
import dev.signalbox.journal.Records;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An operation as text.
class OperationTextTest {
    private final OperationText text = new OperationText(ZoneId.of("Europe/Berlin"));

    @Test
    void ended_saysAllThatIsKnown() {
        var source = new Source(Source.Road.HTTP_API, "ci-deploy");
        var operation = Records.operation(12, "backend", OperationKind.RESTART, source, 9);
        var before = Records.operation(10, "backend", OperationKind.STOP);
        var recorded = new RecordedOperation(
                operation,
                Records.at(12),
                Records.at(14),
                new End(
                        new Outcome.Failed("port 8000 is held"),
                        Records.at(18),
                        Duration.ofMillis(2_000),
                        Duration.ofMillis(4_050),
                        true));
        var details = new OperationDetails(
                recorded,
                List.of(
                        new Step("SIGTERM sent", Duration.ofMillis(3), true),
                        new Step("waiting", Duration.ofMillis(900), false)),
                List.of(new Effect(Records.at(20), "it ended after all")),
                List.of(new RecordedOperation(before, Records.at(10), null, null)),
                List.of(new JournalEvent(Records.at(15), "backend", JournalEvent.Kind.EXIT, "1", "exit code 1")));

        assertThat(text.of(details)).isEqualTo("""
                backend: restart #12 failed: port 8000 is held
                asked by   HTTP API, ci-deploy
                plan       #9
                submitted  2026-03-01 13:00:12.000 +01:00
                started    2026-03-01 13:00:14.000 +01:00
                ended      2026-03-01 13:00:18.000 +01:00
                waited     2.000 s behind stop #10
                ran        4.050 s
                  +0.003 s  SIGTERM sent
                  +0.900 s  waiting …
                exit       2026-03-01 13:00:15.000 +01:00  exit code 1
                later      2026-03-01 13:00:20.000 +01:00  it ended after all
                """);
    }

    @Test
    void waiting_saysWhatItIsBehind() {
        var operation = Records.operation(12, "backend", OperationKind.START);
        var before = Records.operation(10, "backend", OperationKind.STOP);
        var details = new OperationDetails(
                new RecordedOperation(operation, Records.at(12), null, null),
                List.of(),
                List.of(),
                List.of(new RecordedOperation(before, Records.at(10), null, null)),
                List.of());

        assertThat(text.of(details)).isEqualTo("""
                backend: start #12 waiting
                asked by   operator
                submitted  2026-03-01 13:00:12.000 +01:00
                waits      behind stop #10
                """);
    }
}

package dev.signalbox.wire;

import dev.signalbox.journal.History.RunTime;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;

@Says("How long one operation ran.")
public record RunTimeMessage(
        String service, @Values(of = OperationKind.class) String kind, long ranMs) {
    public static RunTimeMessage of(RunTime run) {
        return new RunTimeMessage(run.service(), run.kind().word(), run.ran().toMillis());
    }

    public RunTime toRunTime() {
        return new RunTime(service, Words.constant("kind", kind, OperationKind.class), Duration.ofMillis(ranMs));
    }
}

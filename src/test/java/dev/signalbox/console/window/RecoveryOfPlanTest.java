package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.InterruptedOperations;
import dev.signalbox.journal.Interruption;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What is left of a plan after a crash.
class RecoveryOfPlanTest extends ConsoleTest {
    private static final long PLAN = 1_020;

    private final Instant crash = Instant.now();

    @Override
    void arrange() {
        services.add("", "api", "serve --port 1").add("", "web", "serve --port 2", "api");
    }

    @Override
    Interruption interruption() {
        var cancelled = List.of(
                waited(1_020, "api", OperationKind.START, PLAN),
                waited(1_021, "web", OperationKind.START, PLAN),
                waited(1_022, "web", OperationKind.RESTART, 0));
        return new Interruption(crash, cancelled, List.of());
    }

    private RecordedOperation waited(long id, String service, OperationKind kind, long plan) {
        return InterruptedOperations.waited(new Operation(id, service, kind, Source.OPERATOR, Map.of(), plan, crash));
    }

    @Test
    void restOfAPlan_isAPlanAgain_inItsPlace() throws Exception {
        assertThat(lookup("#recoveryRemark").<Labeled>query().getText()).contains("as a plan again");
        services.driver("api").hang();
        type(KeyCode.ENTER);
        until(() -> service("web").queue().waiting().size() == 2);
        assertThat(submitted()).extracting(Operation::service).containsExactly("api", "web", "web");
        assertThat(submitted()).extracting(Operation::plan).containsExactly(1L, 1L, 0L);
        assertThat(service("web").queue().active()).as("what waits for api").isNull();
        until(() -> lookup("The rest of plan #1020").tryQuery().isPresent());

        services.driver("api").release();
        until(() -> service("web").status().state() == ServiceState.RUNNING);
    }

    private List<Operation> submitted() {
        return services.records().stream()
                .filter(JournalRecord.Accepted.class::isInstance)
                .map(record -> ((JournalRecord.Accepted) record).operation())
                .toList();
    }
}

package dev.signalbox.console.plan;

import static dev.signalbox.operation.OperationKind.START;
import static dev.signalbox.operation.OperationKind.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanForecastTest {
    /// A restart of `web` and of `api`, which it needs.
    private static final BulkPlan RESTARTS = new BulkPlan(
            List.of(
                    member("web", STOP),
                    member("api", STOP, new Gate(0, Until.SUCCEEDED)),
                    member("api", START, new Gate(1, Until.SUCCEEDED)),
                    member("web", START, new Gate(2, Until.SUCCEEDED))),
            0,
            false,
            false);

    private static Member member(String service, OperationKind kind, Gate... after) {
        return new Member(service, kind, List.of(after));
    }

    @Test
    void whatIsUsual_addsUpBehindTheWorkThatIsThere() {
        var usual = Map.of(STOP, Duration.ofSeconds(1), START, Duration.ofSeconds(3));
        var forecast = PlanForecast.of(
                RESTARTS, (_, kind) -> Optional.ofNullable(usual.get(kind)), Map.of("web", Duration.ofSeconds(5)));
        assertThat(forecast.complete()).isTrue();
        assertThat(forecast.members().getFirst())
                .isEqualTo(new PlanForecast.Slot(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertThat(forecast.total()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void timesThatNobodyKnows_makeItIncomplete() {
        assertThat(PlanForecast.of(RESTARTS, (_, _) -> Optional.empty(), Map.of())
                        .complete())
                .isFalse();
    }
}

package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Machine;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.shape.Polyline;
import org.junit.jupiter.api.Test;

/// What rows and the summary say of what services use.
class UsageRowsTest extends ConsoleTest {
    private static final Machine MACHINE = new Machine(8, 16_000_000_000L);

    private volatile Usages usages = Usages.NONE;

    @Override
    void arrange() {
        services.add("Core", "alpha", "alpha --serve").add("Core", "beta", "beta --serve");
        services.shown().answering("usages", () -> usages);
    }

    private static Usage usage(double cpu, long memory) {
        var at = Instant.parse("2026-01-31T12:00:00Z");
        return new Usage(at, at, cpu, 3, memory, 4, 5, 5, List.of(), Limits.NONE, null);
    }

    private void use(Map<String, Usage> now) throws Exception {
        usages = new Usages(MACHINE, now);
        until(() -> model.usages().usages().equals(usages));
        settle();
    }

    private String figure(String service, String column) {
        return from(line(service))
                .lookup("." + column + " .label")
                .<Label>query()
                .getText();
    }

    private int points(String service, String column) {
        return from(line(service))
                        .lookup("." + column + " .line")
                        .<Polyline>query()
                        .getPoints()
                        .size()
                / 2;
    }

    private void resize(double width) throws Exception {
        fx(() -> {
            stage.setWidth(width);
            return null;
        });
        settle();
    }

    private List<String> columns() {
        return lookup(".column-header > .label").<Label>queryAll().stream()
                .filter(Node::isVisible)
                .map(Label::getText)
                .toList();
    }

    @Test
    void row_tellsWhatItsServiceUses_andDrawsEachLook() throws Exception {
        assertThat(figure("alpha", "column-cpu")).isEqualTo("–");

        use(Map.of("alpha", usage(0.414, 812_000_000)));
        assertThat(figure("alpha", "column-cpu")).isEqualTo("41%");
        assertThat(figure("alpha", "column-memory")).isEqualTo("812 MB");
        assertThat(figure("beta", "column-memory")).isEqualTo("–");
        assertThat(points("alpha", "column-memory")).isEqualTo(1);

        use(Map.of("alpha", usage(Double.NaN, 1_610_000_000), "beta", usage(0, 7_000)));
        assertThat(figure("alpha", "column-cpu")).isEqualTo("–");
        assertThat(figure("alpha", "column-memory")).isEqualTo("1.6 GB");
        assertThat(points("alpha", "column-cpu"))
                .as("what is not known is no zero")
                .isEqualTo(1);
        assertThat(points("alpha", "column-memory")).isEqualTo(2);
        assertThat(points("beta", "column-memory")).isEqualTo(1);
    }

    @Test
    void columns_goFirst_whereTheTableGetsNarrow() throws Exception {
        resize(1000);
        assertThat(columns()).contains("CPU", "Memory", "Uptime");
        resize(1300);
        assertThat(columns()).contains("Memory", "Uptime").doesNotContain("CPU");
        assertThat(from(line("alpha")).lookup(".column-cpu").<Node>query().isVisible())
                .isFalse();
    }

    @Test
    void summary_tellsWhatAllUseOfTheMachine_whereThereIsRoom() throws Exception {
        resize(1440);
        use(Map.of("alpha", usage(0.8, 1_000_000_000), "beta", usage(0.8, 1_100_000_000)));
        var machine = lookup("#machine").<Label>query();

        assertThat(machine.getText()).isEqualTo("20% of 8 cores, 2.1 GB of 16 GB");
        resize(1000);
        assertThat(machine.getText()).isEmpty();
    }
}

package dev.signalbox.console.inspector;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Quantiles;
import dev.signalbox.journal.History.Uptime;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the inspector tells of a service's past.
class FiguresCardTest extends FxTest {
    private static final Map<OperationKind, Figures> FEW =
            Map.of(OperationKind.START, figures(1, 0, 0, 1_200), OperationKind.RESTART, figures(40, 1, 300, 4_100));
    static final Map<OperationKind, Figures> MANY = Map.of(
            OperationKind.START, figures(12, 0, 0, 1_200),
            OperationKind.STOP, figures(3, 1, 400, 252_000),
            OperationKind.RESTART, figures(1_204, 31, 33_000_000, 4_100));
    static final Uptime GOOD =
            new Uptime(Duration.ofHours(9_998), Duration.ofHours(2), Duration.ofSeconds(258), 3, 1.41);

    private InspectorFixture fixture;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        fixture = fx(() -> new InspectorFixture(folder, stage, Theme.DARK));
        fixture.history.tell("frontend", FEW, GOOD);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /// Of which half took `ran` milliseconds and the slowest twice that.
    private static Figures figures(int count, int failed, long waited, long ran) {
        return new Figures(count, failed, quantiles(waited), quantiles(ran));
    }

    private static Quantiles quantiles(long millis) {
        return new Quantiles(Duration.ofMillis(millis), Duration.ofMillis(2 * millis));
    }

    @Test
    void serviceWithoutAPast_saysSo() {
        await().until(() -> isShown(".figures-none"));

        assertThat(text("#figures-uptime")).isEqualTo("–");
        assertThat(text("#figures-outage")).isEqualTo("–");
        assertThat(text("#figures-restarts")).isEqualTo("0");
        assertThat(isShown(".figures-table")).isFalse();
    }

    @Test
    void figures_areShownByKind() {
        interact(() -> fixture.panel.show(fixture.frontend));
        await().until(() -> isShown(".figures-table"));

        assertThat(text("#figures-uptime")).isEqualTo("99.98 %");
        assertThat(text("#figures-outage")).isEqualTo("4 m 18 s");
        assertThat(text("#figures-restarts")).isEqualTo("1.4");
        assertThat(cells())
                .endsWith(
                        "1 start",
                        "0 %",
                        "0.0 s",
                        "0.0 s",
                        "1.2 s",
                        "2.4 s",
                        "40 restarts",
                        "2.5 %",
                        "0.3 s",
                        "0.6 s",
                        "4.1 s",
                        "8.2 s");
    }

    @Test
    void whereNoneSucceeded_noTimeIsInvented() {
        fixture.history.tell("frontend", Map.of(OperationKind.STOP, figures(2, 2, 300, 0)), GOOD);
        interact(() -> fixture.panel.show(fixture.frontend));
        await().until(() -> isShown(".figures-table"));

        assertThat(cells()).endsWith("2 stops", "100 %", "0.3 s", "0.6 s", "–", "–");
    }

    @Test
    void quickChangeOfSelection_neverShowsTheFiguresOfTheOther() {
        var late = fixture.history.hold("frontend");
        interact(() -> fixture.panel.show(fixture.frontend));
        assertThat(text("#figures-uptime")).as("while nothing is known yet").isEmpty();
        assertThat(isShown(".figures-none")).isFalse();

        interact(() -> fixture.panel.show(fixture.backend));
        late.countDown();

        await().until(() -> isShown(".figures-none"));
        assertThat(text("#figures-uptime")).isEqualTo("–");
        assertThat(isShown(".figures-table")).isFalse();
    }

    @Test
    void theOtherOnesFigures_goAtOnce() {
        interact(() -> fixture.panel.show(fixture.frontend));
        await().until(() -> isShown(".figures-table"));
        var late = fixture.history.hold("backend");

        interact(() -> fixture.panel.show(fixture.backend));

        assertThat(isShown(".figures-table")).isFalse();
        assertThat(text("#figures-uptime")).isEmpty();
        late.countDown();
        await().until(() -> isShown(".figures-none"));
    }

    @Test
    void operationThatEnds_bringsNewFigures() {
        await().until(() -> isShown(".figures-none"));
        fixture.history.tell("backend", FEW, GOOD);

        fixture.submit(OperationKind.START, Source.OPERATOR);

        await().until(() -> isShown(".figures-table"));
    }

    @Test
    void journalThatCannotBeRead_isToldInPlace() {
        await().until(() -> isShown(".figures-none"));
        fixture.history.fail("the journal cannot be read: disk I/O error");

        interact(() -> fixture.panel.show(fixture.frontend));

        await().until(() -> isShown(".figures-problem"));
        assertThat(text(".figures-problem")).isEqualTo("No figures: the journal cannot be read: disk I/O error");
        assertThat(isShown(".figures-table")).isFalse();
    }

    private List<String> cells() {
        return from(lookup(".figures-table")).lookup(".label").queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .toList();
    }

    private boolean isShown(String query) {
        return lookup(query).query().isVisible();
    }

    private String text(String query) {
        return lookup(query).<Labeled>query().getText();
    }
}

package dev.signalbox.console.history;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static dev.signalbox.journal.Records.started;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.SelectableTextFlow;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.journal.HistoryExport;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.journal.Records;
import dev.signalbox.journal.Retention;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import org.controlsfx.control.CheckComboBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window of the history over a true journal.
class HistoryWindowTest extends FxTest {
    private static final Source DEPLOY = new Source(Source.Road.HTTP_API, "ci-deploy");

    @TempDir
    private Path folder;

    private Journal journal;
    private FakeServices services;
    private OperationQueueModel model;
    private HistoryActions actions;
    private HistoryWindow window;
    private final List<Operation> logsShown = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(folder.resolve("journal.db"), () -> Records.at(5_000), Retention.DEFAULT);
        ran(operation(1, "backend", OperationKind.START), new Outcome.Succeeded());
        ran(operation(2, "frontend", OperationKind.START, DEPLOY, 0), new Outcome.Failed("port 8000 is held"));
        var stop = operation(3, "dashboard", OperationKind.STOP, Source.OPERATOR, 3);
        var start = operation(4, "dashboard", OperationKind.START, Source.OPERATOR, 3);
        ran(stop, new Outcome.Succeeded());
        ran(start, new Outcome.Cancelled(new Cancellation.Dependency(2, "frontend")));
        ran(operation(5, "worker", OperationKind.STOP), new Outcome.Succeeded());
        services = new FakeServices(folder)
                .logIn(folder)
                .add("", "backend", "backend")
                .add("", "frontend", "frontend")
                .add("", "dashboard", "dashboard");
        fx(() -> {
            model = services.model();
            stage.setScene(new Scene(new StackPane(), 200, 200));
            stage.show();
            actions = new HistoryActions(model, new Commands(model, stage, new Notices(stage)), journal.history());
            actions.onShowLog(logsShown::add);
            window = new HistoryWindow(model, actions, "demo", new SimpleObjectProperty<>(Theme.DARK), stage);
            actions.onSearch(window::show);
            window.show();
            return null;
        });
        shows("5 operations");
    }

    @AfterEach
    void close() throws Exception {
        fx(() -> {
            window.close();
            model.close();
            return null;
        });
        services.close();
        journal.close();
    }

    private void ran(Operation operation, Outcome outcome) {
        durably(journal.append(List.of(accepted(operation), started(operation), ended(operation, outcome))));
    }

    private static void until(Callable<Boolean> condition) {
        await().until(() -> Objects.requireNonNull(fx(condition)));
    }

    private void shows(String count) {
        until(() -> text("#historyCount").equals(count));
    }

    private String text(String id) {
        return lookup(id).<Label>query().getText();
    }

    private Button button(String id) {
        return lookup("#history-" + id).query();
    }

    /// Selects the line with this operation and waits for what is known of it.
    private void select(long id) {
        until(() -> {
            var table = lookup(".history-table").<TableView<HistoryRow>>query();
            for (var row : table.getItems()) {
                var operation = row.operation();
                if (operation != null && operation.id() == id) {
                    table.getSelectionModel().select(row);
                    return true;
                }
            }
            return false;
        });
        until(() -> text("#historyTitle").contains("#" + id + " "));
        until(() -> lookup(".history-scroll").query().isVisible());
    }

    private void press(String id) {
        interact(() -> button(id).fire());
    }

    private void runs(String service, OperationKind kind) {
        await().until(() -> {
            var last = services.queue().snapshot(service).last();
            return last != null && last.operation().kind() == kind;
        });
    }

    @Test
    void filters_narrowWhatIsShown_andAreCleared() throws Exception {
        fx(() -> {
            lookup("#historyOutcomes")
                    .<CheckComboBox<String>>query()
                    .getCheckModel()
                    .check("failed");
            return null;
        });
        shows("1 operation");
        interact(() -> lookup("#historyClear").<Button>query().fire());
        shows("5 operations");

        clickOn("#historyText").write("8000 is");
        shows("1 operation");
        clickOn("#historyText").write(" nowhere");
        shows("No operation");
    }

    @Test
    void escape_closesIt_whereverTheFocusIs_butNotWhileAPopupIsOpen() throws Exception {
        for (var control : List.of("#historyExport", "#historySpan", "#historyOutcomes", "#historyText")) {
            var node = lookup(control).<Control>query();
            interact(node::requestFocus);
            type(KeyCode.ESCAPE);
            settle();
            assertThat(isOpen()).as("after Escape on %s", control).isFalse();
            interact(() -> window.show());
            shows("5 operations");
        }
        interact(() -> lookup("#historyExport").<MenuButton>query().show());
        settle();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(isOpen()).as("the menu only is gone").isTrue();
        assertThat(lookup("#historyExport").<MenuButton>query().isShowing()).isFalse();
        interact(() -> lookup("#historySpan").<ComboBox<?>>query().show());
        settle();
        type(KeyCode.ESCAPE);
        settle();
        assertThat(isOpen()).as("the choices only are gone").isTrue();
        assertThat(lookup("#historySpan").<ComboBox<?>>query().isShowing()).isFalse();
    }

    @Test // the console's window is small here, in the corner of the screen
    void window_liesOnTheScreen() {
        var free = Screen.getPrimary().getVisualBounds();
        var history = listWindows().stream()
                .filter(open -> open.getScene().lookup("#historyWindow") != null)
                .findFirst()
                .orElseThrow();
        assertThat(free.contains(history.getX(), history.getY(), history.getWidth(), history.getHeight()))
                .isTrue();
    }

    private boolean isOpen() {
        return listWindows().stream()
                .anyMatch(open -> open.getScene() != null && open.getScene().lookup("#historyWindow") != null);
    }

    @Test
    void newest_isSelectedAtOpening_andDownGoesFromTheSearchToTheRows() {
        until(() -> text("#historyTitle").equals("stop #5 succeeded"));
        assertThat(lookup("#historyText").query().isFocused()).isTrue();

        type(KeyCode.DOWN);
        type(KeyCode.DOWN);

        until(() -> text("#historyTitle").equals("start #4 cancelled"));
    }

    @Test
    void search_findsWhatTheRowsShow_andKeepsWhatIsSelectedIfItIsFound() {
        select(4);

        clickOn("#historyText").write("dash oper");

        shows("2 operations");
        until(() -> text("#historyTitle").equals("start #4 cancelled"));
        for (var outcome : List.of("Failed", "Cancelled")) {
            interact(() -> lookup("#historyText").<TextField>query().setText(outcome));
            shows("1 operation");
        }
        until(() -> text("#historyTitle").equals("start #4 cancelled"));
        interact(() -> lookup("#historyText").<TextField>query().setText("api held"));
        until(() -> text("#historyTitle").equals("start #2 failed"));
    }

    /// Whoever searches for a word that a row shows as its outcome finds that row.
    @Test
    void search_knowsEveryOutcomeByTheWordOfItsRow() throws Exception {
        var late = operation(6, "worker", OperationKind.START);
        var merged = operation(7, "worker", OperationKind.START);
        var runs = operation(8, "worker", OperationKind.START);
        var waits = operation(9, "worker", OperationKind.START);
        ran(late, new Outcome.TimedOut(Duration.ofSeconds(3)));
        durably(journal.append(List.of(accepted(merged), ended(merged, new Outcome.Coalesced(6)))));
        durably(journal.append(List.of(accepted(runs), started(runs), accepted(waits))));
        var all = journal.history().find(HistoryFilter.ALL);
        var rows = all.page(0, all.count());
        assertThat(rows).extracting(RecordedOperation::word).containsAll(HistoryFilterBar.OUTCOMES);
        for (var row : rows) {
            var found = journal.history().find(HistoryFilter.ALL.saying(RecordGlyph.word(row.word())));
            assertThat(found.page(0, found.count()))
                    .extracting(RecordedOperation::id)
                    .contains(row.id());
        }
    }

    @Test
    void why_isToldInTheTableAndInTheDetails_andFound() throws Exception {
        var why = "a new disk";
        ran(
                new Operation(6, "backend", OperationKind.STOP, Source.OPERATOR, why, Map.of(), 0, Records.at(6)),
                new Outcome.Succeeded());
        interact(() -> window.show(HistoryFilter.ALL.saying("NEW disk")));
        shows("1 operation");
        // Cells beyond the edge are not made.
        interact(() -> lookup(".history-table").query().getScene().getWindow().setWidth(1_600));
        until(() -> lookup(".history-table .table-cell").queryAllAs(TableCell.class).stream()
                .anyMatch(cell -> why.equals(cell.getText())
                        && cell.getTooltip().getText().equals("asked for: " + why)));

        select(6);

        until(() -> lookup(".history-facts .history-words").queryAllAs(SelectableTextFlow.class).stream()
                .anyMatch(words -> words.getContentAsString().equals(why)));
    }

    @Test
    void plan_isALink_andTheChipTakesItAway() throws Exception {
        interact(() -> window.show(HistoryFilter.ALL.ofPlan(3)));
        shows("2 operations");

        interact(() -> lookup(".history-chip").<Button>query().fire());

        shows("5 operations");
        interact(() -> window.show(HistoryFilter.ALL.by(Set.of(), "ci-deploy")));
        shows("1 operation");
    }

    @Test
    void newOperation_comesByItself_andTheSelectionStays() {
        select(2);

        services.queue().submit("backend", OperationKind.START, Source.OPERATOR);
        ran(operation(6, "backend", OperationKind.RESTART), new Outcome.Succeeded());

        shows("6 operations");
        until(() -> {
            var table = lookup(".history-table").<TableView<HistoryRow>>query();
            return table.getSelectionModel().getSelectedIndex() == 4;
        });
        assertThat(text("#historyTitle")).isEqualTo("start #2 failed");
    }

    @Test
    void undo_asksForTheOpposite_andSaysWhyNot() throws Exception {
        durably(services.queue().submit("backend", OperationKind.START, Source.OPERATOR));
        runs("backend", OperationKind.START);
        select(2);
        assertThat(button("undo").isDisabled()).isTrue();
        assertThat(text("#historyWhyNot")).contains("what it did is not known");
        select(1);
        assertThat(button("undo").isDisabled()).isFalse();

        press("undo");

        runs("backend", OperationKind.STOP);
    }

    @Test
    void again_asksForTheSame() {
        select(2);

        press("again");

        runs("frontend", OperationKind.START);
    }

    @Test
    void failedPart_isStartedAgain() {
        select(4);
        assertThat(text("#historyPlan")).isEqualTo("Plan #3: 1 of 2 succeeded");
        assertThat(button("plan-undo").isDisabled()).isTrue();

        press("failed-again");

        runs("dashboard", OperationKind.START);
    }

    @Test
    void serviceThatIsGone_cannotBeAskedForAnything() {
        select(5);

        assertThat(button("undo").isDisabled()).isTrue();
        assertThat(button("again").isDisabled()).isTrue();
        assertThat(text("#historyWhyNot")).isEqualTo("worker is not in the workspace any more.");
        interact(() -> actions.again(Objects.requireNonNull(lookup(".history-table")
                .<TableView<HistoryRow>>query()
                .getItems()
                .getFirst()
                .operation())));
        assertThat(services.queue().services()).doesNotContain("worker");
    }

    @Test
    void log_isOfferedWhereItIsKept() throws Exception {
        select(1);
        assertThat(button("show-log").isDisabled()).isTrue();
        var operation = operation(2, "frontend", OperationKind.START, DEPLOY, 0);
        Files.writeString(folder.resolve("frontend.notes"), "1000 0 0 " + operation.mark() + "\n");
        Files.writeString(folder.resolve("frontend.out.log"), "Traceback\n");
        select(2);
        assertThat(button("show-log").isDisabled()).isFalse();

        press("show-log");

        assertThat(logsShown).extracting(Operation::id).containsExactly(2L);
    }

    @Test
    void copy_putsItOnTheClipboard() throws Exception {
        select(2);

        press("copy");

        assertThat(fx(() -> Clipboard.getSystemClipboard().getString()))
                .startsWith("frontend: start #2 failed: port 8000 is held\nasked by   HTTP API, ci-deploy\n");
    }

    @Test
    void export_isWholeAndPrivate_orNotThere() throws Exception {
        var file = folder.resolve("history.jsonl");
        var told = new ArrayList<String>();
        var hits = journal.history().find(HistoryFilter.ALL);
        interact(() -> new Exporting(_ -> file, Runnable::run).export(hits, HistoryExport.JSON_LINES, told::add));
        assertThat(told).containsExactly("Exporting 5 operations…", "5 operations exported to history.jsonl");
        assertThat(Files.readAllLines(file)).hasSize(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        told.clear();
        var nowhere = folder.resolve("missing").resolve("history.csv");
        interact(() -> new Exporting(_ -> nowhere, Runnable::run).export(hits, HistoryExport.CSV, told::add));
        assertThat(told).last().asString().startsWith("Nothing was exported: ");
        interact(() -> new Exporting(_ -> null, Runnable::run).export(hits, HistoryExport.CSV, told::add));
        assertThat(told).hasSize(2);
    }

    @Test
    void serviceHistory_isOfOneServiceOnly() throws Exception {
        var history = fx(() -> {
            window.close();
            var shown = new ServiceHistory(model, actions, _ -> {});
            stage.getScene().setRoot(shown);
            shown.show("dashboard");
            return shown;
        });
        until(() -> lookup(".history-table")
                        .<TableView<HistoryRow>>query()
                        .getItems()
                        .size()
                == 2);
        select(3);

        interact(() -> history.show("backend"));

        until(() -> lookup(".history-table")
                        .<TableView<HistoryRow>>query()
                        .getItems()
                        .size()
                == 1);
        until(() -> text("#historyTitle").equals("start #1 succeeded"));
    }
}

package dev.signalbox.console.recovery;

import dev.signalbox.console.FxmlView;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.Times;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// Shows the operations that were interrupted, each beside what has become of its service and what the engine has
/// done or will do about it, and asks which ones to submit again. FX thread.
final class RecoveryDialog {
    private static final double ROW = 52;
    private static final int ROWS_AT_LEAST = 3;

    private final Interruption interruption;
    private final Consumer<List<Operation>> agreed;
    private final Runnable closed;
    private final List<Interrupted> all;
    private final Instant now;
    private final List<InterruptedCell> cells = new ArrayList<>();
    private Subscription following = Subscription.EMPTY;

    @FXML
    private VBox root;

    @FXML
    private Label title;

    @FXML
    private CheckBox every;

    @FXML
    private ListView<Interrupted> list;

    @FXML
    private Label total;

    @FXML
    private Label remark;

    @FXML
    private Button submit;

    /// @param agreed gets what is to be submitted again, in the order in which it was asked for
    /// @param closed what happens when the operator is done with it, in either way
    RecoveryDialog(
            Interruption interruption, OperationQueueModel model, Consumer<List<Operation>> agreed, Runnable closed) {
        this.interruption = interruption;
        this.agreed = agreed;
        this.closed = closed;
        this.now = model.time().now();
        var services = model.services().stream().collect(Collectors.toMap(ServiceModel::id, Function.identity()));
        this.all = interruption.operations().stream()
                .map(recorded -> new Interrupted(
                        interruption,
                        recorded,
                        services.get(recorded.operation().service())))
                .toList();
        FxmlView.RECOVERY_DIALOG.load(this);
    }

    @FXML
    void initialize() {
        title.setText(words());
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> {
            var cell = new InterruptedCell(now);
            cells.add(cell);
            return cell;
        });
        list.getItems().setAll(all);
        list.setPrefHeight(all.size() * ROW);
        list.setMinHeight(Math.min(all.size(), ROWS_AT_LEAST) * ROW);
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        every.setDisable(all.stream().noneMatch(Interrupted::canBeChosen));
        every.setOnAction(_ -> chooseAll(every.isSelected()));
        all.forEach(each -> each.chosenProperty().addListener((_, _, _) -> count()));
        following = all.stream().map(Interrupted::follow).reduce(Subscription.EMPTY, Subscription::and);
        count();
    }

    /// @param choice read once, as each that is chosen changes what the box says
    private void chooseAll(boolean choice) {
        all.forEach(each -> each.choose(choice));
    }

    private String words() {
        var waited = interruption.cancelled().size();
        var ran = interruption.failed().size();
        var kind = ran == 0 ? "waiting" : waited == 0 ? "running" : "both";
        return Texts.of("recovery.title." + kind, waited, ran, Times.moment(interruption.at(), now));
    }

    private void pressed(KeyEvent key) {
        var selected = list.getSelectionModel().getSelectedItem();
        if (key.getCode() == KeyCode.SPACE && selected != null) {
            selected.choose(!selected.isChosen());
            key.consume();
        }
    }

    private void count() {
        var chosen = all.stream().filter(Interrupted::isChosen).toList();
        var possible = all.stream().filter(Interrupted::canBeChosen).count();
        every.setSelected(!chosen.isEmpty() && chosen.size() == possible);
        every.setIndeterminate(!chosen.isEmpty() && chosen.size() < possible);
        total.setText(Texts.of("recovery.total", chosen.size(), all.size()));
        remark.setText(Texts.of(
                chosen.stream().anyMatch(each -> each.operation().plan() != 0)
                        ? "recovery.remark.plan"
                        : "recovery.remark"));
        submit.setText(Texts.of("recovery.submit", chosen.size()));
        submit.setDisable(chosen.isEmpty());
    }

    Region root() {
        return root;
    }

    /// What has the focus at first.
    Node focus() {
        return submit.isDisabled() ? list : submit;
    }

    @FXML
    void submit() {
        var chosen = all.stream()
                .filter(Interrupted::isChosen)
                .map(Interrupted::operation)
                .toList();
        close();
        agreed.accept(chosen);
    }

    @FXML
    void close() {
        following.unsubscribe();
        cells.forEach(InterruptedCell::release);
        closed.run();
    }
}

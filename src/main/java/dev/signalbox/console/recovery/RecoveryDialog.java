package dev.signalbox.console.recovery;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.FxmlView;
import dev.signalbox.console.fx.Sheet;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.CutOff;
import dev.signalbox.operation.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// Shows the operations that were interrupted, each beside what has become of its service and what the engine has
/// done or will do about it, and asks which ones to submit again. It is told
/// once only, so a click beside it does not take it away. FX thread.
final class RecoveryDialog implements Sheet {
    private static final double ROW = 52;
    private static final int ROWS_AT_LEAST = 3;

    private final CutOff cutOff;
    private final OperationQueueModel model;
    private final Consumer<List<Operation>> agreed;
    private final Runnable closed;
    private final List<Interrupted> all;
    private final Instant now;
    private final List<InterruptedCell> cells = new ArrayList<>();
    private final Runnable changed = FxThread.coalesced(this::look);
    private Subscription following = Subscription.EMPTY;
    private boolean over;
    /// Whether an answer is on its way, and whether something has changed since it was asked for.
    private boolean looking;
    private boolean stale;

    @FXML
    private VBox root;

    @FXML
    private Label title;

    @FXML
    private CheckBox every;

    @FXML
    private ListView<Interrupted> list;

    @FXML
    private Button dismiss;

    @FXML
    private Button leave;

    @FXML
    private Label total;

    @FXML
    private Label remark;

    @FXML
    private Button submit;

    /// @param agreed gets what is to be submitted again, in the order in which it was asked for
    /// @param closed what happens when the dialog is done with, in whatever way
    RecoveryDialog(CutOff cutOff, OperationQueueModel model, Consumer<List<Operation>> agreed, Runnable closed) {
        this.cutOff = cutOff;
        this.model = model;
        this.agreed = agreed;
        this.closed = closed;
        this.now = model.time().now();
        var services = model.services().stream().collect(Collectors.toMap(ServiceModel::id, Function.identity()));
        this.all = cutOff.entries().stream()
                .map(entry -> new Interrupted(
                        entry, services.get(entry.recorded().operation().service()), cutOff.maySubmit()))
                .toList();
        FxmlView.RECOVERY_DIALOG.load(this);
    }

    @FXML
    void initialize() {
        title.setText(words());
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> {
            var cell = new InterruptedCell(now, cutOff.maySubmit());
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
        every.setVisible(cutOff.maySubmit());
        submit.setVisible(cutOff.maySubmit());
        submit.setManaged(cutOff.maySubmit());
        var words = Texts.of(cutOff.maySubmit() ? "recovery.leave" : "recovery.close");
        leave.setText(words);
        if (!cutOff.maySubmit()) {
            leave.getStyleClass().add("modal-primary");
        }
        dismiss.setAccessibleText(words);
        var tip = cutOff.maySubmit() && Recovery.far(model) == 1 ? Texts.of("recovery.leave.far") : words;
        leave.setTooltip(new Tooltip(tip));
        dismiss.setTooltip(new Tooltip(tip));
        following = all.stream()
                .map(Interrupted::service)
                .filter(Objects::nonNull)
                .distinct()
                .map(service -> service.follow(changed))
                .reduce(Subscription.EMPTY, Subscription::and)
                .and(model.connectionProperty().map(Connection::isUp).subscribe((_, _) -> {
                    changed.run();
                    count();
                }));
        count();
    }

    private boolean isConnected() {
        return model.connectionProperty().get().isUp();
    }

    /// Asks what has become of them, one question at a time.
    private void look() {
        if (over) {
            return;
        }
        if (!isConnected()) {
            all.forEach(each -> each.show(null));
            return;
        }
        stale = looking;
        if (looking) {
            return;
        }
        looking = true;
        var _ = model.cutOff()
                .whenComplete((answer, _) -> FxThread.run(() -> {
                    looking = false;
                    if (answer != null) {
                        show(answer);
                    }
                    if (stale) {
                        look();
                    }
                }));
    }

    /// Another end is not told here. Of one that was dismissed elsewhere what was known last stays.
    private void show(CutOff answer) {
        if (isConnected() && answer.id().equals(cutOff.id())) {
            for (var i = 0; i < all.size(); i++) {
                all.get(i).show(answer.entries().get(i).sequel());
            }
        }
    }

    /// @param choice read once, as each that is chosen changes what the box says
    private void chooseAll(boolean choice) {
        all.forEach(each -> each.choose(choice));
    }

    private String words() {
        var ran = (int) cutOff.entries().stream().filter(CutOff.Entry::ran).count();
        var waited = cutOff.entries().size() - ran;
        var kind = ran == 0 ? "waiting" : waited == 0 ? "running" : "both";
        return Texts.of("recovery.title." + kind, waited, ran, Times.moment(cutOff.at(), now), Recovery.far(model));
    }

    private void pressed(KeyEvent key) {
        var selected = list.getSelectionModel().getSelectedItem();
        if (key.getCode() == KeyCode.SPACE && selected != null) {
            selected.choose(!selected.isChosen());
            key.consume();
        }
    }

    private void count() {
        if (!cutOff.maySubmit()) {
            total.setText(Texts.of("recovery.forbidden"));
            remark.setText(Texts.of("recovery.forbidden.why"));
            return;
        }
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
        submit.setDisable(chosen.isEmpty() || !isConnected());
    }

    @Override
    public Region root() {
        return root;
    }

    @Override
    public Node focus() {
        return submit.isDisabled() || !submit.isVisible() ? list : submit;
    }

    @Override
    public Button primaryButton() {
        return cutOff.maySubmit() ? submit : leave;
    }

    @Override
    public Button cancelButton() {
        return leave;
    }

    @FXML
    void submit() {
        var chosen = all.stream()
                .filter(Interrupted::isChosen)
                .map(Interrupted::operation)
                .toList();
        giveUp();
        agreed.accept(chosen);
    }

    /// The operator is done with it.
    @FXML
    void close() {
        giveUp();
        if (cutOff.maySubmit()) {
            model.dismissCutOff(cutOff.id());
        }
    }

    /// Closes it, without a word to the engine.
    void giveUp() {
        over = true;
        following.unsubscribe();
        cells.forEach(InterruptedCell::release);
        closed.run();
    }
}

package dev.signalbox.console.plan;

import dev.signalbox.console.fx.FxmlView;
import dev.signalbox.console.fx.Sheet;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.WhyField;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Shows what a start or restart of several services would do, before anything is queued. It follows the queues and
/// its own options; what is queued is what is shown. FX thread.
final class PlanDialog implements Sheet {
    private final PlanRequest first;
    private final String scope;
    private final Agreed agreed;
    private final Consumer<Sheet> closed;
    private final Draft draft;
    private final Updates updates;
    private final IntegerSpinnerValueFactory numbers;

    @FXML
    private VBox root;

    @FXML
    private Label title;

    @FXML
    private Label explanation;

    @FXML
    private VBox content;

    @FXML
    private CheckBox merge;

    @FXML
    private Label saves;

    @FXML
    private HBox mergeLine;

    @FXML
    private CheckBox stopOnFailure;

    @FXML
    private HBox rollingLine;

    @FXML
    private CheckBox rolling;

    @FXML
    private Spinner<Integer> atOnce;

    @FXML
    private CheckBox others;

    @FXML
    private FontIcon clock;

    @FXML
    private WhyField why;

    @FXML
    private Label total;

    @FXML
    private Label remark;

    @FXML
    private Button cancel;

    @FXML
    private Button queue;

    /// @param first with the options as they are at first
    /// @param scope the name of what was chosen; empty if there is none
    /// @param agreed told when the operator wants the plan queued
    /// @param closed what happens when the operator is done with it, in either way
    PlanDialog(OperationQueueModel model, PlanRequest first, String scope, Agreed agreed, Consumer<Sheet> closed) {
        this.first = first;
        this.scope = scope;
        this.agreed = agreed;
        this.closed = closed;
        numbers = new IntegerSpinnerValueFactory(1, Math.max(1, first.services().size()), Math.max(1, first.atOnce()));
        draft = new Draft(model, first, Octicons.LIST_ORDERED_16);
        FxmlView.PLAN_DIALOG.load(this);
        updates = new Updates(model, this::refresh);
        refresh();
    }

    @FXML
    void initialize() {
        var kind = first.kind();
        content.getChildren().addAll(draft.work(), draft.waves());
        // An option that makes the plan shorter does not move the options away from the pointer.
        content.heightProperty()
                .subscribe(height -> content.setMinHeight(Math.max(content.getMinHeight(), height.doubleValue())));
        stopOnFailure.setText(Texts.of("plan.stop-on-failure." + kind));
        stopOnFailure.setSelected(first.stopOnFailure());
        merge.setSelected(first.mergeQueued());
        others.setSelected(first.withOthers());
        rollingLine.setVisible(kind == OperationKind.RESTART);
        rolling.setSelected(first.isRolling());
        numbers.setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer number) {
                return number.toString();
            }

            @Override
            public Integer fromString(String text) {
                return number(text);
            }
        });
        atOnce.setValueFactory(numbers);
        atOnce.disableProperty().bind(rolling.selectedProperty().not());
        total.managedProperty().bind(total.textProperty().isNotEmpty());
        remark.managedProperty().bind(remark.textProperty().isNotEmpty());
        clock.visibleProperty().bind(total.managedProperty().or(remark.managedProperty()));
        for (var line : new Node[] {mergeLine, rollingLine, others}) {
            line.managedProperty().bind(line.visibleProperty());
        }
        for (var option : new CheckBox[] {merge, stopOnFailure, rolling, others}) {
            option.setOnAction(_ -> refresh());
        }
        // What is typed counts at once, so that what is shown is what Enter queues.
        atOnce.getEditor().textProperty().subscribe((_, _) -> refresh());
        atOnce.focusedProperty().subscribe((_, focused) -> {
            if (!focused) {
                numbers.setValue(number(atOnce.getEditor().getText()));
                atOnce.getEditor().setText(numbers.getValue().toString());
            }
        });
    }

    /// What `text` says, if that many can restart at a time; else as many as before.
    private int number(String text) {
        try {
            var number = Integer.parseInt(text.strip());
            return number >= 1 && number <= numbers.getMax() ? number : numbers.getValue();
        } catch (NumberFormatException _) {
            return numbers.getValue();
        }
    }

    @Override
    public Region root() {
        return root;
    }

    @Override
    public Node focus() {
        return queue.isDisabled() ? cancel : queue;
    }

    @Override
    public Button primaryButton() {
        return queue;
    }

    @Override
    public Button cancelButton() {
        return cancel;
    }

    @Override
    public boolean isLight() {
        return true;
    }

    private PlanRequest request() {
        return new PlanRequest(
                first.kind(),
                first.services(),
                others.isSelected(),
                rolling.isSelected() ? number(atOnce.getEditor().getText()) : 0,
                stopOnFailure.isSelected(),
                merge.isSelected());
    }

    private void refresh() {
        draft.update(request());
        render(draft.proposal(), draft.outlook());
        if (draft.passes()) {
            updates.soon();
        }
    }

    private void render(PlanProposal proposal, Outlook outlook) {
        var services = proposal.plan().services().size();
        var kind = first.kind();
        var merging = new Merging(merge, saves);
        title.setText(PlanWords.title(proposal, scope));
        explanation.setText(PlanWords.explanation(proposal));
        mergeLine.setVisible(merging.isOffered(outlook));
        merging.show(outlook);
        others.setVisible(!proposal.others().isEmpty());
        others.setText(PlanWords.others(proposal));
        total.setText(PlanWords.total(outlook));
        remark.setText(PlanWords.remark(proposal, outlook));
        queue.setText(Texts.of("plan.answer." + kind, services));
        queue.setDisable(services == 0);
        numbers.setMax(Math.max(1, services));
    }

    @FXML
    void queue() {
        close();
        var proposal = draft.proposal();
        agreed.queue(proposal, PlanWords.title(proposal, scope), why.why());
    }

    @FXML
    void close() {
        updates.end();
        closed.accept(this);
    }
}

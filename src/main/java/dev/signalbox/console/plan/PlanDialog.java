package dev.signalbox.console.plan;

import dev.signalbox.console.FxmlView;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.WhyField;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.PlanProposal;
import dev.signalbox.service.PlanRequest;
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
import org.kordamp.ikonli.octicons.Octicons;

/// Shows what a start or restart of several services would do, before anything is queued. It follows the queues and
/// its own options; what is queued is what is shown. FX thread.
final class PlanDialog {
    private static final int MOST_AT_ONCE = 99;

    private final PlanRequest first;
    private final String scope;
    private final Agreed agreed;
    private final Runnable closed;
    private final Draft draft;
    private final Updates updates;

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
    PlanDialog(OperationQueueModel model, PlanRequest first, String scope, Agreed agreed, Runnable closed) {
        this.first = first;
        this.scope = scope;
        this.agreed = agreed;
        this.closed = closed;
        draft = new Draft(model, first, Octicons.LIST_ORDERED_16);
        FxmlView.PLAN_DIALOG.load(this);
        updates = new Updates(model, this::refresh);
        refresh();
    }

    @FXML
    void initialize() {
        var kind = first.kind();
        content.getChildren().addAll(draft.work(), draft.waves());
        stopOnFailure.setText(Texts.of("plan.stop-on-failure." + kind));
        stopOnFailure.setSelected(first.stopOnFailure());
        merge.setSelected(first.mergeQueued());
        others.setSelected(first.withOthers());
        rollingLine.setVisible(kind == OperationKind.RESTART);
        rolling.setSelected(first.isRolling());
        atOnce.setValueFactory(new IntegerSpinnerValueFactory(1, MOST_AT_ONCE, Math.max(1, first.atOnce())));
        atOnce.disableProperty().bind(rolling.selectedProperty().not());
        for (var line : new Node[] {mergeLine, rollingLine, others}) {
            line.managedProperty().bind(line.visibleProperty());
        }
        for (var option : new CheckBox[] {merge, stopOnFailure, rolling, others}) {
            option.setOnAction(_ -> refresh());
        }
        atOnce.valueProperty().subscribe((_, _) -> refresh());
        why.setOnAction(_ -> queue.fire());
    }

    Region root() {
        return root;
    }

    /// What has the focus at first.
    Node focus() {
        return queue.isDisabled() ? cancel : queue;
    }

    private PlanRequest request() {
        return new PlanRequest(
                first.kind(),
                first.services(),
                others.isSelected(),
                rolling.isSelected() ? atOnce.getValue() : 0,
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
        closed.run();
    }
}

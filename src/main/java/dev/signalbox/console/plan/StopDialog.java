package dev.signalbox.console.plan;

import dev.signalbox.console.fx.FxmlView;
import dev.signalbox.console.fx.Sheet;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.WhyField;
import dev.signalbox.console.model.Before;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Shows what it takes to stop several services, now or behind what they have to do already, before anything is
/// done. Both ways are kept up to date, so that the choice between them can be made by their times and the sheet
/// keeps its height. What is queued is what is shown. FX thread.
final class StopDialog implements Sheet {
    private final OperationQueueModel model;
    private final Set<String> services;
    private final String scope;
    private final Agreed agreed;
    private final Consumer<Sheet> closed;
    private final Draft now;
    private final Draft last;
    private final Updates updates;
    private final WayCard nowCard = new WayCard("planNow", Texts.of("plan.stop.now"));
    private final WayCard lastCard = new WayCard("planLast", Texts.of("plan.stop.last"));

    @FXML
    private VBox root;

    @FXML
    private Label title;

    @FXML
    private Label explanation;

    @FXML
    private HBox ways;

    @FXML
    private VBox content;

    @FXML
    private CheckBox merge;

    @FXML
    private Label saves;

    @FXML
    private HBox mergeLine;

    @FXML
    private CheckBox others;

    @FXML
    private Label goesOn;

    @FXML
    private HBox onFailure;

    @FXML
    private RadioButton cancelRest;

    @FXML
    private Label signals;

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
    private Button stop;

    /// @param services those that were chosen
    /// @param scope the name of what was chosen; empty if there is none
    /// @param agreed told when the operator wants the plan queued
    /// @param closed what happens when the operator is done with it, in either way
    StopDialog(OperationQueueModel model, Set<String> services, String scope, Agreed agreed, Consumer<Sheet> closed) {
        this.model = model;
        this.services = services;
        this.scope = scope;
        this.agreed = agreed;
        this.closed = closed;
        now = new Draft(model, PlanRequest.stopNow(services), Octicons.CIRCLE_SLASH_16);
        last = new Draft(model, PlanRequest.of(OperationKind.STOP, services), Octicons.LIST_ORDERED_16);
        FxmlView.STOP_DIALOG.load(this);
        updates = new Updates(model, this::refresh);
        refresh();
    }

    @FXML
    void initialize() {
        var group = new ToggleGroup();
        for (var card : List.of(nowCard, lastCard)) {
            card.setToggleGroup(group);
            ways.getChildren().add(card);
        }
        nowCard.setSelected(true);
        content.getChildren().addAll(both(now.work(), last.work()), both(now.waves(), last.waves()));
        goesOn.visibleProperty().bind(nowCard.selectedProperty());
        onFailure.visibleProperty().bind(lastCard.selectedProperty());
        others.managedProperty().bind(others.visibleProperty());
        group.selectedToggleProperty().subscribe((_, _) -> refresh());
        merge.setOnAction(_ -> refresh());
        others.setOnAction(_ -> refresh());
        cancelRest.selectedProperty().subscribe((_, _) -> refresh());
        total.managedProperty().bind(total.textProperty().isNotEmpty());
        remark.managedProperty().bind(remark.textProperty().isNotEmpty());
        clock.visibleProperty().bind(total.managedProperty().or(remark.managedProperty()));
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    /// In one place, of which each way shows its own: as high as the higher one.
    private StackPane both(Region nowPart, Region lastPart) {
        // Within a box of its own neither is stretched to the height of the other.
        var nowBox = new VBox(nowPart);
        var lastBox = new VBox(lastPart);
        nowBox.visibleProperty().bind(nowCard.selectedProperty());
        lastBox.visibleProperty().bind(lastCard.selectedProperty());
        var both = new StackPane(nowBox, lastBox);
        both.managedProperty().bind(nowPart.visibleProperty().or(lastPart.visibleProperty()));
        return both;
    }

    private void pressed(KeyEvent key) {
        if (key.isAltDown() || key.isControlDown() || key.isMetaDown() || key.isShiftDown()) {
            return;
        }
        if (key.getCode() == KeyCode.UP || key.getCode() == KeyCode.DOWN) {
            (nowCard.isSelected() ? lastCard : nowCard).setSelected(true);
            key.consume();
        }
    }

    @Override
    public Region root() {
        return root;
    }

    @Override
    public Node focus() {
        return stop.isDisabled() ? cancel : stop;
    }

    @Override
    public Button primaryButton() {
        return stop;
    }

    @Override
    public Button cancelButton() {
        return cancel;
    }

    @Override
    public boolean isLight() {
        return true;
    }

    private Draft chosen() {
        return nowCard.isSelected() ? now : last;
    }

    private void refresh() {
        now.update(new PlanRequest(OperationKind.STOP, services, others.isSelected(), 0, false, false, true));
        last.update(new PlanRequest(
                OperationKind.STOP, services, others.isSelected(), 0, cancelRest.isSelected(), merge.isSelected()));
        render(chosen().proposal(), chosen().outlook());
        if (now.passes()) {
            updates.soon();
        }
    }

    private void render(PlanProposal proposal, Outlook outlook) {
        var count = proposal.plan().services().size();
        var isNow = nowCard.isSelected();
        title.setText(titleOf(proposal));
        explanation.setText(count == 0 ? PlanWords.explanation(proposal) : PlanWords.states(chosen().services()));
        nowCard.show(PlanWords.estimate(now.outlook()), Texts.of("plan.stop.now.text"));
        lastCard.show(PlanWords.estimate(last.outlook()), PlanWords.end(last.proposal()));
        renderMerging(isNow);
        others.setVisible(!proposal.others().isEmpty());
        others.setText(PlanWords.others(proposal));
        signals.setText(PlanWords.signals(chosen().services()));
        clock.setIconCode(isNow ? Octicons.REPLY_16 : Octicons.CLOCK_16);
        total.setText(isNow ? Texts.of("plan.stop.undo") : PlanWords.total(outlook));
        remark.setText(isNow ? PlanWords.undo(Before.of(chosen().services())) : PlanWords.remark(proposal, outlook));
        stop.setText(Texts.of(isNow ? "plan.stop.answer.now" : "plan.stop.answer", count));
        stop.setDisable(count == 0);
    }

    /// Now nothing is merged, but the line keeps its place.
    private void renderMerging(boolean isNow) {
        var merging = new Merging(merge, saves);
        var offered = merging.isOffered(last.outlook());
        merging.show(last.outlook());
        mergeLine.setVisible(offered && !isNow);
        mergeLine.setManaged(offered);
    }

    private String titleOf(PlanProposal proposal) {
        return PlanWords.title(proposal, scope, model.services().size());
    }

    @FXML
    void stop() {
        close();
        var proposal = chosen().proposal();
        agreed.queue(proposal, titleOf(proposal), why.why());
    }

    @FXML
    void close() {
        updates.end();
        closed.accept(this);
    }
}

package dev.signalbox.console.plan;

import dev.signalbox.console.FxThread;
import dev.signalbox.console.FxmlView;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.Times;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.PlanProposal;
import dev.signalbox.service.PlanRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Shows what a request for several services would do, before anything is queued. It follows the queues and its
/// own options; what is queued is what is shown. FX thread.
final class PlanDialog {
    private static final int MOST_AT_ONCE = 99;
    private static final Duration GAP = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final OperationQueueModel model;
    private final PlanRequest first;
    private final String scope;
    private final Consumer<PlanProposal> agreed;
    private final Runnable closed;
    private final WaveList waves = new WaveList();
    private final BusyBox busy = new BusyBox();
    private Subscription subscription = Subscription.EMPTY;
    private @Nullable PlanProposal shown;
    private boolean scheduled;
    private boolean open = true;

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
    private Label total;

    @FXML
    private Label remark;

    @FXML
    private Button cancel;

    @FXML
    private Button queue;

    /// @param first with the options as they are at first
    /// @param scope the name of what was chosen; empty if there is none
    /// @param agreed gets the plan when the operator wants it queued
    /// @param closed what happens when the operator is done with it, in either way
    PlanDialog(
            OperationQueueModel model,
            PlanRequest first,
            String scope,
            Consumer<PlanProposal> agreed,
            Runnable closed) {
        this.model = model;
        this.first = first;
        this.scope = scope;
        this.agreed = agreed;
        this.closed = closed;
        FxmlView.PLAN_DIALOG.load(this);
    }

    @FXML
    void initialize() {
        var kind = first.kind();
        content.getChildren().addAll(busy, waves);
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
        // A stop is never given by accident.
        queue.setDefaultButton(kind != OperationKind.STOP);
        refresh();
        subscription = model.onRefreshed(() -> refreshIn(GAP));
    }

    Region root() {
        return root;
    }

    /// What has the focus at first.
    Node focus() {
        return first.kind() == OperationKind.STOP || queue.isDisabled() ? cancel : queue;
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

    /// The queues may change hundreds of times a second, which nobody can read.
    private void refreshIn(Duration delay) {
        if (open && !scheduled) {
            scheduled = true;
            model.time()
                    .schedule(
                            delay,
                            () -> FxThread.run(() -> {
                                scheduled = false;
                                if (open) {
                                    refresh();
                                }
                            }));
        }
    }

    private void refresh() {
        var proposal = model.planner().propose(request());
        var outlook = Outlook.of(
                proposal, queues(proposal), model.runTimes(), model.time().nanoTime());
        shown = proposal;
        render(proposal, outlook);
        if (proposal.busy().stream().anyMatch(PlanProposal.Busy::running)) {
            // What runs comes to an end, and with it the wait.
            refreshIn(SECOND);
        }
    }

    private Map<String, QueueSnapshot> queues(PlanProposal proposal) {
        var services = proposal.plan().services();
        return model.services().stream()
                .filter(service -> services.contains(service.id()))
                .collect(Collectors.toMap(ServiceModel::id, ServiceModel::queue));
    }

    private void render(PlanProposal proposal, Outlook outlook) {
        var services = proposal.plan().services().size();
        var kind = first.kind();
        title.setText(PlanWords.title(proposal, scope));
        explanation.setText(PlanWords.explanation(proposal));
        busy.show(proposal);
        waves.show(Picture.of(proposal, outlook), outlook.isKnown());
        renderMerge(outlook);
        others.setVisible(!proposal.others().isEmpty());
        others.setText(Texts.of(
                "plan.others." + kind,
                proposal.others().size(),
                PlanWords.names(proposal.others().stream().sorted().toList())));
        total.setText(PlanWords.total(outlook));
        remark.setText(PlanWords.remark(proposal, outlook));
        queue.setText(Texts.of("plan.answer." + kind, services));
        queue.setDisable(services == 0);
    }

    private void renderMerge(Outlook outlook) {
        var merged = outlook.merged();
        var restarts = merged.stream().allMatch(kind -> kind == OperationKind.RESTART);
        mergeLine.setVisible(!merged.isEmpty() || merge.isSelected());
        merge.setText(Texts.of(restarts ? "plan.merge.RESTART" : "plan.merge"));
        if (merged.isEmpty()) {
            saves.setText("");
        } else if (outlook.saved().isZero()) {
            saves.setText(Texts.of("plan.merge.saves-count", PlanWords.count(merged)));
        } else {
            saves.setText(Texts.of("plan.merge.saves", Times.about(outlook.saved()), PlanWords.count(merged)));
        }
    }

    @FXML
    void queue() {
        var proposal = shown;
        close();
        if (proposal != null) {
            agreed.accept(proposal);
        }
    }

    @FXML
    void close() {
        open = false;
        subscription.unsubscribe();
        closed.run();
    }
}

package dev.signalbox.console.history;

import dev.signalbox.console.fx.ClipboardText;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.journal.Compensation;
import dev.signalbox.journal.RecordedOperation;
import java.time.ZoneId;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What can be done about an operation of the past, and about its plan.
final class ActionsBox extends VBox {
    private final HistoryActions actions;
    private final Button undo = button("undo", Octicons.REPLY_16);
    private final Button again = button("again", Octicons.SYNC_16);
    private final Button showLog = button("show-log", Octicons.LIST_UNORDERED_16);
    private final Button copy = button("copy", Octicons.CLIPPY_16);
    private final Label why = new Label();
    private final Button planUndo = button("plan-undo", Octicons.REPLY_16);
    private final Button planAgain = button("plan-again", Octicons.SYNC_16);
    private final Button failedAgain = button("failed-again", Octicons.ISSUE_REOPENED_16);
    private final Label planTitle = new Label();
    private final VBox plan;

    ActionsBox(HistoryActions actions) {
        this.actions = actions;
        why.getStyleClass().addAll("muted", "history-remark");
        why.setWrapText(true);
        why.setId("historyWhyNot");
        planTitle.getStyleClass().add("section-title");
        planTitle.setId("historyPlan");
        plan = new VBox(planTitle, row(planUndo, planAgain, failedAgain));
        plan.getStyleClass().add("history-plan");
        plan.managedProperty().bind(plan.visibleProperty());
        why.managedProperty().bind(why.visibleProperty());
        getStyleClass().add("history-actions");
        getChildren().addAll(row(undo, again, showLog, copy), why, plan);
    }

    private static FlowPane row(Node... buttons) {
        var row = new FlowPane(buttons);
        row.getStyleClass().add("history-buttons");
        return row;
    }

    private static Button button(String name, Ikon icon) {
        var button = new Button(Texts.of("history.action." + name), new FontIcon(icon));
        button.getStyleClass().addAll("tool-button", "small-tool");
        button.setId("history-" + name);
        return button;
    }

    void show(Past past) {
        var recorded = past.recorded();
        var operation = recorded.operation();
        var gone =
                actions.service(operation.service()).isEmpty() ? Texts.of("history.gone", operation.service()) : null;
        offer(
                undo,
                gone == null && past.undo() instanceof Compensation.Possible,
                () -> actions.undo(List.of(recorded)));
        offer(again, gone == null, () -> actions.again(recorded));
        offer(showLog, gone == null && !past.log().lines().isEmpty(), () -> actions.showLog(operation));
        offer(copy, true, () -> copy(past));
        var reason = gone != null ? gone : reason(past.undo());
        why.setVisible(reason != null);
        why.setText(reason);
        plan.setVisible(!past.plan().isEmpty());
        if (plan.isVisible()) {
            showPlan(past);
        }
    }

    private static @Nullable String reason(Compensation compensation) {
        return compensation instanceof Compensation.Impossible(var reason)
                ? Texts.of("history.undo.impossible", reason)
                : null;
    }

    private void showPlan(Past past) {
        var members = past.plan();
        planTitle.setText(Texts.of(
                "history.plan",
                "#" + members.getFirst().operation().plan(),
                members.size(),
                members.stream().filter(ActionsBox::hasSucceeded).count()));
        offer(planUndo, past.planUndo() instanceof Compensation.Possible, () -> actions.undo(members));
        offer(planAgain, true, () -> actions.planAgain(members));
        offer(failedAgain, !past.failedPart().isEmpty(), () -> actions.failedPartAgain(members));
    }

    private static boolean hasSucceeded(RecordedOperation member) {
        return member.word().equals("succeeded");
    }

    private static void offer(Button button, boolean possible, Runnable action) {
        button.setDisable(!possible);
        button.setOnAction(_ -> action.run());
    }

    private static void copy(Past past) {
        ClipboardText.put(new OperationText(ZoneId.systemDefault()).of(past.details()));
    }
}

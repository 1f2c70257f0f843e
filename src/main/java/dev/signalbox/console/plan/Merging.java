package dev.signalbox.console.plan;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.operation.OperationKind;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;

/// The offer to merge a plan with what is queued already, and what that saves. FX thread.
///
/// @param merge the offer
/// @param saves beside it
record Merging(CheckBox merge, Label saves) {

    /// Whether there is anything to offer.
    boolean isOffered(Outlook outlook) {
        return !outlook.merged().isEmpty() || merge.isSelected();
    }

    void show(Outlook outlook) {
        var merged = outlook.merged();
        var restarts = merged.stream().allMatch(kind -> kind == OperationKind.RESTART);
        merge.setText(Texts.of(restarts ? "plan.merge.RESTART" : "plan.merge"));
        if (merged.isEmpty()) {
            saves.setText("");
        } else if (outlook.saved().isZero()) {
            saves.setText(Texts.of("plan.merge.saves-count", PlanWords.count(merged)));
        } else {
            saves.setText(Texts.of("plan.merge.saves", Times.about(outlook.saved()), PlanWords.count(merged)));
        }
    }
}

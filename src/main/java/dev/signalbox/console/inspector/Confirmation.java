package dev.signalbox.console.inspector;

import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;

/// A question before something that cannot be undone. Whoever presses Enter or Escape has not confirmed it.
///
/// @param title the question
/// @param text what it means
/// @param doIt the words on the button that does it
/// @param leaveIt the words on the other one
record Confirmation(String title, String text, String doIt, String leaveIt) {

    /// Asks over the window of `owner`, without blocking it, and runs `action` if the answer is yes.
    void ask(Node owner, Runnable action) {
        var yes = new ButtonType(doIt, ButtonData.OK_DONE);
        var no = new ButtonType(leaveIt, ButtonData.CANCEL_CLOSE);
        var alert = new Alert(Alert.AlertType.WARNING, text, yes, no);
        alert.initOwner(owner.getScene().getWindow());
        alert.setTitle(title);
        alert.setHeaderText(title);
        alert.setGraphic(null);
        var pane = alert.getDialogPane();
        pane.getStylesheets().setAll(owner.getScene().getStylesheets());
        pane.getStylesheets().add(InspectorPanel.stylesheet());
        pane.getStyleClass().add("confirmation");
        if (pane.lookupButton(yes) instanceof Button button) {
            button.setDefaultButton(false);
            button.getStyleClass().add("danger");
        }
        if (pane.lookupButton(no) instanceof Button button) {
            button.setDefaultButton(true);
        }
        alert.setOnHidden(_ -> {
            if (alert.getResult() == yes) {
                action.run();
            }
        });
        alert.show();
    }
}

package dev.signalbox.console;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/// A dialog that asks something and does what the answer says. FX thread; nothing waits for the answer.
public final class Question {
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final VBox content = new VBox();
    private final Map<ButtonType, Runnable> answers = new LinkedHashMap<>();

    public Question(Window owner, String title, String text) {
        // The owner's style sheets come with it.
        dialog.initOwner(owner);
        dialog.setTitle(title);
        var heading = new Label(title);
        heading.getStyleClass().add("question-title");
        var explanation = new Label(text);
        explanation.setWrapText(true);
        content.getStyleClass().add("question");
        content.getChildren().addAll(heading, explanation);
        dialog.getDialogPane().setContent(content);
        dialog.getDialogPane().getStyleClass().add("question-pane");
        dialog.resultProperty().addListener((_, _, answer) -> {
            var action = answers.get(answer);
            if (action != null) {
                action.run();
            }
        });
    }

    /// Shows `node` below the text.
    public Question with(Node node) {
        content.getChildren().add(node);
        return this;
    }

    /// Gives it the width of a list of changes.
    public Question wide() {
        dialog.getDialogPane().getStyleClass().add("wide-pane");
        return this;
    }

    /// An answer that Enter gives.
    public Question preferred(String answer, Runnable action) {
        return answer(new ButtonType(answer, ButtonData.OK_DONE), action, true);
    }

    /// Another answer, which is never given by accident: where none is preferred, the focus begins on the
    /// cancelling one.
    public Question or(String answer, Runnable action) {
        return answer(new ButtonType(answer, ButtonData.APPLY), action, false);
    }

    /// The answer that Escape and the window's cross give; each question needs one.
    public Question cancel(String answer, Runnable action) {
        return answer(new ButtonType(answer, ButtonData.CANCEL_CLOSE), action, false);
    }

    public Question cancel() {
        return cancel(Texts.of("dialog.cancel"), () -> {});
    }

    private Question answer(ButtonType type, Runnable action, boolean preferred) {
        answers.put(type, action);
        dialog.getDialogPane().getButtonTypes().add(type);
        if (dialog.getDialogPane().lookupButton(type) instanceof Button button) {
            button.setDefaultButton(preferred);
            // It may name a service, whose underscores are no mnemonics.
            button.setMnemonicParsing(false);
        }
        return this;
    }

    /// Shows the dialog and returns.
    public void ask() {
        dialog.setOnShown(_ -> focused().requestFocus());
        dialog.show();
    }

    /// The button that Enter presses at first.
    private Node focused() {
        var pane = dialog.getDialogPane();
        var buttons = pane.getButtonTypes().stream().map(pane::lookupButton).toList();
        return buttons.stream()
                .filter(button -> button instanceof Button answer && answer.isDefaultButton())
                .findFirst()
                .or(() -> buttons.stream()
                        .filter(button -> button instanceof Button answer && answer.isCancelButton())
                        .findFirst())
                .orElse(pane);
    }

    /// Takes the dialog away as if it had been cancelled.
    public void close() {
        dialog.close();
    }

    boolean isShowing() {
        return dialog.isShowing();
    }
}

package dev.signalbox.console.fx;

import dev.signalbox.text.PlainText;
import java.util.Objects;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A sheet that asks something and does what the answer says. Its buttons have a fixed order: other answers on the
/// left, then the one that cancels, then the preferred one. FX thread; nothing waits for the answer.
public final class Question implements Sheet {
    private final ModalLayer layer;
    private final VBox root;
    private final VBox content;
    private final HBox others = new HBox(8);
    private final HBox foot = new HBox();
    private @Nullable Button cancel;
    private @Nullable Button preferred;
    private @Nullable Node first;
    private boolean last;

    /// @param layer where it is asked
    public Question(ModalLayer layer, String title, String text) {
        this.layer = layer;
        var heading = new Label(PlainText.line(title));
        heading.getStyleClass().add("question-title");
        heading.setWrapText(true);
        heading.setMinHeight(Region.USE_PREF_SIZE);
        var explanation = new Label(PlainText.lines(text));
        explanation.setWrapText(true);
        explanation.setMinHeight(Region.USE_PREF_SIZE);
        content = new VBox(explanation);
        content.getStyleClass().add("question");
        var scroll = new SheetScroll(content);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        foot.getStyleClass().add("modal-foot");
        foot.setMinHeight(Region.USE_PREF_SIZE);
        root = new VBox(heading, scroll, foot);
        root.getStyleClass().addAll("modal-dialog", "question-pane");
        root.setMaxHeight(Region.USE_PREF_SIZE);
        root.setAccessibleRole(AccessibleRole.DIALOG);
        root.setAccessibleText(heading.getText());
    }

    /// Shows `node` below the text.
    public Question with(Node node) {
        content.getChildren().add(node);
        return this;
    }

    /// Gives `field`, which is in it, the focus at first.
    public Question beginningAt(Node field) {
        first = field;
        return this;
    }

    /// Gives it the width of a list of changes.
    public Question wide() {
        root.getStyleClass().add("wide-pane");
        return this;
    }

    /// Keeps it above all other sheets, as it is about the end of the window.
    public Question last() {
        last = true;
        return this;
    }

    /// The answer that looks primary and that Enter gives. Where there is none, that is the cancelling one.
    public Question preferred(String answer, Runnable action) {
        preferred = button(answer, action);
        preferred.getStyleClass().add("modal-primary");
        return this;
    }

    /// As [#preferred(String, Runnable)], in the colour of danger: it ends something.
    public Question dangerous(String answer, Runnable action) {
        preferred = button(answer, action);
        preferred.getStyleClass().add("modal-danger");
        return this;
    }

    /// Another answer.
    public Question or(String answer, Runnable action) {
        others.getChildren().add(button(answer, action));
        return this;
    }

    /// The answer that Escape gives; each question needs one.
    public Question cancel(String answer, Runnable action) {
        cancel = button(answer, action);
        return this;
    }

    public Question cancel() {
        return cancel(Texts.of("dialog.cancel"), () -> {});
    }

    private Button button(String answer, Runnable action) {
        var button = new Button(answer);
        // It may name a service, whose underscores are no mnemonics.
        button.setMnemonicParsing(false);
        button.getStyleClass().addAll("tool-button", "modal-button");
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> {
            layer.close(this);
            action.run();
        });
        return button;
    }

    /// Shows it and returns.
    public void ask() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        foot.getChildren().setAll(others, space, cancelButton());
        if (preferred == null) {
            cancelButton().getStyleClass().add("modal-primary");
        } else {
            foot.getChildren().add(preferred);
            cancelButton().setGraphic(new Keycap(Texts.of("key.escape")));
        }
        primaryButton().setGraphic(new Keycap(Texts.of("key.enter")));
        layer.show(this);
    }

    /// Takes it away as if it had been cancelled.
    public void close() {
        if (isShowing()) {
            cancelButton().fire();
        }
    }

    public boolean isShowing() {
        return layer.holds(this);
    }

    @Override
    public Region root() {
        return root;
    }

    @Override
    public Node focus() {
        return first == null ? primaryButton() : first;
    }

    @Override
    public Button primaryButton() {
        return preferred == null ? cancelButton() : preferred;
    }

    @Override
    public Button cancelButton() {
        return Objects.requireNonNull(cancel, "a question needs an answer that cancels");
    }

    @Override
    public boolean isLast() {
        return last;
    }
}

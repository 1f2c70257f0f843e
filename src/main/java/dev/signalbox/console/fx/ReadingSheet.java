package dev.signalbox.console.fx;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A sheet that asks nothing: its one button closes it, and so do Enter, Escape and a click beside it. FX thread.
public abstract class ReadingSheet implements Sheet {
    private final ModalLayer layer;
    private final VBox root = new VBox();
    private final Button close = new Button(Texts.of("plan.close"));

    /// @param title for those who cannot see it
    /// @param style the style class of what is shown
    protected ReadingSheet(ModalLayer layer, String title, String style) {
        this.layer = layer;
        close.getStyleClass().setAll("button", "tool-button", "modal-button", "modal-primary");
        close.setMinWidth(Region.USE_PREF_SIZE);
        close.setOnAction(_ -> close());
        root.getStyleClass().addAll("modal-dialog", style);
        root.setMaxHeight(Region.USE_PREF_SIZE);
        root.setAccessibleRole(AccessibleRole.DIALOG);
        root.setAccessibleText(title);
    }

    /// Shows these, from top to bottom.
    protected final void show(Node... parts) {
        root.getChildren().setAll(parts);
        layer.show(this);
    }

    protected final void close() {
        layer.close(this);
    }

    /// What closes it, to be put somewhere in it.
    protected final Button closeButton() {
        return close;
    }

    @Override
    public final VBox root() {
        return root;
    }

    @Override
    public final Node focus() {
        return close;
    }

    @Override
    public final Button primaryButton() {
        return close;
    }

    @Override
    public final Button cancelButton() {
        return close;
    }

    @Override
    public final boolean isLight() {
        return true;
    }
}

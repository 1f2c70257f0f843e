package dev.signalbox.console.reload;

import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.engine.Reloads;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// Says below the toolbar that the workspace file holds something else than what is in force, and interrupts
/// nobody.
public final class ReloadBarView {
    private final @Nullable Reloads reloads;
    private final @Nullable Reloading reloading;
    private final String file;

    @FXML
    private HBox bar;

    @FXML
    private Label text;

    /// @param reloads `null` if the workspace cannot be reloaded from here
    /// @param reloading `null` as well then
    public ReloadBarView(@Nullable Reloads reloads, @Nullable Reloading reloading, String file) {
        this.reloads = reloads;
        this.reloading = reloading;
        this.file = file;
    }

    @FXML
    void initialize() {
        text.setText(Texts.of("reload.changed", file));
        bar.managedProperty().bind(bar.visibleProperty());
        bar.setVisible(false);
        if (reloads != null) {
            reloads.watch(changed -> FxThread.run(() -> bar.setVisible(changed)));
        }
    }

    @FXML
    public void review() {
        if (reloading != null) {
            reloading.review();
        }
    }

    /// Until the file changes again.
    @FXML
    void dismiss() {
        bar.setVisible(false);
    }
}

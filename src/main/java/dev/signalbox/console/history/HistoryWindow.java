package dev.signalbox.console.history;

import dev.signalbox.console.fx.FxmlView;
import dev.signalbox.console.fx.KeyRepeats;
import dev.signalbox.console.fx.Popups;
import dev.signalbox.console.fx.ScreenFit;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.fx.WindowIcon;
import dev.signalbox.console.log.LogPane;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.journal.HistoryExport;
import dev.signalbox.journal.HistoryFilter;
import java.nio.file.Path;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Stage;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The window with the history of all services. It follows what happens while it can be seen. FX thread.
public final class HistoryWindow {
    private static final double MIN_WIDTH = 900;
    private static final double MIN_HEIGHT = 480;
    /// Of the console, so that some of that is still seen.
    private static final double SHARE = 0.8;

    private final Stage stage = new Stage();
    private final HistoryView view;
    private final Region root;
    private final HistoryFilterBar bar;
    private final Stage console;
    private Runnable palette = () -> {};
    private boolean placed;
    private Subscription following = Subscription.EMPTY;

    /// @param theme that of the console
    /// @param console over which it opens
    public HistoryWindow(
            OperationQueueModel model,
            HistoryActions actions,
            String workspace,
            ObservableValue<Theme> theme,
            Stage console) {
        this.console = console;
        WindowIcon.giveTo(stage);
        bar = new HistoryFilterBar(model.time());
        view = new HistoryView(model, actions, bar, new Exporting(this::choose, actions.executor()));
        root = (Region) FxmlView.HISTORY.load(view, bar);
        var scene = new Scene(root);
        KeyRepeats.ignoreIn(scene);
        theme.subscribe(now -> now.applyTo(scene));
        // Before the controls, of which some keep Escape to themselves.
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        bar.filterProperty().addListener((_, _, filter) -> view.filterChanged(filter));
        stage.setTitle(Texts.of("history.window", workspace));
        stage.setScene(scene);
        stage.setOnShown(_ -> {
            view.open();
            following = model.onRefreshed(view::refresh);
        });
        stage.setOnHidden(_ -> {
            following.unsubscribe();
            view.close();
        });
    }

    /// Sets what opens the palette, which lies over the console.
    public void onPalette(Runnable action) {
        palette = action;
    }

    /// Opens it, or brings it to the front, as it was left.
    public void show() {
        if (!placed) {
            placed = true;
            var fit = ScreenFit.near(console, stage, MIN_WIDTH, MIN_HEIGHT);
            fit.size(console.getWidth() * SHARE, console.getHeight() * SHARE);
            fit.centreOn(console);
            // Else it is laid out in another size first, and its parts share the room otherwise than they should.
            root.setPrefSize(stage.getWidth(), stage.getHeight());
        }
        stage.show();
        stage.toFront();
        bar.focus();
    }

    /// As [#show()], with what fits `filter`.
    public void show(HistoryFilter filter) {
        view.show(filter);
        show();
    }

    public void close() {
        stage.hide();
    }

    private void key(KeyEvent key) {
        if (Popups.isOpen(stage)) {
            return;
        }
        if (key.getCode() == KeyCode.ESCAPE || (key.getCode() == KeyCode.W && key.isShortcutDown())) {
            key.consume();
            if (key.getCode() != KeyCode.ESCAPE || !endsFind()) {
                close();
            }
        } else if (key.getCode() == KeyCode.F && key.isShortcutDown()) {
            bar.focus();
        } else if (key.getCode() == KeyCode.K && key.isShortcutDown()) {
            key.consume();
            palette.run();
        }
    }

    /// Whether the search was open in the log that has the focus; it is closed now.
    private boolean endsFind() {
        for (Node each = stage.getScene().getFocusOwner(); each != null; each = each.getParent()) {
            if (each instanceof LogPane log && log.endFind()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Path choose(HistoryExport format) {
        var suffix = format == HistoryExport.CSV ? ".csv" : ".jsonl";
        var chooser = new FileChooser();
        chooser.setTitle(Texts.of("history.export.title"));
        chooser.setInitialFileName("history" + suffix);
        chooser.getExtensionFilters().add(new ExtensionFilter(Texts.of("history.export." + format), "*" + suffix));
        var file = chooser.showSaveDialog(stage);
        return file == null ? null : file.toPath();
    }
}

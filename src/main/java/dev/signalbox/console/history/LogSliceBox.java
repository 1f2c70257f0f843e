package dev.signalbox.console.history;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.log.LogPane;
import dev.signalbox.console.log.LogView;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogSlice;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What the service wrote while an operation had its effect.
final class LogSliceBox extends VBox {
    private static final double LINE = 18;
    private static final double MOST = 260;

    private final LogPane pane = new LogPane();
    private final LogView view = pane.view();
    private final Label remark = new Label();
    private List<LogLine> shown = List.of();

    LogSliceBox() {
        var title = new Label(Texts.of("history.log"));
        title.getStyleClass().add("section-title");
        getStyleClass().add("history-log");
        view.followProperty().set(false);
        view.wrapProperty().set(true);
        view.setId("historyLog");
        remark.getStyleClass().addAll("muted", "history-remark");
        remark.setWrapText(true);
        remark.setId("historyLogRemark");
        pane.managedProperty().bind(pane.visibleProperty());
        remark.managedProperty().bind(remark.visibleProperty());
        getChildren().addAll(title, pane, remark);
    }

    void show(LogSlice slice) {
        if (!slice.lines().equals(shown)) {
            shown = slice.lines();
            view.clear();
            view.append(shown);
        }
        pane.setVisible(!shown.isEmpty());
        view.setMinHeight(Math.min(MOST, 12 + LINE * shown.size()));
        view.setPrefHeight(view.getMinHeight());
        remark.setVisible(slice.remark() != LogSlice.Remark.NONE);
        remark.setText(remark.isVisible() ? Texts.of("history.log." + slice.remark(), shown.size()) : "");
    }
}

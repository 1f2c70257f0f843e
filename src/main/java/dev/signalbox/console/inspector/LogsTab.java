package dev.signalbox.console.inspector;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.log.LogView;
import dev.signalbox.log.LogFiles;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// A service's output, as it is written.
final class LogsTab implements InspectorTab {
    private final Function<ServiceModel, @Nullable LogFiles> logs;
    private final LogView view = new LogView();
    private @Nullable ServiceModel service;
    private @Nullable LogFollower follower;

    @FXML
    private ToggleSwitch follow;

    @FXML
    private ToggleSwitch wrap;

    @FXML
    private StackPane center;

    @FXML
    private Label message;

    @FXML
    private Label footer;

    LogsTab(Function<ServiceModel, @Nullable LogFiles> logs) {
        this.logs = logs;
    }

    @FXML
    void initialize() {
        follow.selectedProperty().bindBidirectional(view.followProperty());
        wrap.selectedProperty().bindBidirectional(view.wrapProperty());
        center.getChildren().addFirst(view);
    }

    @Override
    public void show(@Nullable ServiceModel shown) {
        if (shown == service) {
            return;
        }
        service = shown;
        if (follower != null) {
            follower.close();
            follower = null;
        }
        view.clear();
        footer.setText("");
        if (shown != null) {
            open(logs.apply(shown));
        }
    }

    private void open(@Nullable LogFiles files) {
        view.followProperty().set(true);
        say(files == null ? Texts.of("inspector.logs.elsewhere") : "");
        if (files != null) {
            follower = new LogFollower(files, this::take);
        }
    }

    private void take(LogFollower.News news) {
        if (!news.lines().isEmpty()) {
            view.append(news.lines());
        }
        var problem = news.problem().isEmpty() ? "" : Texts.of("inspector.logs.problem", news.problem());
        say(problem.isEmpty() && view.size() == 0 ? Texts.of("inspector.logs.empty") : problem);
        footer.setText(
                Texts.of("inspector.logs.footer", view.size(), Sizes.text(news.outSize()), Sizes.text(news.errSize())));
    }

    /// Says something in place of lines.
    private void say(String text) {
        message.setText(text);
        message.setVisible(!text.isEmpty());
    }

    @FXML
    void copyAll() {
        view.selectAll();
        view.copy();
    }

    @FXML
    void clearView() {
        view.clear();
    }
}

package dev.signalbox.console.inspector;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.log.LogView;
import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.Operation;
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
    /// Where the log is to be opened next.
    private @Nullable Operation begin;
    /// Where it was opened; `null` if at its end.
    private @Nullable Operation opened;

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
        view.followProperty().subscribe(now -> {
            if (now && opened != null) {
                reopen();
            }
        });
    }

    /// Shows the log from the beginning of `operation` on, if it is of the service that is shown now or next.
    /// Following the end brings the newest lines back.
    void openAt(Operation operation) {
        begin = operation;
        reopen();
    }

    private void reopen() {
        var shown = service;
        show(null);
        show(shown);
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
        var wanted = begin;
        begin = null;
        var from = wanted != null && service != null && wanted.service().equals(service.id()) ? wanted : null;
        opened = from;
        view.followProperty().set(from == null);
        var remote = files != null || service == null
                ? null
                : service.output(from == null ? null : from.submittedAt(), LogFollower.LIMIT);
        say(files == null && remote == null ? Texts.of("inspector.logs.elsewhere") : "");
        if (files != null) {
            follower = new LogFollower(files, from, this::take);
        } else if (remote != null) {
            follower = new LogFollower(remote, this::takeRemote);
        }
    }

    private void takeRemote(LogFollower.News news) {
        take(news);
        footer.setText(Texts.of(
                "inspector.logs.footer.remote",
                view.size(),
                service == null ? "" : service.connection().host()));
    }

    private void take(LogFollower.News news) {
        if (!news.lines().isEmpty()) {
            view.append(news.lines());
        }
        var problem = news.problem().isEmpty() ? missing(news) : Texts.of("inspector.logs.problem", news.problem());
        say(problem.isEmpty() && view.size() == 0 ? Texts.of("inspector.logs.empty") : problem);
        footer.setText(
                news.reach() == LogFollower.Reach.CUT_SHORT && opened != null
                        ? Texts.of("inspector.logs.cut-short", view.size(), opened.label())
                        : Texts.of(
                                "inspector.logs.footer",
                                view.size(),
                                Sizes.text(news.outSize()),
                                Sizes.text(news.errSize())));
    }

    private String missing(LogFollower.News news) {
        return news.reach() == LogFollower.Reach.NOT_KEPT && opened != null
                ? Texts.of("inspector.logs.not-kept", opened.label())
                : "";
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

package dev.signalbox.console.inspector;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.log.LogView;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Output;
import dev.signalbox.operation.Operation;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// A service's output, as it is written.
final class LogsTab implements InspectorTab {
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
            open(shown);
        }
    }

    private void open(ServiceModel shown) {
        var wanted = begin;
        begin = null;
        opened = wanted != null && wanted.service().equals(shown.id()) ? wanted : null;
        view.followProperty().set(opened == null);
        say("");
        follower = new LogFollower(shown.output(opened, LogFollower.LIMIT), this::take);
    }

    private void take(LogFollower.News news) {
        if (!news.lines().isEmpty()) {
            view.append(news.lines());
        }
        var remark = remark(news);
        say(remark.isEmpty() && view.size() == 0 ? Texts.of("inspector.logs.empty") : remark);
        footer.setText(footer(news));
    }

    private String remark(LogFollower.News news) {
        if (!news.problem().isEmpty()) {
            return Texts.of("inspector.logs.problem", news.problem());
        }
        return news.reach() == Output.Reach.NOT_KEPT && opened != null
                ? Texts.of("inspector.logs.not-kept", opened.label())
                : "";
    }

    private String footer(LogFollower.News news) {
        if (news.reach() == Output.Reach.CUT_SHORT && opened != null) {
            return Texts.of("inspector.logs.cut-short", view.size(), opened.label());
        }
        var sizes = news.sizes();
        if (sizes != null) {
            return Texts.of("inspector.logs.footer", view.size(), Sizes.text(sizes.out()), Sizes.text(sizes.err()));
        }
        var host = service == null ? "" : service.connection().host();
        return host.isEmpty() ? "" : Texts.of("inspector.logs.footer.remote", view.size(), host);
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

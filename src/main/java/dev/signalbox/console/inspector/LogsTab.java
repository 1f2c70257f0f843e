package dev.signalbox.console.inspector;

import atlantafx.base.controls.ToggleSwitch;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.log.LogPane;
import dev.signalbox.console.log.LogView;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Output;
import dev.signalbox.log.LogLine;
import dev.signalbox.operation.Operation;
import dev.signalbox.text.ByteSizes;
import dev.signalbox.text.PlainText;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// A service's output, as it is written.
final class LogsTab implements InspectorTab {
    private final LogPane pane = new LogPane();
    private final LogView view = pane.view();
    /// The newest lines, of which the view has those of the chosen streams.
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private @Nullable ServiceModel service;
    private @Nullable LogFollower follower;
    /// What it told last.
    private LogFollower.@Nullable News newest;
    /// Where the log is to be opened next.
    private @Nullable Operation begin;
    /// Where it was opened; `null` if at its end.
    private @Nullable Operation opened;

    @FXML
    private ToggleSwitch follow;

    @FXML
    private ToggleSwitch wrap;

    @FXML
    private ToggleButton out;

    @FXML
    private ToggleButton err;

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
        pane.setId("log");
        center.getChildren().addFirst(pane);
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
        newest = null;
        clearView();
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
        news.lines().forEach(lines::addLast);
        while (lines.size() > LogFollower.LIMIT) {
            lines.removeFirst();
        }
        view.append(news.lines().stream().filter(this::isChosen).toList());
        newest = news;
        tell(news);
    }

    private boolean isChosen(LogLine line) {
        return switch (line.stream()) {
            case OUT -> out.isSelected();
            case ERR -> err.isSelected();
            case CONSOLE -> true;
        };
    }

    /// Of the lines that are there as well as of those that come.
    @FXML
    void chooseStreams() {
        view.clear();
        view.append(lines.stream().filter(this::isChosen).toList());
        tell(newest);
    }

    private void tell(LogFollower.@Nullable News news) {
        if (news == null) {
            return;
        }
        var remark = remark(news);
        say(remark.isEmpty() && view.size() == 0 ? nothing() : remark);
        footer.setText(footer(news));
    }

    private String nothing() {
        return lines.isEmpty() ? Texts.of("inspector.logs.empty") : Texts.of("inspector.logs.none", lines.size());
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
            return Texts.of(
                    "inspector.logs.footer", view.size(), ByteSizes.text(sizes.out()), ByteSizes.text(sizes.err()));
        }
        var host = service == null ? "" : service.connection().host();
        return host.isEmpty() ? "" : Texts.of("inspector.logs.footer.remote", view.size(), host);
    }

    /// Says something in place of lines.
    private void say(String text) {
        message.setText(PlainText.lines(text));
        message.setVisible(!text.isEmpty());
    }

    /// Opens the search in the log.
    @FXML
    void find() {
        pane.find();
    }

    /// Closes the search in the log.
    ///
    /// @return whether it was open
    boolean endFind() {
        return pane.endFind();
    }

    @FXML
    void copyAll() {
        view.selectAll();
        view.copy();
    }

    @FXML
    void clearView() {
        lines.clear();
        view.clear();
    }
}

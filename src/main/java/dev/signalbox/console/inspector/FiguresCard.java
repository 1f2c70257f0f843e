package dev.signalbox.console.inspector;

import dev.signalbox.console.fx.BackgroundQuery;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.journal.History;
import dev.signalbox.journal.History.Uptime;
import dev.signalbox.operation.QueueSnapshot.Ended;
import dev.signalbox.service.ServiceState;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How a service fared of late: its uptime, and how long its operations waited and ran. The journal is asked when
/// another service is shown, soon after an operation has ended or the state has changed, and now and then.
final class FiguresCard extends VBox {
    static final Duration PERIOD = Duration.ofDays(30);

    /// Operations may end hundreds of times a second, which nobody can read.
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    /// An uptime grows by itself.
    private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

    /// What was so when the journal was asked.
    private record Question(ServiceModel service, @Nullable Ended last, ServiceState state, long nanos) {}

    private final TimeSource time;
    private final BackgroundQuery<Question, ServiceFigures> query;
    private final Stat up = new Stat("uptime");
    private final Stat outage = new Stat("outage");
    private final Stat restarts = new Stat("restarts");
    private final HBox stats = new HBox(up, outage, restarts);
    private final FiguresTable table = new FiguresTable();
    private final Label none = new Label(Texts.of("inspector.figures.none"));
    private final Label problem = new Label();
    private @Nullable ServiceModel service;
    private @Nullable Question asked;
    /// Whose figures can be seen.
    private @Nullable ServiceModel answered;

    /// @param history asked by `executor`, one question at a time
    FiguresCard(TimeSource time, History history, Executor executor) {
        this.time = time;
        query = new BackgroundQuery<>(
                executor,
                question -> ServiceFigures.read(
                        history, question.service.id(), time.now().minus(PERIOD)),
                (question, figures) -> answer(question.service, figures));
        setId("figures");
        getStyleClass().addAll("card", "figures");
        stats.getStyleClass().add("stats");
        none.getStyleClass().addAll("muted", "figures-none");
        problem.getStyleClass().addAll("muted", "figures-problem");
        problem.setWrapText(true);
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(stats, table, none, problem);
        for (var part : List.of(stats, table, none, problem)) {
            part.managedProperty().bind(part.visibleProperty());
        }
        clear();
    }

    /// Shows the figures of `shown` as soon as they are known; until then none of another service.
    void show(@Nullable ServiceModel shown) {
        service = shown;
        if (shown != null) {
            if (!shown.equals(answered)) {
                clear();
            }
            ask(shown);
        }
    }

    /// Asks again if something has changed.
    void tick() {
        var shown = service;
        var before = asked;
        if (shown == null || before == null) {
            return;
        }
        var age = Duration.ofNanos(time.nanoTime() - before.nanos);
        var changed = !Objects.equals(shown.queue().last(), before.last)
                || shown.status().state() != before.state;
        if (age.compareTo(changed ? AT_MOST_EVERY : AT_LEAST_EVERY) >= 0) {
            ask(shown);
        }
    }

    private void ask(ServiceModel shown) {
        var question = new Question(shown, shown.queue().last(), shown.status().state(), time.nanoTime());
        asked = question;
        query.ask(question);
    }

    private void clear() {
        answered = null;
        List.of(up, outage, restarts).forEach(stat -> stat.show(""));
        stats.setVisible(true);
        table.setVisible(false);
        none.setVisible(false);
        problem.setVisible(false);
    }

    private void answer(ServiceModel about, ServiceFigures figures) {
        if (!about.equals(service)) {
            return;
        }
        answered = about;
        switch (figures) {
            case ServiceFigures.Known(var kinds, var uptime) -> {
                render(uptime);
                table.show(kinds);
                table.setVisible(!kinds.isEmpty());
                none.setVisible(kinds.isEmpty());
                stats.setVisible(true);
                problem.setVisible(false);
            }
            case ServiceFigures.Unreadable(var reason) -> {
                clear();
                stats.setVisible(false);
                problem.setText(Texts.of("inspector.figures.unreadable", reason));
                problem.setVisible(true);
            }
        }
    }

    private void render(Uptime uptime) {
        var known = uptime.share() >= 0;
        up.show(known ? Percent.of(uptime.share()) : "–");
        outage.show(uptime.outages() > 0 ? Times.compact(uptime.longestOutage()) : known ? none() : "–");
        restarts.show(Percent.perDay(uptime.restartsPerDay()));
    }

    private static String none() {
        return Texts.of("inspector.figures.outage.none");
    }

    /// A figure above its name.
    private static final class Stat extends VBox {
        private final Label value = new Label();

        Stat(String name) {
            var label = new Label(Texts.of("inspector.figures." + name));
            label.getStyleClass().add("second-line");
            label.setTooltip(new Tooltip(Texts.of("inspector.figures." + name + ".tip")));
            value.getStyleClass().add("stat-value");
            value.setId("figures-" + name);
            getStyleClass().add("stat");
            getChildren().addAll(value, label);
            HBox.setHgrow(this, Priority.ALWAYS);
        }

        void show(String words) {
            value.setText(words);
        }
    }
}

package dev.signalbox.console.notices;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.console.notices.Incident.Line;
import dev.signalbox.console.notices.Notice.Kind;
import java.time.Instant;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// An incident in the centre: what it is called, when it was, what happened, and what can be done. FX thread.
final class IncidentCard extends VBox {
    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
    private static final int MOST_LINES = 5;

    private final Incident incident;
    private final NoticeDesk desk;

    /// @param now wall clock
    IncidentCard(Incident incident, NoticeDesk desk, Instant now) {
        this.incident = incident;
        this.desk = desk;
        getStyleClass().add("notice-card");
        pseudoClassStateChanged(UNREAD, !incident.read());
        setMinHeight(USE_PREF_SIZE);
        getChildren().add(head(now));
        if (incident.lines().size() > 1) {
            var strip = new Strip(incident);
            VBox.setMargin(strip, new Insets(0, 12, 2, 39));
            getChildren().addAll(strip, lines());
        }
        getChildren().add(foot(now));
    }

    private Node head(Instant now) {
        var title = label(incident.title(), "notice-title");
        title.setWrapText(true);
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        var when = label(when(now), "notice-when");
        when.setMinWidth(USE_PREF_SIZE);
        var words = new VBox(new HBox(8, title, when));
        var summary = incident.summary();
        if (!summary.isEmpty()) {
            var below = label(summary, "notice-summary");
            below.setWrapText(true);
            words.getChildren().add(below);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        var glyph = incident.isOpen() || !incident.read()
                ? incident.worst().notice().kind().glyph()
                : new StateGlyph(incident.worst().notice().kind().glyph().icon(), "calm");
        var head = new HBox(10, glyph.node(), words);
        head.getStyleClass().add("notice-head");
        return head;
    }

    private String when(Instant now) {
        var last = incident.lines().size() == 1 && incident.count() == 1 ? incident.began() : incident.last();
        var moment = Times.day(last, now);
        return incident.isOpen() ? Texts.of("notices.still-open", moment) : moment;
    }

    // --- what happened ---

    private Node lines() {
        var all = incident.lines();
        var more = all.size() - MOST_LINES;
        var lines = new VBox(line(all.getFirst()));
        lines.getStyleClass().add("notice-lines");
        if (more > 0) {
            lines.getChildren().add(label(Texts.of("notices.between", more), "notice-between"));
        }
        all.stream().skip(Math.max(1, more + 1)).map(this::line).forEach(lines.getChildren()::add);
        return lines;
    }

    private Node line(Line line) {
        var notice = line.notice();
        var time = label(Times.clock(line.last()), "notice-time");
        var glyph = notice.kind().glyph().node();
        glyph.getStyleClass().add("tiny-glyph");
        var words = label(notice.line(), "notice-words");
        words.setTooltip(new Tooltip(notice.line()));
        words.setMinWidth(0);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(8, time, glyph, words);
        row.getStyleClass().add("notice-line");
        if (line.times() > 1) {
            row.getChildren().add(count(Texts.of("notices.times", line.times())));
        } else if (notice.operation() > 0) {
            var link = link("#" + notice.operation(), () -> desk.openOperation(incident, notice.operation()));
            row.getChildren().add(link);
        }
        return row;
    }

    private static Label count(String words) {
        var count = label(words, "notice-when");
        count.setMinWidth(USE_PREF_SIZE);
        return count;
    }

    // --- what can be done ---

    private Node foot(Instant now) {
        var foot = new HBox();
        foot.getStyleClass().add("notice-foot");
        var worst = incident.worst().notice();
        var service = desk.service(incident.cause().isEmpty() ? worst.service() : incident.cause());
        if (service != null) {
            foot.getChildren()
                    .add(button(Texts.of("notices.log-of"), Octicons.FILE_16, () -> desk.showLog(incident, service)));
            foot.getChildren().add(button(Texts.of("notices.open"), Octicons.ARROW_RIGHT_16, () -> desk.open(service)));
        }
        if (incident.lines().size() == 1 && worst.operation() > 0 && worst.kind() != Kind.LATE) {
            var why = button(
                    Texts.of("notices.why"),
                    Octicons.HISTORY_16,
                    () -> desk.openOperation(incident, worst.operation()));
            foot.getChildren().add(why);
        }
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        foot.getChildren().add(space);
        if (!incident.read()) {
            var read = button("", Octicons.CHECK_16, () -> desk.read(incident));
            read.setAccessibleText(Texts.of("notices.mark-read"));
            read.setTooltip(new Tooltip(Texts.of("notices.mark-read")));
            foot.getChildren().add(read);
        }
        if (!incident.muted() && incident.services().stream().anyMatch(each -> !each.isEmpty())) {
            foot.getChildren()
                    .add(new MuteMenu(incident, now, (services, until) -> desk.mute(incident, services, until)));
        }
        return foot;
    }

    private static Button button(String words, Ikon icon, Runnable action) {
        var glyph = new FontIcon(icon);
        glyph.getStyleClass().addAll("glyph", "tiny-glyph");
        var button = new Button(words, glyph);
        button.getStyleClass().setAll("button", "tool-button", "small-tool");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    static Hyperlink link(String words, Runnable action) {
        var link = new Hyperlink(words);
        link.setMnemonicParsing(false);
        link.getStyleClass().setAll("hyperlink", "notice-link");
        link.setMinWidth(USE_PREF_SIZE);
        link.setOnAction(_ -> action.run());
        return link;
    }

    static Label label(String words, String style) {
        var label = new Label(words);
        label.getStyleClass().add(style);
        return label;
    }
}

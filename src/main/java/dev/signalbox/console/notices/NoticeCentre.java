package dev.signalbox.console.notices;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.OperationQueueModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// All that was noticed, with what is held and what is muted, over the inspector. Nothing else waits for it. FX thread.
public final class NoticeCentre extends VBox {
    private static final int MOST_CARDS = 60;

    private final OperationQueueModel model;
    private final NoticeBook book;
    private final NoticeDesk desk;
    private final HeldList held;
    private final MutedList muted;
    private final VBox content = new VBox();
    private final ToggleGroup choice = new ToggleGroup();
    private final Map<Choice, ToggleButton> choices = new HashMap<>();
    private final NoticeFooter footer;
    private final Map<Long, IncidentCard> cards = new HashMap<>();
    private final Map<Long, Incident> shown = new HashMap<>();
    private Runnable leave = () -> {};
    private boolean stale = true;

    /// Which incidents are shown.
    private enum Choice {
        OPEN,
        ALL,
        MUTED
    }

    NoticeCentre(OperationQueueModel model, Actions actions, NoticeBook book, NoticeDesk desk) {
        this.model = model;
        this.book = book;
        this.desk = desk;
        held = new HeldList(model, actions);
        muted = new MutedList(book, model.time()::now);
        footer = new NoticeFooter(desk);
        setId("notices");
        getStyleClass().add("notice-centre");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(Texts.of("notices.centre"));
        setVisible(false);
        managedProperty().bind(visibleProperty());
        content.getStyleClass().add("notice-content");
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("notice-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(header(), scroll, footer);
        book.incidents().addListener((ListChangeListener<Incident>) _ -> refresh());
        book.mutes().addListener((ListChangeListener<Mute>) _ -> refresh());
        model.onRefreshed(this::follow);
        choice.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null) {
                choice.selectToggle(before);
            }
            refresh();
        });
    }

    private Node header() {
        var title = new Label(Texts.of("notices.centre"));
        title.getStyleClass().add("notice-centre-title");
        title.setMinWidth(USE_PREF_SIZE);
        var segments = new HBox();
        segments.getStyleClass().add("segments");
        for (var each : Choice.values()) {
            var button = new ToggleButton();
            button.setId("notices-" + each.name().toLowerCase(Locale.ROOT));
            button.getStyleClass().setAll("toggle-button", "segment");
            button.setMinWidth(USE_PREF_SIZE);
            button.setToggleGroup(choice);
            choices.put(each, button);
            segments.getChildren().add(button);
        }
        button(Choice.OPEN).setSelected(true);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = new Button("", new FontIcon(Octicons.X_16));
        close.setId("closeNotices");
        close.getStyleClass().setAll("button", "icon-button");
        close.setAccessibleText(Texts.of("notices.close"));
        close.setOnAction(_ -> show(false));
        var header = new HBox(title, segments, space, close);
        header.getStyleClass().add("notice-centre-head");
        return header;
    }

    private ToggleButton button(Choice which) {
        return Objects.requireNonNull(choices.get(which));
    }

    /// What is done when it closes, as the focus is to be somewhere.
    public void onLeave(Runnable action) {
        leave = action;
    }

    /// Whether it can be seen.
    public boolean isOpen() {
        return isVisible();
    }

    void show(boolean open) {
        if (open == isOpen()) {
            return;
        }
        setVisible(open);
        if (open) {
            refresh();
            ((ToggleButton) choice.getSelectedToggle()).requestFocus();
        } else {
            leave.run();
        }
    }

    /// Says why the desktop is told nothing; an empty text once it is.
    void showProblem(String problem) {
        footer.showProblem(problem);
    }

    // --- what is in it ---

    private void follow() {
        if (isOpen() && (held.hasChanged() || stale)) {
            refresh();
        }
    }

    private void refresh() {
        stale = !isOpen();
        if (stale) {
            return;
        }
        var open = book.incidents().stream().filter(NoticeCentre::isOpenFor).toList();
        var silent = book.incidents().stream().filter(Incident::muted).toList();
        button(Choice.OPEN).setText(Texts.of("notices.choice.open", open.size()));
        button(Choice.ALL).setText(Texts.of("notices.choice.all", book.kept(false)));
        button(Choice.MUTED).setText(Texts.of("notices.choice.muted", book.kept(true)));
        var chosen = button(Choice.OPEN).isSelected()
                ? open
                : button(Choice.ALL).isSelected()
                        ? book.incidents().stream()
                                .filter(incident -> !incident.muted())
                                .toList()
                        : silent;
        var nodes = new ArrayList<Node>();
        section(nodes, chosen.stream().filter(Incident::missed).toList(), true);
        section(nodes, chosen.stream().filter(incident -> !incident.missed()).toList(), false);
        if (chosen.isEmpty()) {
            var nothing = new Label(Texts.of("notices.nothing"));
            nothing.getStyleClass().addAll("muted", "notice-nothing");
            nodes.add(nothing);
        }
        nodes.addAll(held.nodes());
        nodes.addAll(muted.nodes());
        forget(chosen);
        content.getChildren().setAll(nodes);
    }

    private static boolean isOpenFor(Incident incident) {
        return !incident.muted() && (!incident.read() || incident.isOpen());
    }

    private void section(List<Node> nodes, List<Incident> incidents, boolean missed) {
        if (incidents.isEmpty()) {
            return;
        }
        var now = model.time().now();
        var away = nodes.isEmpty() ? "notices.lately" : "notices.since";
        var title = Texts.of(missed ? "notices.missed" : away);
        var begin = incidents.stream()
                .map(Incident::began)
                .min(Comparator.naturalOrder())
                .orElse(now);
        var span = Texts.of(
                "notices.span",
                Times.day(begin, now),
                Times.day(incidents.getFirst().last(), now));
        var unread = incidents.stream().anyMatch(incident -> !incident.read());
        nodes.add(heading(
                title, "", span, unread ? IncidentCard.link(Texts.of("notices.mark-all"), desk::readAll) : null));
        incidents.stream().limit(MOST_CARDS).map(this::card).forEach(nodes::add);
        if (incidents.size() > MOST_CARDS) {
            nodes.add(IncidentCard.label(Texts.of("notices.more", incidents.size() - MOST_CARDS), "notice-nothing"));
        }
    }

    /// What stays as it was is not drawn anew, as somebody may be about to click on it.
    private IncidentCard card(Incident incident) {
        var known = cards.get(incident.id());
        if (known != null && incident.equals(shown.get(incident.id()))) {
            return known;
        }
        var card = new IncidentCard(incident, desk, model.time().now());
        cards.put(incident.id(), card);
        shown.put(incident.id(), incident);
        return card;
    }

    private void forget(List<Incident> but) {
        var ids = but.stream().map(Incident::id).collect(Collectors.toSet());
        cards.keySet().retainAll(ids);
        shown.keySet().retainAll(ids);
    }

    /// The heading of a part.
    ///
    /// @param count beside it; empty for none
    /// @param right what is said at its end; empty for nothing
    static HBox heading(String title, String count, String right, @Nullable Node link) {
        var heading = new HBox(IncidentCard.label(title, "notice-section"));
        heading.getStyleClass().add("notice-heading");
        if (!count.isEmpty()) {
            heading.getChildren().add(IncidentCard.label(count, "notice-count"));
        }
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        heading.getChildren().add(space);
        if (!right.isEmpty()) {
            heading.getChildren().add(IncidentCard.label(right, "notice-when"));
        }
        if (link != null) {
            heading.getChildren().add(link);
        }
        return heading;
    }
}

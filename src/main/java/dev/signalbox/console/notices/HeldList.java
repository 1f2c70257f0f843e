package dev.signalbox.console.notices;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.HoldWords;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.Intent;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The queues that are held: until when, why, by whom, and what waits. FX thread.
final class HeldList {
    private static final int MOST = 20;

    private final OperationQueueModel model;
    private final Actions actions;
    private List<Held> shown = List.of();

    private record Held(ServiceModel service, Intent.@Nullable Hold hold, int waiting) {}

    HeldList(OperationQueueModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
    }

    /// Whether it is other than [#nodes()] has said last.
    boolean hasChanged() {
        return !held().equals(shown);
    }

    private List<Held> held() {
        return model.services().stream()
                .filter(service -> service.queue().held())
                .map(service -> new Held(
                        service,
                        service.intent().hold(),
                        service.queue().waiting().size()))
                .toList();
    }

    /// Its heading and a card for each; nothing if none is held.
    List<Node> nodes() {
        shown = held();
        var nodes = new ArrayList<Node>();
        if (!shown.isEmpty()) {
            nodes.add(NoticeCentre.heading(Texts.of("notices.held"), Integer.toString(shown.size()), "", null));
            shown.stream().limit(MOST).map(this::card).forEach(nodes::add);
            if (shown.size() > MOST) {
                nodes.add(IncidentCard.label(Texts.of("notices.more", shown.size() - MOST), "notice-nothing"));
            }
        }
        return nodes;
    }

    private Node card(Held held) {
        var service = held.service;
        var now = model.time().now();
        var name = IncidentCard.label(service.id(), "notice-title");
        var badge = IncidentCard.label(HoldWords.badge(service, now), "notice-badge");
        badge.setMinWidth(Region.USE_PREF_SIZE);
        var words = new VBox(new HBox(8, name, badge));
        HBox.setHgrow(words, Priority.ALWAYS);
        var hold = held.hold;
        if (hold != null) {
            if (!hold.why().isEmpty()) {
                words.getChildren().add(wrapped(hold.why(), "notice-quote"));
            }
            words.getChildren()
                    .add(wrapped(
                            Texts.of("notices.held.by", hold.by(), Times.day(hold.since(), now), held.waiting),
                            "notice-summary"));
        }
        var links = new HBox(
                IncidentCard.link(Texts.of("notices.held.resume"), () -> actions.run("hold", service)),
                IncidentCard.link(Texts.of("notices.held.because"), () -> actions.run("hold-because", service)));
        links.getStyleClass().add("notice-links");
        words.getChildren().add(links);
        var pause = new Region();
        pause.getStyleClass().add("pause-glyph");
        var place = new HBox(pause);
        place.getStyleClass().add("notice-pause");
        var head = new HBox(10, place, words);
        head.getStyleClass().add("notice-head");
        var card = new VBox(head);
        card.getStyleClass().addAll("notice-card", "held-card");
        card.setMinHeight(Region.USE_PREF_SIZE);
        return card;
    }

    private static Label wrapped(String words, String style) {
        var label = IncidentCard.label(words, style);
        label.setWrapText(true);
        return label;
    }
}

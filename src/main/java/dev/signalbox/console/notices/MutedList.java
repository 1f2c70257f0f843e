package dev.signalbox.console.notices;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What is muted: until when, and how much is kept of it meanwhile. FX thread.
final class MutedList {
    private final NoticeBook book;
    private final InstantSource clock;

    MutedList(NoticeBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /// Its heading and a line for each; nothing if nothing is muted.
    List<Node> nodes() {
        var nodes = new ArrayList<Node>();
        if (!book.mutes().isEmpty()) {
            var kept = book.mutes().stream().mapToInt(book::keptOf).sum();
            nodes.add(NoticeCentre.heading(
                    Texts.of("notices.muted"),
                    Integer.toString(book.mutes().size()),
                    Texts.of("notices.muted.kept", kept),
                    null));
            var card = new VBox();
            card.getStyleClass().add("notice-card");
            card.setMinHeight(Region.USE_PREF_SIZE);
            book.mutes().stream().map(this::line).forEach(card.getChildren()::add);
            nodes.add(card);
        }
        return nodes;
    }

    private Node line(Mute mute) {
        var until = mute.until();
        var words = new VBox(
                IncidentCard.label(mute.service(), "notice-title"),
                IncidentCard.label(
                        until == null
                                ? Texts.of("notices.muted.recovered")
                                : Texts.of(
                                        "notices.muted.until",
                                        Times.next(until, clock.instant(), ZoneId.systemDefault())),
                        "notice-summary"));
        HBox.setHgrow(words, Priority.ALWAYS);
        var count = IncidentCard.label(Texts.of("notices.muted.count", book.keptOf(mute)), "notice-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        var glyph = new FontIcon(Octicons.BELL_SLASH_16);
        glyph.getStyleClass().add("glyph");
        var line = new HBox(
                10,
                glyph,
                words,
                count,
                IncidentCard.link(Texts.of("notices.unmute"), () -> book.unmute(mute.service())));
        line.getStyleClass().addAll("notice-head", "muted-line");
        return line;
    }
}

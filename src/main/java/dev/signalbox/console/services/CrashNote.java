package dev.signalbox.console.services;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.model.Trouble;
import dev.signalbox.console.model.Trouble.Remedy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Says below a failed service's line how it ended, why, what it wrote last and what comes next; with what can be
/// done about it.
final class CrashNote extends HBox {
    private static final int FEW = 60;

    private final RowContext context;
    private final Label headline = new Label();
    private final Label text = new Label();
    private final Label output = new Label();
    private final Hyperlink log = link(Texts.of("note.log"));
    private final Map<Remedy, Hyperlink> links = new EnumMap<>(Remedy.class);
    private @Nullable ServiceModel service;
    private List<Remedy> remedies = List.of();

    CrashNote(RowContext context) {
        this.context = context;
        getStyleClass().add("crash-note");
        setVisible(false);
        var glyph = new FontIcon(Octicons.ALERT_16);
        glyph.getStyleClass().addAll("glyph", "fail", "small-glyph");
        headline.getStyleClass().add("headline");
        headline.setMinWidth(USE_PREF_SIZE);
        text.getStyleClass().add("text-of-note");
        text.managedProperty().bind(text.textProperty().isNotEmpty());
        output.getStyleClass().add("last-line");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        log.setOnAction(_ -> {
            if (service != null) {
                context.opener().open(service, ServiceTab.LOGS);
            }
        });
        getChildren().addAll(glyph, headline, text, output, space);
        for (var label : List.of(headline, text, output)) {
            LazyTooltip.install(label, this::describe);
        }
    }

    private static Hyperlink link(String words) {
        var link = new Hyperlink(words);
        // It may name a service, whose underscores are no mnemonics.
        link.setMnemonicParsing(false);
        link.getStyleClass().setAll("note-link");
        link.setMinWidth(USE_PREF_SIZE);
        // A click here is no click on the row.
        link.setOnMouseClicked(Event::consume);
        return link;
    }

    /// Says what is wrong with `failed`; `null` if there is nothing to say.
    void show(@Nullable ServiceModel failed, @Nullable Trouble trouble) {
        service = failed;
        setVisible(trouble != null);
        if (failed != null && trouble != null) {
            headline.setText(trouble.headline());
            text.setText(trouble.text());
            // A few words are shown in full; a reason may be of any length.
            text.setMinWidth(trouble.text().length() <= FEW ? USE_PREF_SIZE : 0);
            output.setText(trouble.output());
            offer(failed, trouble.remedies());
        }
    }

    /// The first remedy, the log, the others.
    private void offer(ServiceModel failed, List<Remedy> offered) {
        offered.forEach(
                remedy -> links.computeIfAbsent(remedy, this::remedyLink).setText(remedy.words(failed)));
        if (!offered.equals(remedies)) {
            remedies = offered;
            getChildren().removeIf(Hyperlink.class::isInstance);
            getChildren().addAll(offered.stream().map(links::get).toList());
            getChildren().add(getChildren().size() - offered.size() + 1, log);
        }
    }

    private Hyperlink remedyLink(Remedy remedy) {
        var link = link("");
        link.setOnAction(_ -> {
            if (service != null) {
                context.opener().select(service);
                context.actions().remedy(service, remedy);
            }
        });
        return link;
    }

    private String describe() {
        if (service == null) {
            return "";
        }
        return Stream.concat(
                        Stream.of(headline.getText() + " " + text.getText()), service.status().lastLines().stream())
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }
}

package dev.signalbox.console.services;

import dev.signalbox.console.Inspector;
import dev.signalbox.console.ServiceModel;
import dev.signalbox.console.Texts;
import dev.signalbox.service.ServiceStatus;
import java.util.function.Consumer;
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

/// Says below a failed service's line how it ended, why, and what it wrote last.
final class CrashNote extends HBox {
    private final Label exit = new Label();
    private final Label reason = new Label();
    private final Label lastLine = new Label();
    private @Nullable ServiceModel service;

    CrashNote(RowContext context) {
        getStyleClass().add("crash-note");
        managedProperty().bind(visibleProperty());
        setVisible(false);
        var glyph = new FontIcon(Octicons.ALERT_16);
        glyph.getStyleClass().addAll("glyph", "fail", "small-glyph");
        exit.getStyleClass().add("exit");
        exit.setMinWidth(USE_PREF_SIZE);
        reason.managedProperty().bind(reason.textProperty().isNotEmpty());
        lastLine.getStyleClass().add("last-line");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren()
                .addAll(
                        glyph,
                        exit,
                        reason,
                        lastLine,
                        space,
                        link("note.log", failed -> context.opener().open(failed, Inspector.Tab.LOGS)),
                        link("note.start", context.commands()::start));
        LazyTooltip.install(exit, this::describe);
        LazyTooltip.install(reason, this::describe);
        LazyTooltip.install(lastLine, this::describe);
    }

    private Hyperlink link(String key, Consumer<ServiceModel> action) {
        var link = new Hyperlink(Texts.of(key));
        link.getStyleClass().setAll("note-link");
        link.setMinWidth(USE_PREF_SIZE);
        link.setOnAction(_ -> {
            if (service != null) {
                action.accept(service);
            }
        });
        link.setOnMouseClicked(Event::consume);
        return link;
    }

    /// Says how `failed` failed; `null` if there is nothing to say.
    void show(@Nullable ServiceModel failed) {
        service = failed;
        setVisible(failed != null);
        if (failed != null) {
            var status = failed.status();
            exit.setText(headline(status));
            reason.setText(status.reason());
            lastLine.setText(
                    status.lastLines().isEmpty() ? "" : status.lastLines().getLast());
        }
    }

    private static String headline(ServiceStatus status) {
        if (status.exit() == null) {
            return Texts.of("note.not-started");
        }
        var words = status.exit().describe();
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private String describe() {
        if (service == null) {
            return "";
        }
        var status = service.status();
        return Stream.concat(Stream.of(headline(status), status.reason()), status.lastLines().stream())
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining("\n"));
    }
}

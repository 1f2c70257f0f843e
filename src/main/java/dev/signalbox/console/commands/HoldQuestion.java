package dev.signalbox.console.commands;

import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.fx.WhyField;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// Asks why queues are to be held, and for how long. FX thread.
final class HoldQuestion {
    private static final List<Duration> LENGTHS = List.of(
            Duration.ZERO,
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(8),
            Duration.ofDays(1),
            Duration.ofDays(7));

    private final WhyField why = new WhyField();
    private final ChoiceBox<Duration> length = new ChoiceBox<>();
    private final Question question;

    /// @param what is to be held, for people
    /// @param answer told why and for how long, of which zero is without an end
    HoldQuestion(ModalLayer layer, String what, BiConsumer<String, Duration> answer) {
        why.setId("holdWhy");
        why.setPromptText(Texts.of("hold.ask.why.prompt"));
        length.setId("holdLength");
        length.setMaxWidth(Double.MAX_VALUE);
        length.getItems().setAll(LENGTHS);
        length.setValue(Duration.ZERO);
        length.setConverter(new StringConverter<>() {
            @Override
            public String toString(Duration time) {
                return time.isZero()
                        ? Texts.of("hold.ask.no-end")
                        : Texts.of("hold.ask.length", time.toHours() < 24 ? Times.span(time) : time.toDays() + " d");
            }

            @Override
            public Duration fromString(String text) {
                throw new UnsupportedOperationException("nobody types it");
            }
        });
        question = new Question(layer, Texts.of("hold.ask.title", what), Texts.of("hold.ask.text"))
                .with(new VBox(6, label("hold.ask.why"), why))
                .with(new VBox(6, label("hold.ask.for"), length))
                .beginningAt(why)
                .cancel()
                .preferred(Texts.of("hold.ask.answer"), () -> answer.accept(why.why(), length.getValue()));
    }

    private static Label label(String key) {
        var label = new Label(Texts.of(key));
        label.getStyleClass().add("muted");
        return label;
    }

    void ask() {
        question.ask();
    }
}

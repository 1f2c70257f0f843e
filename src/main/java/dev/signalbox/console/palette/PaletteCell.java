package dev.signalbox.console.palette;

import dev.signalbox.console.fx.Keycap;
import dev.signalbox.console.fx.Texts;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A line of the palette: a heading, or a choice with what it would do, or why it cannot be done now.
final class PaletteCell extends ListCell<Line> {
    static final double HEADING = 28;
    static final double CHOICE = 44;
    private static final PseudoClass IMPOSSIBLE = PseudoClass.getPseudoClass("impossible");

    private final Consequences consequences;
    private final Label heading = new Label();
    private final FontIcon icon = new FontIcon();
    private final Region pause = new Region();
    private final TextFlow words = new TextFlow();
    private final Label detail = new Label();
    private final FontIcon info = new FontIcon(Octicons.INFO_16);
    private final Keycap key = new Keycap("");
    private final HBox row = new HBox();

    /// @param chosen told which line was clicked
    PaletteCell(Consequences consequences, Consumer<Line.Found> chosen) {
        this.consequences = consequences;
        getStyleClass().add("palette-cell");
        setPrefWidth(0);
        heading.getStyleClass().add("palette-heading");
        heading.setMaxWidth(Double.MAX_VALUE);
        icon.getStyleClass().addAll("glyph", "palette-glyph");
        pause.getStyleClass().add("pause-glyph");
        var glyph = new StackPane(icon, pause);
        glyph.getStyleClass().add("palette-place");
        words.getStyleClass().add("palette-words");
        // One line; what is longer than that is cut.
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setPrefHeight(18);
        words.setMaxHeight(18);
        detail.getStyleClass().add("palette-detail");
        info.getStyleClass().addAll("glyph", "held", "tiny-glyph");
        var texts = new VBox(words, detail);
        texts.setAlignment(Pos.CENTER_LEFT);
        texts.setMinWidth(0);
        HBox.setHgrow(texts, Priority.ALWAYS);
        row.getStyleClass().add("palette-row");
        row.getChildren().addAll(glyph, texts, key);
        key.managedProperty().bind(key.visibleProperty());
        setOnMouseClicked(_ -> {
            if (getItem() instanceof Line.Found found) {
                chosen.accept(found);
            }
        });
    }

    @Override
    protected void updateItem(@Nullable Line line, boolean empty) {
        super.updateItem(line, empty);
        switch (empty ? null : line) {
            case null -> {
                setGraphic(null);
                setPrefHeight(CHOICE);
            }
            case Line.Heading(var text) -> {
                heading.setText(text);
                setAccessibleText(text);
                setGraphic(heading);
                setPrefHeight(HEADING);
                setDisable(true);
            }
            case Line.Found found -> {
                setDisable(false);
                setGraphic(row);
                setPrefHeight(CHOICE);
                show(found);
            }
        }
    }

    private void show(Line.Found found) {
        var choice = found.choice();
        icon.setIconCode(PaletteGlyphs.of(choice));
        icon.setVisible(!PaletteGlyphs.isPause(choice));
        pause.setVisible(!icon.isVisible());
        var text = choice.text();
        var places = found.typed().places(found.offer().phrase());
        words.getChildren().clear();
        for (int from = 0; from < text.length(); ) {
            var typed = places.get(from);
            int end = typed ? places.nextClearBit(from) : places.nextSetBit(from);
            end = end < 0 ? text.length() : end;
            var part = new Text(text.substring(from, end));
            part.getStyleClass().add(typed ? "typed" : "rest");
            words.getChildren().add(part);
            from = end;
        }
        var shortcut = choice instanceof Choice.Deed deed ? deed.action().key() : "";
        key.setText(shortcut);
        key.setVisible(!shortcut.isEmpty());
        setAccessibleText(text);
        update();
    }

    /// Looks again at what is true now.
    void update() {
        if (getItem() instanceof Line.Found found && !isEmpty()) {
            var obstacle = found.choice().whyNot();
            pseudoClassStateChanged(IMPOSSIBLE, obstacle != null);
            detail.setGraphic(obstacle == null ? null : info);
            detail.setText(
                    obstacle == null ? consequences.of(found.choice()).does() : Texts.of("palette.not-now", obstacle));
        }
    }
}

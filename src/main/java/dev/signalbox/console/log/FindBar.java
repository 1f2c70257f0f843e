package dev.signalbox.console.log;

import dev.signalbox.console.fx.Texts;
import java.net.URL;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What is searched for in a log, which match is shown of how many, and the way to the others. It takes room only
/// while it is open. FX thread only.
final class FindBar extends HBox {

    private static final PseudoClass NOTHING = PseudoClass.getPseudoClass("nothing");

    private final LogView view;
    private final CustomTextField text = new CustomTextField();
    private final Label found = new Label();

    FindBar(LogView view) {
        this.view = view;
        var icon = new FontIcon(Octicons.SEARCH_16);
        icon.getStyleClass().addAll("glyph", "small-glyph");
        text.setLeft(icon);
        text.setRight(found);
        text.setPromptText(Texts.of("log.find"));
        text.setAccessibleText(Texts.of("log.find"));
        text.setId("findInLog");
        text.getStyleClass().add("filter-field");
        text.textProperty().subscribe(this::typed);
        text.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ENTER) {
                step(!key.isShiftDown());
                key.consume();
            }
        });
        found.setId("foundInLog");
        found.getStyleClass().add("find-count");
        found.setMinWidth(USE_PREF_SIZE);
        view.finder().foundProperty().subscribe(this::tell);
        HBox.setHgrow(text, Priority.ALWAYS);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("find-bar");
        URL sheet = Objects.requireNonNull(FindBar.class.getResource("find-bar.css"), "find-bar.css");
        getStylesheets().add(sheet.toExternalForm());
        getChildren()
                .setAll(
                        text,
                        button("previous", Octicons.CHEVRON_UP_16, () -> step(false)),
                        button("next", Octicons.CHEVRON_DOWN_16, () -> step(true)),
                        button("close", Octicons.X_16, this::close));
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    private static Button button(String name, Octicons icon, Runnable action) {
        var button = new Button("", new FontIcon(icon));
        button.setId("find-" + name);
        button.getStyleClass().add("icon-button");
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(Texts.of("log.find." + name));
        button.setTooltip(new Tooltip(Texts.of("log.find." + name + ".tooltip")));
        button.setOnAction(_ -> action.run());
        return button;
    }

    boolean isOpen() {
        return isVisible();
    }

    /// Opens it with what was searched for last, and puts the cursor into it.
    void open() {
        if (!isOpen()) {
            setVisible(true);
            view.searchFor(text.getText());
        }
        text.requestFocus();
        text.selectAll();
    }

    /// Ends the search and gives the keys back to the log.
    void close() {
        setVisible(false);
        view.searchFor("");
        view.requestFocus();
    }

    /// Goes to the next match, downwards if `forward`.
    void step(boolean forward) {
        view.step(forward);
    }

    private void typed(String now) {
        if (isOpen()) {
            view.searchFor(now);
            view.showNearest();
        }
    }

    private void tell(LogFinder.Found now) {
        var nothing = now.count() == 0 && !now.searching() && !now.text().isEmpty();
        var words = now.place() > 0
                ? Texts.of("log.find.place", now.place(), now.count())
                : now.count() > 0 ? Texts.of("log.find.count", now.count()) : nothing ? Texts.of("log.find.none") : "";
        found.setText(now.searching() ? Texts.of("log.find.searching", words) : words);
        found.pseudoClassStateChanged(NOTHING, nothing);
    }
}

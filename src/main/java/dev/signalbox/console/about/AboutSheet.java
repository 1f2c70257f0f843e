package dev.signalbox.console.about;

import dev.signalbox.console.fx.BackgroundQuery;
import dev.signalbox.console.fx.ClipboardText;
import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.ReadingSheet;
import dev.signalbox.console.fx.SheetScroll;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.WindowIcon;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.engine.Engine;
import dev.signalbox.text.PlainText;
import dev.signalbox.text.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Which program this is, on what it runs, and the libraries that it consists of with their licences. FX thread.
public final class AboutSheet extends ReadingSheet {
    private final Diagnostics diagnostics;
    private final BackgroundQuery<Path, Libraries> query;
    private final Path bill;
    private final GridPane libraries = new GridPane();
    private final Button copy = new Button();
    private final Node[] parts;

    private sealed interface Libraries {
        record Known(List<Library> libraries) implements Libraries {}

        record Unknown(String reason) implements Libraries {}
    }

    /// @param bill of materials that the program is delivered with
    public AboutSheet(OperationQueueModel model, Engine engine, ModalLayer layer, Path bill) {
        super(layer, Texts.of("about.title", Release.VERSION), "about-sheet");
        this.bill = bill;
        diagnostics = new Diagnostics(model, engine);
        query = new BackgroundQuery<>(
                task -> Thread.ofVirtual().name("bill of materials").start(task),
                AboutSheet::read,
                (_, answer) -> show(answer));
        copy.setId("copyDiagnostics");
        copy.getStyleClass().setAll("button", "tool-button", "modal-button");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(_ -> copyDiagnostics());
        closeButton().setId("closeAbout");
        libraries.getStyleClass().add("about-libraries");
        libraries.setId("libraries");
        var scroll = new SheetScroll(libraries);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var foot = new HBox(copy, space, closeButton());
        foot.getStyleClass().add("modal-foot");
        foot.setMinHeight(Region.USE_PREF_SIZE);
        parts = new Node[] {head(), heading("about.libraries"), scroll, foot};
    }

    private static HBox head() {
        var title = new Label(Texts.of("about.title", Release.VERSION));
        title.getStyleClass().add("modal-title");
        var runs = new Label(Texts.of(
                "about.runs",
                System.getProperty("java.version"),
                System.getProperty("javafx.runtime.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
        runs.getStyleClass().add("muted");
        var licence = new Label(Texts.of("about.licence"));
        licence.getStyleClass().add("muted");
        var icon = new ImageView(WindowIcon.image(128));
        icon.setFitWidth(64);
        icon.setFitHeight(64);
        var head = new HBox(icon, new VBox(title, runs, licence));
        head.getStyleClass().addAll("modal-head", "about-head");
        head.setMinHeight(Region.USE_PREF_SIZE);
        return head;
    }

    private static Label heading(String text) {
        var heading = new Label(Texts.of(text));
        heading.getStyleClass().add("about-heading");
        heading.setMinHeight(Region.USE_PREF_SIZE);
        return heading;
    }

    /// Shows it.
    public void show() {
        copy.setText(Texts.of("about.copy"));
        show(parts);
        query.ask(bill);
    }

    /// Puts what somebody has to know who is told that something is wrong on the clipboard.
    public void copyDiagnostics() {
        ClipboardText.put(diagnostics.text());
        copy.setText(Texts.of("about.copied"));
    }

    private static Libraries read(Path bill) {
        try {
            return new Libraries.Known(Library.of(bill));
        } catch (IOException e) {
            return new Libraries.Unknown(PlainText.line(e.toString()));
        }
    }

    private void show(Libraries answer) {
        libraries.getChildren().clear();
        switch (answer) {
            case Libraries.Known(var known) -> {
                for (int row = 0; row < known.size(); row++) {
                    var library = known.get(row);
                    libraries.addRow(
                            row,
                            cell(library.name(), "strong"),
                            cell(library.version(), "code"),
                            cell(library.licence(), "muted"));
                }
            }
            case Libraries.Unknown(var reason) -> {
                var message = cell(Texts.of("about.unknown", bill, reason), "muted");
                message.setWrapText(true);
                libraries.add(message, 0, 0);
            }
        }
    }

    private static Label cell(String text, String style) {
        var cell = new Label(PlainText.line(text));
        cell.getStyleClass().add(style);
        return cell;
    }
}

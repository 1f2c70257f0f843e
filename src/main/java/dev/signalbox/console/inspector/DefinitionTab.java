package dev.signalbox.console.inspector;

import atlantafx.base.controls.SelectableTextFlow;
import dev.signalbox.console.ServiceModel;
import java.util.List;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// What the workspace says about a service, to be read and copied.
final class DefinitionTab implements InspectorTab {
    private List<DefinitionText.Row> rows = List.of();

    @FXML
    private GridPane grid;

    @Override
    public void show(@Nullable ServiceModel service) {
        grid.getChildren().clear();
        rows = service == null ? List.of() : DefinitionText.of(service.definition());
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var label = new Label(row.label());
            label.getStyleClass().addAll("muted", "definition-label");
            var value = new SelectableTextFlow(new Text(row.value()));
            value.getStyleClass().add(row.code() ? "code" : "words");
            label.setLabelFor(value);
            grid.addRow(i, label, value);
        }
    }

    @FXML
    void copyAll() {
        var content = new ClipboardContent();
        content.putString(rows.stream()
                .map(row -> row.label() + ": " + row.value().replace("\n", "\n    ") + "\n")
                .collect(Collectors.joining()));
        Clipboard.getSystemClipboard().setContent(content);
    }
}

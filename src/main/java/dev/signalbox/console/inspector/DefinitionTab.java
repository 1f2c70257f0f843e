package dev.signalbox.console.inspector;

import atlantafx.base.controls.SelectableTextFlow;
import dev.signalbox.console.fx.ClipboardText;
import dev.signalbox.console.model.ServiceModel;
import java.util.List;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What the workspace says about a service, to be read and copied.
final class DefinitionTab implements InspectorTab {
    private List<DefinitionText.Row> rows = List.of();
    private Subscription subscription = Subscription.EMPTY;

    @FXML
    private VBox list;

    @Override
    public void show(@Nullable ServiceModel service) {
        subscription.unsubscribe();
        subscription = Subscription.EMPTY;
        if (service == null) {
            render(List.of());
        } else {
            subscription = service.definitionProperty().subscribe(now -> render(DefinitionText.of(now)));
        }
    }

    private void render(List<DefinitionText.Row> shown) {
        rows = shown;
        list.getChildren().setAll(rows.stream().map(DefinitionTab::node).toList());
    }

    private static HBox node(DefinitionText.Row row) {
        var label = new Label(row.label());
        label.getStyleClass().addAll("muted", "definition-label");
        var text = new Text(row.value());
        text.getStyleClass().add("selectable");
        var value = new SelectableTextFlow(text);
        value.getStyleClass().addAll("value", row.code() ? "code" : "words");
        label.setLabelFor(value);
        return new HBox(label, value);
    }

    @FXML
    void copyAll() {
        ClipboardText.put(rows.stream()
                .map(row -> row.label() + ": " + row.value().replace("\n", "\n    ") + "\n")
                .collect(Collectors.joining()));
    }
}

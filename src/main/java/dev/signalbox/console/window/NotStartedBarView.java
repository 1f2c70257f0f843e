package dev.signalbox.console.window;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.Intent;
import java.time.Instant;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// Tells below the toolbar, as the window opens, which services were not started although they start with the
/// engine, as a person has stopped them; with since when and by whom. It interrupts nobody, and is gone when
/// nothing is left of that. What is stopped later is not told here: who did that knows.
final class NotStartedBarView {
    private final OperationQueueModel model;
    private final Actions actions;
    private final Runnable leave;
    private boolean looked;
    /// What is left of it, in the order of the workspace.
    private List<ServiceModel> left = List.of();

    @FXML
    private HBox bar;

    @FXML
    private Label text;

    @FXML
    private Tooltip whole;

    @FXML
    private Button start;

    /// @param leave takes the focus from the bar, which goes with the button that has it
    NotStartedBarView(OperationQueueModel model, Actions actions, Runnable leave) {
        this.model = model;
        this.actions = actions;
        this.leave = leave;
    }

    @FXML
    void initialize() {
        bar.managedProperty().bind(bar.visibleProperty());
        bar.setVisible(false);
        model.onRefreshed(this::refresh);
    }

    private void refresh() {
        var before = left;
        var candidates = looked ? before : List.copyOf(model.services());
        left = candidates.stream().filter(this::isNotStarted).toList();
        looked |= !candidates.isEmpty();
        if (!left.equals(before)) {
            show();
        }
    }

    private boolean isNotStarted(ServiceModel service) {
        return service.definition().autostart()
                && service.intent().desired().value() == Intent.Value.STOPPED
                && service.status().pid() < 0
                && model.services().contains(service);
    }

    private void show() {
        var now = model.time().now();
        var each = left.stream().map(service -> words(service, now)).toList();
        text.setText(Texts.of("not-started.text", String.join(", ", each)));
        whole.setText(Texts.of("not-started.tip") + "\n" + String.join("\n", each));
        start.setText(Texts.of("not-started.start", left.size()));
        bar.setVisible(!left.isEmpty());
    }

    private static String words(ServiceModel service, Instant now) {
        var desired = service.intent().desired();
        var since = desired.since();
        return since == null
                ? Texts.of("not-started.by", service.id(), desired.by())
                : Texts.of("not-started.since-by", service.id(), Times.moment(since, now), desired.by());
    }

    @FXML
    void start() {
        leave.run();
        actions.run("start", Target.of(left));
    }

    /// For as long as the window is open.
    @FXML
    void dismiss() {
        leave.run();
        left = List.of();
        show();
    }
}

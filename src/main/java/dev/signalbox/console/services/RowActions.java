package dev.signalbox.console.services;

import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.service.ServiceState;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The buttons of a row. None is disabled as long as there is a connection to its engine, as every request may be
/// queued; those that would change nothing once all is done that was asked for are dim.
final class RowActions extends HBox {
    private static final PseudoClass DIM = PseudoClass.getPseudoClass("dim");

    private final Button start;
    private final Button stop;
    private final Button restart;
    private final RowContext context;
    private final RowMenus menus;
    private @Nullable ServiceModel service;

    RowActions(RowContext context, RowMenus menus) {
        this.context = context;
        this.menus = menus;
        start = action(Octicons.TRIANGLE_RIGHT_16, "start");
        stop = action(Octicons.SQUARE_FILL_16, "stop");
        restart = action(Octicons.SYNC_16, "restart");
        var more = button(Octicons.KEBAB_HORIZONTAL_16, "more-actions", Texts.of("services.more-actions.tip"));
        more.setOnAction(_ -> showMenu(more));
        getStyleClass().add("column-actions");
        getChildren().addAll(start, stop, restart, more);
        // A click here is no click on the row.
        setOnMouseClicked(Event::consume);
    }

    private Button action(Ikon icon, String id) {
        var action = context.actions().get(id);
        var button = button(icon, id, Texts.of("action.tip", action.text(Target.NONE), action.key()));
        button.setOnAction(_ -> {
            if (service != null) {
                // What is highlighted is what the next key acts on.
                context.opener().select(service);
                context.actions().run(action, Target.of(service));
            }
        });
        return button;
    }

    private static Button button(Ikon icon, String name, String tip) {
        var button = new Button();
        button.setGraphic(new FontIcon(icon));
        button.getStyleClass().setAll("icon-button", name + "-button");
        button.setFocusTraversable(false);
        LazyTooltip.install(button, () -> tip);
        return button;
    }

    void show(ServiceModel shown) {
        if (shown != service) {
            service = shown;
            // Pressed for another service, whose place this one has taken.
            List.of(start, stop, restart).forEach(Button::disarm);
            for (var child : getChildren()) {
                var name = child.getStyleClass().getLast().replace("-button", "");
                child.setAccessibleText(Texts.of("services." + name + ".accessible", shown.id()));
            }
        }
        for (var button : List.of(start, stop, restart)) {
            button.setDisable(!shown.connection().isUp());
        }
        var running = willRun(shown);
        start.pseudoClassStateChanged(DIM, running);
        stop.pseudoClassStateChanged(DIM, !running && shown.status().state() != ServiceState.UNKNOWN);
    }

    private static boolean willRun(ServiceModel service) {
        var queue = service.queue();
        if (!queue.waiting().isEmpty()) {
            return queue.waiting().getLast().operation().kind() != OperationKind.STOP;
        }
        if (queue.active() != null) {
            return queue.active().operation().kind() != OperationKind.STOP;
        }
        return service.status().state() == ServiceState.RUNNING;
    }

    private void showMenu(Button button) {
        if (service != null) {
            context.opener().select(service);
            menus.of(service).show(button, Side.BOTTOM, 0, 0);
        }
    }
}

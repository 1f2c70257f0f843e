package dev.signalbox.console.services;

import java.util.function.Consumer;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// A cell of the table. It keeps one node for each kind of line, so that scrolling builds nothing.
final class RowCell extends ListCell<Row> {
    private final RowContext context;
    private final Consumer<String> heading;
    private final GroupLine groupLine = new GroupLine();
    private final ServiceLine serviceLine;

    /// @param selection told which row a menu is about
    /// @param heading told that the heading of a group is clicked on
    RowCell(RowContext context, RowSelection selection, RowMenus menus, Consumer<String> heading) {
        this.context = context;
        this.heading = heading;
        this.serviceLine = new ServiceLine(context, menus);
        getStyleClass().add("row-cell");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        setOnMouseClicked(this::clicked);
        setOnContextMenuRequested(request -> {
            if (getItem() != null) {
                selection.include(getItem());
                menus.of(getItem()).show(this, request.getScreenX(), request.getScreenY());
            }
        });
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
        super.updateItem(row, empty);
        switch (row) {
            case null -> {
                serviceLine.show(null);
                setGraphic(null);
                setAccessibleText("");
            }
            case Row.Group group -> {
                serviceLine.show(null);
                groupLine.show(group);
                setGraphic(groupLine);
                setAccessibleText(groupLine.describe());
            }
            case Row.Service(var service) -> {
                serviceLine.show(service);
                setGraphic(serviceLine);
                setAccessibleText(service.id());
            }
        }
    }

    /// Moves the clocks on, if there are any to be seen.
    void tick() {
        if (isVisible()) {
            serviceLine.tick();
        }
    }

    /// Shows what its service uses now.
    void showUsage() {
        if (isVisible()) {
            serviceLine.showUsage();
        }
    }

    /// A click on a heading folds its group, and selects the heading: what was selected in it is not to be seen any
    /// more.
    private void pressed(MouseEvent press) {
        if (getItem() instanceof Row.Group(var name, var _, var _)) {
            if (press.getButton() == MouseButton.PRIMARY) {
                heading.accept(name);
            }
            press.consume();
        }
    }

    private void clicked(MouseEvent click) {
        // With one of these keys it selects one more, or one less.
        if (click.isShiftDown() || click.isShortcutDown()) {
            return;
        }
        if (click.getButton() == MouseButton.PRIMARY && getItem() instanceof Row.Service(var service)) {
            context.opener().open(service);
        }
    }
}

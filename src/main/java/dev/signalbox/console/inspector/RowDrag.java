package dev.signalbox.console.inspector;

import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// Lets a row be dragged by its handle to another place of the list.
final class RowDrag {
    private final WaitingCell cell;
    private final WaitingList list;
    private double pressedAt;
    private int from = -1;
    private int to = -1;

    private RowDrag(WaitingCell cell, WaitingList list) {
        this.cell = cell;
        this.list = list;
    }

    static void install(WaitingCell cell, Node handle, WaitingList list) {
        var drag = new RowDrag(cell, list);
        handle.setOnMousePressed(drag::press);
        handle.setOnMouseDragged(drag::drag);
        handle.setOnMouseReleased(drag::release);
    }

    private void press(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY) {
            pressedAt = event.getScreenY();
            from = cell.getIndex();
            to = from;
            list.beginDrag();
            cell.pseudoClassStateChanged(Pseudo.DRAGGED, true);
            cell.setViewOrder(-1);
        }
    }

    private void drag(MouseEvent event) {
        if (from >= 0) {
            var last = list.getItems().size() - 1;
            var way = Math.clamp(
                    event.getScreenY() - pressedAt, -from * WaitingList.ROW, (last - from) * WaitingList.ROW);
            cell.setTranslateY(way);
            to = from + (int) Math.round(way / WaitingList.ROW);
            list.drag(from, to);
        }
    }

    private void release(MouseEvent event) {
        if (from >= 0) {
            cell.pseudoClassStateChanged(Pseudo.DRAGGED, false);
            cell.setViewOrder(0);
            list.endDrag(from, to);
            from = -1;
        }
    }
}

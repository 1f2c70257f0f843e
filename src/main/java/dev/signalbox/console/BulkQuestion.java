package dev.signalbox.console;

import dev.signalbox.operation.OperationKind;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/// Asks before an operation is queued on every service, and tells which services have other work first.
final class BulkQuestion {
    private static final int MOST_LISTED = 8;

    private BulkQuestion() {}

    static Question of(Window owner, OperationKind kind, List<ServiceModel> services, Runnable agreed) {
        var key = "bulk." + kind.word();
        var question =
                new Question(owner, Texts.of(key + ".title", services.size()), Texts.of("bulk.text", services.size()));
        var busy = services.stream().filter(BulkQuestion::isBusy).toList();
        if (!busy.isEmpty()) {
            question.with(warning(kind, busy));
        }
        return question.cancel().preferred(Texts.of(key + ".answer", services.size()), agreed);
    }

    private static boolean isBusy(ServiceModel service) {
        var queue = service.queue();
        return queue.active() != null || !queue.waiting().isEmpty() || queue.isHeld();
    }

    private static VBox warning(OperationKind kind, List<ServiceModel> busy) {
        var heading = new Label(Texts.of("bulk.busy", busy.size()));
        heading.getStyleClass().add("warning-title");
        heading.setWrapText(true);
        var list = new GridPane();
        list.getStyleClass().add("warning-list");
        busy.stream().limit(MOST_LISTED).forEach(service -> {
            var name = new Label(service.id());
            name.getStyleClass().add("medium");
            list.addRow(list.getRowCount(), name, new Label(work(service)), new Label(place(kind, service)));
        });
        var warning = new VBox(heading, list);
        warning.getStyleClass().add("warning");
        if (busy.size() > MOST_LISTED) {
            warning.getChildren().add(new Label(Texts.of("bulk.more", busy.size() - MOST_LISTED)));
        }
        return warning;
    }

    private static String work(ServiceModel service) {
        var queue = service.queue();
        var running = queue.active() == null ? 0 : 1;
        var work = Texts.of("bulk.work", running, queue.waiting().size());
        return queue.isHeld() ? Texts.of("bulk.held", work) : work;
    }

    private static String place(OperationKind kind, ServiceModel service) {
        return Texts.of("bulk.place", kind.word(), service.queue().waiting().size() + 1);
    }
}

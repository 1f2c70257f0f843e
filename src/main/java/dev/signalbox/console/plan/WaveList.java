package dev.signalbox.console.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/// All waves of a plan under their headings. What has not changed is not touched, as the queues may change often
/// while the plan is looked at.
final class WaveList extends VBox {
    private int used;

    void show(Picture picture, boolean withTimes) {
        used = 0;
        for (var section : picture.sections()) {
            var first = used == 0;
            next(SectionHead.class, SectionHead::new, head -> head.show(section, picture.scale(), withTimes && first));
            for (var wave : section.waves()) {
                next(WaveRow.class, WaveRow::new, row -> row.show(wave, picture.scale(), section.kind()));
            }
        }
        List<Node> rest =
                new ArrayList<>(getChildren().subList(used, getChildren().size()));
        getChildren().removeAll(rest);
    }

    private <T extends Node> void next(Class<T> type, Supplier<T> create, Consumer<T> show) {
        if (used == getChildren().size()) {
            getChildren().add(create.get());
        } else if (!type.isInstance(getChildren().get(used))) {
            getChildren().set(used, create.get());
        }
        show.accept(type.cast(getChildren().get(used++)));
    }
}

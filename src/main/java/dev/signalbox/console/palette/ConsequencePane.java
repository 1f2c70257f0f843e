package dev.signalbox.console.palette;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.ServiceModel;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The lower part of the palette: what Enter does and whom it hits. It has the same height whatever it says.
final class ConsequencePane extends GridPane {
    private static final PseudoClass IMPOSSIBLE = PseudoClass.getPseudoClass("impossible");
    /// So many have room, however they are called; of the others it is told how many they are.
    private static final int MOST = 4;

    private final Label does = new Label();
    private final HBox hits = new HBox();
    private final Label remark = new Label();

    ConsequencePane() {
        getStyleClass().add("palette-consequence");
        does.setId("paletteDoes");
        remark.setId("paletteRemark");
        hits.setId("paletteHits");
        does.getStyleClass().add("palette-does");
        remark.getStyleClass().add("muted");
        hits.getStyleClass().add("palette-hits");
        hits.setAlignment(Pos.CENTER_LEFT);
        addRow(0, heading("palette.enter"), does);
        addRow(1, heading("palette.hits"), hits);
        add(remark, 1, 2);
        for (var part : List.of(does, hits, remark)) {
            GridPane.setHgrow(part, Priority.ALWAYS);
            part.setMinWidth(0);
            part.setMaxWidth(Double.MAX_VALUE);
        }
    }

    private static Label heading(String key) {
        var heading = new Label(Texts.of(key));
        heading.getStyleClass().add("muted");
        heading.setMinWidth(Region.USE_PREF_SIZE);
        return heading;
    }

    /// Shows what Enter would do.
    void show(Consequence consequence) {
        pseudoClassStateChanged(IMPOSSIBLE, false);
        say(consequence.does(), consequence.remark());
        hit(consequence.hits());
    }

    /// Tells that Enter does nothing now, and why.
    void refuse(String reason) {
        pseudoClassStateChanged(IMPOSSIBLE, true);
        say(reason, "");
        hit(List.of());
    }

    /// Tells something once that has to do with what was shown.
    void remark(String text) {
        remark.setText(text);
    }

    private void say(String text, String more) {
        does.setText(text);
        remark.setText(more);
    }

    private void hit(List<ServiceModel> services) {
        hits.getChildren().clear();
        if (services.isEmpty()) {
            var none = new Label(Texts.of("palette.hits.none"));
            none.getStyleClass().add("muted");
            hits.getChildren().add(none);
            return;
        }
        int shown = services.size() <= MOST + 1 ? services.size() : MOST;
        for (var service : services.subList(0, shown)) {
            var pill = new Label(service.id(), Condition.of(service).glyph().node());
            pill.getStyleClass().add("palette-pill");
            hits.getChildren().add(pill);
        }
        if (shown < services.size()) {
            var more = new Label(Texts.of("palette.hits.more", services.size() - shown));
            more.getStyleClass().add("muted");
            more.setMinWidth(Region.USE_PREF_SIZE);
            hits.getChildren().add(more);
        }
    }
}

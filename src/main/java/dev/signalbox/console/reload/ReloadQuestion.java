package dev.signalbox.console.reload;

import dev.signalbox.console.fx.ModalLayer;
import dev.signalbox.console.fx.Question;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.engine.ReloadProposal;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.text.PlainText;
import dev.signalbox.workspace.Problem;
import dev.signalbox.workspace.WorkspaceChanges.Change;
import dev.signalbox.workspace.WorkspaceChanges.ServiceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// Shows what is different in the workspace file and what becomes of the services, or all that is wrong with the
/// file.
final class ReloadQuestion {
    private static final double KEY_WIDTH = 150;

    private ReloadQuestion() {}

    /// @param apply what happens if the operator agrees
    static Question of(ModalLayer layer, String file, ReloadProposal proposal, Runnable apply) {
        var changes = proposal.changes();
        var list = list();
        if (!changes.settings().isEmpty()) {
            list.getChildren()
                    .addAll(
                            head(Octicons.DIFF_MODIFIED_16, "act", Texts.of("reload.settings"), "", now()),
                            values(changes.settings()));
        }
        for (var change : changes.changed()) {
            list.getChildren().addAll(head(change, proposal), values(change.changes()));
        }
        changes.added().forEach(service -> list.getChildren().add(added(service, proposal)));
        changes.removed().forEach(service -> list.getChildren().add(removed(service, proposal.stops())));
        if (changes.reordered()) {
            list.getChildren().add(head(Octicons.DIFF_RENAMED_16, "act", Texts.of("reload.order"), "", now()));
        }
        return new Question(layer, Texts.of("reload.title", file), consequences(proposal))
                .wide()
                .with(list)
                .cancel()
                .preferred(Texts.of("reload.apply"), apply);
    }

    /// @param again reads the file once more
    static Question broken(ModalLayer layer, String file, List<Problem> problems, Runnable again) {
        var grid = new GridPane();
        grid.getStyleClass().addAll("reload-list", "reload-problems");
        var place = new ColumnConstraints();
        place.setMinWidth(Region.USE_PREF_SIZE);
        grid.getColumnConstraints().addAll(place, growing());
        for (var problem : problems) {
            grid.addRow(grid.getRowCount(), text(place(problem), "code", "muted"), text(problem.message()));
        }
        return new Question(
                        layer, Texts.of("reload.broken.title", file, problems.size()), Texts.of("reload.broken.text"))
                .wide()
                .with(grid)
                .cancel(Texts.of("reload.close"), () -> {})
                .preferred(Texts.of("reload.again"), again);
    }

    /// `signalbox.yaml:12:5`, as editors and compilers say it.
    private static String place(Problem problem) {
        var name = String.valueOf(problem.file().getFileName());
        return problem.line() == 0 ? name : name + ":" + problem.line() + ":" + problem.column();
    }

    private static String consequences(ReloadProposal proposal) {
        var pieces = new ArrayList<String>();
        count(pieces, "reload.restarted", proposal.restarts().size());
        count(pieces, "reload.stopped", proposal.stops().size());
        count(pieces, "reload.started", proposal.starts().size());
        return pieces.isEmpty()
                ? Texts.of("reload.untouched")
                : Texts.of("reload.consequences", String.join(", ", pieces));
    }

    private static void count(List<String> pieces, String key, long number) {
        if (number > 0) {
            pieces.add(Texts.of(key, number));
        }
    }

    // --- lines ---

    private static HBox head(ServiceChange change, ReloadProposal proposal) {
        var id = change.after().id();
        return head(Octicons.DIFF_MODIFIED_16, "act", id, "", effect(change, proposal));
    }

    private static Label effect(ServiceChange change, ReloadProposal proposal) {
        var keys = change.restartKeys();
        var id = change.after().id();
        if (proposal.staysStopped().contains(id)) {
            return text(Texts.of("reload.effect.stays-stopped"), "muted");
        }
        if (proposal.starts().contains(id)) {
            return tone("run", Texts.of("reload.effect.start"));
        }
        if (keys.isEmpty()) {
            return now();
        }
        return proposal.restarts().contains(id)
                ? tone("act", Texts.of("reload.effect.restart", String.join(", ", keys)))
                : text(Texts.of("reload.effect.next-start"), "muted");
    }

    private static HBox added(ServiceDefinition service, ReloadProposal proposal) {
        if (service.trouble().blocks()) {
            var why = service.trouble().text();
            return head(
                    Octicons.DIFF_ADDED_16, "run", service.id(), why, tone("fail", Texts.of("reload.effect.trouble")));
        }
        var effect = "reload.effect.add";
        if (proposal.starts().contains(service.id())) {
            effect = "reload.effect.start";
        } else if (proposal.staysStopped().contains(service.id())) {
            effect = "reload.effect.stays-stopped";
        }
        var command = service.command().brief();
        return head(Octicons.DIFF_ADDED_16, "run", service.id(), command, tone("run", Texts.of(effect)));
    }

    private static HBox removed(ServiceDefinition service, List<String> stops) {
        var effect = Texts.of(stops.contains(service.id()) ? "reload.effect.stop" : "reload.effect.remove");
        return head(Octicons.DIFF_REMOVED_16, "fail", service.id(), "", tone("fail", effect));
    }

    private static HBox head(Ikon icon, String tone, String name, String detail, Label effect) {
        var title = text(name, "strong");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var more = new Label(detail);
        more.getStyleClass().addAll("muted", "code");
        more.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(more, Priority.ALWAYS);
        effect.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(new StateGlyph(icon, tone).node(), title, more, effect);
        head.getStyleClass().add("reload-head");
        return head;
    }

    private static GridPane values(List<Change> changes) {
        var grid = new GridPane();
        grid.getStyleClass().add("reload-values");
        var arrow = new ColumnConstraints();
        arrow.setMinWidth(Region.USE_PREF_SIZE);
        grid.getColumnConstraints().addAll(new ColumnConstraints(KEY_WIDTH), growing(), arrow, growing());
        for (var change : changes) {
            var row = Stream.of(
                            text(change.key(), "code"),
                            value(change.before(), "muted"),
                            text("→", "muted"),
                            value(change.after()))
                    .toArray(Node[]::new);
            grid.addRow(grid.getRowCount(), row);
        }
        return grid;
    }

    private static Label value(String value, String... styles) {
        return value.isEmpty()
                ? text(Texts.of("reload.none"), "muted")
                : text(
                        value,
                        Stream.concat(Stream.of("code"), Stream.of(styles)).toArray(String[]::new));
    }

    private static Label now() {
        return text(Texts.of("reload.effect.now"), "muted");
    }

    private static Label tone(String tone, String words) {
        return text(words, "tone-text", tone);
    }

    private static Label text(String words, String... styles) {
        var label = new Label(PlainText.lines(words));
        label.getStyleClass().addAll(styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }

    private static ColumnConstraints growing() {
        var column = new ColumnConstraints();
        column.setMinWidth(0);
        // Both sides of an arrow get the same room, however long what they say.
        column.setPrefWidth(0);
        column.setHgrow(Priority.ALWAYS);
        return column;
    }

    private static VBox list() {
        var list = new VBox();
        list.getStyleClass().add("reload-list");
        return list;
    }
}

package dev.signalbox.console.model;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A glyph and a colour class for each condition of a service and each outcome. On screen they stand beside a
/// word, never alone, so that nobody has to tell colours apart.
///
/// @param icon 16 px
/// @param tone the style class of glyph and word: `run`, `act`, `fail`, `held` or `calm`
public record StateGlyph(Ikon icon, String tone) {

    /// The glyph of an outcome.
    public static StateGlyph of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded() -> new StateGlyph(Octicons.CHECK_16, "run");
            case Outcome.Failed _ -> new StateGlyph(Octicons.X_CIRCLE_FILL_16, "fail");
            case Outcome.TimedOut _ -> new StateGlyph(Octicons.STOPWATCH_16, "fail");
            case Outcome.Cancelled _ -> new StateGlyph(Octicons.CIRCLE_SLASH_16, "calm");
            case Outcome.Coalesced _ -> new StateGlyph(Octicons.GIT_MERGE_16, "calm");
        };
    }

    /// The glyph of an operation of `kind` that goes on.
    public static StateGlyph of(OperationKind kind) {
        return switch (kind) {
            case START -> Condition.STARTING.glyph();
            case STOP -> Condition.STOPPING.glyph();
            case RESTART -> Condition.RESTARTING.glyph();
        };
    }

    /// A node that shows the glyph in its tone.
    public FontIcon node() {
        var node = new FontIcon(icon);
        node.getStyleClass().addAll("glyph", tone);
        return node;
    }
}

package dev.signalbox.console;

import dev.signalbox.operation.Outcome;
import dev.signalbox.service.ServiceState;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// A glyph and a colour class for each state and outcome. On screen they stand beside a word, never alone, so
/// that nobody has to tell colours apart.
///
/// @param icon 16 px
/// @param tone the style class of glyph and word: `run`, `act`, `fail`, `held` or `calm`
public record StateGlyph(Ikon icon, String tone) {

    /// The glyph of a service's state.
    public static StateGlyph of(ServiceState state) {
        return switch (state) {
            case RUNNING -> new StateGlyph(Octicons.CHECK_CIRCLE_FILL_16, "run");
            case STARTING -> new StateGlyph(Octicons.PLAY_16, "act");
            case RESTARTING -> new StateGlyph(Octicons.SYNC_16, "act");
            case STOPPING -> new StateGlyph(Octicons.SQUARE_16, "act");
            case FAILED -> new StateGlyph(Octicons.X_CIRCLE_FILL_16, "fail");
            case BACKOFF -> new StateGlyph(Octicons.CLOCK_16, "calm");
            case STOPPED -> new StateGlyph(Octicons.SQUARE_FILL_16, "calm");
            case UNKNOWN -> new StateGlyph(Octicons.QUESTION_16, "held");
        };
    }

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

    /// The glyph of a service: of its state, unless its active operation is stuck.
    public static StateGlyph of(ServiceModel service) {
        return service.queue().wedged()
                ? new StateGlyph(Octicons.ALERT_16, "held")
                : of(service.status().state());
    }

    /// The word that goes with [#of(ServiceModel)].
    public static String word(ServiceModel service) {
        return service.queue().wedged() ? "Wedged" : service.status().state().word();
    }

    /// A node that shows the glyph in its tone.
    public FontIcon node() {
        var node = new FontIcon(icon);
        node.getStyleClass().addAll("glyph", tone);
        return node;
    }
}

package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Submission;
import dev.signalbox.text.PlainText;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Tells in a corner of the window what went wrong, without taking the focus. FX thread.
public final class Notices {
    private static final int MOST_VISIBLE = 3;
    private static final Duration SHOWN = Duration.seconds(8);

    private final Window owner;
    private final VBox stack = new VBox();
    private final Notice many =
            new Notice(Texts.of("notice.many"), Texts.of("notice.many.where"), Condition.FAILED.glyph(), true);

    /// @param owner the window that has [#root()] in it
    public Notices(Window owner) {
        this.owner = owner;
        stack.getStyleClass().add("notices");
        stack.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        stack.setPickOnBounds(false);
    }

    /// Where they are shown, the newest lowest.
    public Region root() {
        return stack;
    }

    /// Tells of `end` if it needs somebody's attention: it failed or timed out.
    public void ended(QueueSnapshot.Ended end) {
        var operation = end.operation();
        var service = operation.service();
        switch (end.outcome()) {
            case Outcome.Failed(var cause, var _) -> show(Texts.of("notice.failed", service, operation.label()), cause);
            case Outcome.TimedOut(var after) ->
                show(
                        Texts.of("notice.timed-out", service, operation.label()),
                        Texts.of("notice.timed-out.cause", Times.limit(after)));
            case Outcome.Succeeded(), Outcome.Cancelled _, Outcome.Coalesced _ -> {}
        }
    }

    /// Tells what the operator should know of the answer to a request: that it was refused, or is not recorded yet.
    void answered(Submission answer) {
        switch (answer) {
            case Submission.Refused(var reason, var _) -> refused(reason);
            case Submission.Accepted(var ticket) -> {
                if (!ticket.isRecorded()) {
                    unrecorded(ticket.operation());
                }
            }
        }
    }

    /// Tells that nothing was queued, and why.
    public void refused(String reason) {
        show(Texts.of("notice.refused"), reason);
    }

    /// Tells what was done, but is not known to the next engine.
    public void forgotten(String what) {
        warn(Texts.of("notice.forgotten"), what);
    }

    /// Tells what it is not known of whether it was done.
    public void unanswered(String text) {
        warn(Texts.of("notice.unanswered"), text);
    }

    /// Tells that a stop is done although the journal does not know of it yet.
    private void unrecorded(Operation stop) {
        warn(Texts.of("notice.unrecorded", stop.service(), stop.label()), Texts.of("notice.unrecorded.why"));
    }

    /// Tells that a request for several services comes to nothing.
    public void nothingToDo(OperationKind kind) {
        inform(Texts.of("notice.refused"), Texts.of("plan.nothing." + kind));
    }

    /// Tells something that is no trouble.
    public void inform(String title, String text) {
        add(new Notice(title, text, new StateGlyph(Octicons.INFO_16, "act"), false));
    }

    /// Tells something that somebody should look into.
    public void warn(String title, String text) {
        add(new Notice(title, text, Condition.FAILED.glyph(), false));
    }

    private void show(String title, String text) {
        var failures = stack.getChildren().stream()
                .filter(shown -> shown instanceof Notice notice && notice.failure)
                .toList();
        if (failures.size() < MOST_VISIBLE && !failures.contains(many)) {
            add(new Notice(title, text, Condition.FAILED.glyph(), true));
            return;
        }
        stack.getChildren().removeAll(failures);
        add(many);
    }

    /// The newest is the lowest.
    private void add(Notice notice) {
        if (owner.isShowing()) {
            stack.getChildren().add(notice);
            notice.shown.playFromStart();
        }
    }

    /// One of them. What it says wraps; of a long text the beginning is seen.
    private final class Notice extends HBox {
        private final boolean failure;
        private final PauseTransition shown = new PauseTransition(SHOWN);

        /// @param failure whether it is one of those that are told together where they are many
        Notice(String title, String text, StateGlyph glyph, boolean failure) {
            this.failure = failure;
            var heading = words(title, "title");
            var words = new VBox(2, heading, words(text, "text"));
            HBox.setHgrow(words, Priority.ALWAYS);
            var close = new Button("", new FontIcon(Octicons.X_16));
            close.getStyleClass().add("icon-button");
            close.setAccessibleText(Texts.of("notice.close"));
            close.setFocusTraversable(false);
            close.setOnAction(_ -> leave());
            shown.setOnFinished(_ -> leave());
            getStyleClass().add("notification-bar");
            getChildren().addAll(glyph.node(), words, close);
        }

        private void leave() {
            shown.stop();
            stack.getChildren().remove(this);
        }

        private static Label words(String text, String style) {
            var words = new Label(PlainText.lines(text));
            words.getStyleClass().add(style);
            words.setWrapText(true);
            return words;
        }
    }
}

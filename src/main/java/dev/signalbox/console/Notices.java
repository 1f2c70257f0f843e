package dev.signalbox.console;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import javafx.geometry.Pos;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.kordamp.ikonli.octicons.Octicons;

/// Tells in a corner of the window what went wrong, without taking the focus. FX thread.
public final class Notices {
    private static final int MOST_VISIBLE = 3;
    private static final Duration SHOWN = Duration.seconds(8);

    private final Window owner;

    public Notices(Window owner) {
        this.owner = owner;
    }

    /// Tells of `end` if it needs somebody's attention: it failed or timed out.
    void ended(QueueSnapshot.Ended end) {
        var operation = end.operation();
        var service = operation.service();
        switch (end.outcome()) {
            case Outcome.Failed(var cause) -> show(Texts.of("notice.failed", service, operation.label()), cause);
            case Outcome.TimedOut(var after) ->
                show(
                        Texts.of("notice.timed-out", service, operation.label()),
                        Texts.of("notice.timed-out.cause", Times.limit(after)));
            case Outcome.Succeeded(), Outcome.Cancelled _, Outcome.Coalesced _ -> {}
        }
    }

    /// Tells that nothing was queued, and why.
    public void refused(String reason) {
        show(Texts.of("notice.refused"), reason);
    }

    /// Tells what was done, but is not known to the next engine.
    void forgotten(String what) {
        warn(Texts.of("notice.forgotten"), what);
    }

    /// Tells what it is not known of whether it was done.
    void unanswered(String text) {
        warn(Texts.of("notice.unanswered"), text);
    }

    /// Tells that a stop is done although the journal does not know of it yet.
    public void unrecorded(Operation stop) {
        warn(Texts.of("notice.unrecorded", stop.service(), stop.label()), Texts.of("notice.unrecorded.why"));
    }

    /// Tells that a request for several services comes to nothing.
    public void nothingToDo(OperationKind kind) {
        inform(Texts.of("notice.refused"), Texts.of("plan.nothing." + kind));
    }

    /// Tells something that is no trouble.
    public void inform(String title, String text) {
        if (owner.isShowing()) {
            notification(title, text, new StateGlyph(Octicons.INFO_16, "act")).show();
        }
    }

    /// Tells something that somebody should look into.
    public void warn(String title, String text) {
        if (owner.isShowing()) {
            notification(title, text, Condition.FAILED.glyph()).show();
        }
    }

    private void show(String title, String text) {
        if (owner.isShowing()) {
            var glyph = Condition.FAILED.glyph();
            notification(title, text, glyph)
                    .threshold(
                            MOST_VISIBLE, notification(Texts.of("notice.many"), Texts.of("notice.many.where"), glyph))
                    .show();
        }
    }

    private Notifications notification(String title, String text, StateGlyph glyph) {
        return Notifications.create()
                .owner(owner)
                .position(Pos.BOTTOM_RIGHT)
                .hideAfter(SHOWN)
                .graphic(glyph.node())
                .title(title)
                .text(text);
    }
}

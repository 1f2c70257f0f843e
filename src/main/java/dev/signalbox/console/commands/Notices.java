package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.Condition;
import dev.signalbox.console.model.StateGlyph;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Submission;
import dev.signalbox.text.PlainText;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Tells in a corner of the window what no row says, without taking the focus. Each stays for 8 s, and while the
/// pointer
/// is over it. FX thread.
public final class Notices {
    private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");
    private static final int MOST_VISIBLE = 3;
    /// The key of what stands for all others that have one.
    private static final String TOGETHER = "together";
    private static final Duration SHOWN = Duration.seconds(8);
    /// What was read when the pointer leaves it need not stay as long again.
    private static final Duration AFTERWARDS = Duration.seconds(4);

    private final Window owner;
    private final VBox stack = new VBox();
    private Runnable all = () -> {};

    /// The one useful thing that can be done about it.
    ///
    /// @param words of its button
    public record Offer(String words, Runnable deed) {}

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

    /// What shows all that was noticed, where there is too much for the corner.
    public void onShowAll(Runnable action) {
        all = action;
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
        add(new Notice("", title, text, new StateGlyph(Octicons.INFO_16, "act"), null));
    }

    /// Tells something that somebody should look into.
    public void warn(String title, String text) {
        show(title, text);
    }

    private void show(String title, String text) {
        add(new Notice("", title, text, Condition.FAILED.glyph(), null));
    }

    /// Tells of something, in place of what was told of the same before.
    ///
    /// @param key of what it is about
    /// @param offer `null` if nothing can be done about it
    public void tell(String key, String title, String text, StateGlyph glyph, @Nullable Offer offer) {
        add(new Notice(key, title, text, glyph, offer));
    }

    /// Tells no more of what has that key.
    public void takeBack(String key) {
        shown().stream().filter(notice -> notice.key.equals(key)).forEach(Notice::leave);
    }

    /// Tells no more of anything that has a key, as it is shown elsewhere.
    public void clear() {
        shown().stream().filter(notice -> !notice.key.isEmpty()).forEach(Notice::leave);
    }

    private List<Notice> shown() {
        return stack.getChildren().stream().map(Notice.class::cast).toList();
    }

    /// The newest is the lowest. What would not fit in a small window is told together.
    private void add(Notice notice) {
        if (!owner.isShowing()) {
            return;
        }
        shown().stream().filter(notice::replaces).forEach(Notice::leave);
        var about = shown().stream().filter(each -> !each.key.isEmpty()).toList();
        if (!notice.key.isEmpty() && (about.size() == MOST_VISIBLE || isTogether(about))) {
            about.forEach(Notice::leave);
            add(new Notice(
                    TOGETHER,
                    Texts.of("notice.many"),
                    Texts.of("notice.many.where"),
                    Condition.FAILED.glyph(),
                    new Offer(Texts.of("notice.many.show"), () -> all.run())));
            return;
        }
        var others = shown().stream().filter(each -> each.key.isEmpty()).toList();
        if (notice.key.isEmpty() && others.size() == MOST_VISIBLE) {
            others.getFirst().leave();
        }
        stack.getChildren().add(notice);
        notice.shown.playFromStart();
    }

    private static boolean isTogether(List<Notice> about) {
        return about.stream().anyMatch(each -> each.key.equals(TOGETHER));
    }

    /// One of them. What it says wraps; of a long text the beginning is seen.
    private final class Notice extends HBox {
        private final String key;
        private final String title;
        private final String text;
        private final PauseTransition shown = new PauseTransition(SHOWN);

        /// @param key of what it is about; empty for an answer to what was asked
        Notice(String key, String title, String text, StateGlyph glyph, @Nullable Offer offer) {
            this.key = key;
            this.title = title;
            this.text = text;
            var words = new VBox(2, words(title, "title"));
            if (!text.isEmpty()) {
                words.getChildren().add(words(text, "text"));
            }
            HBox.setHgrow(words, Priority.ALWAYS);
            var close = new Button("", new FontIcon(Octicons.X_16));
            close.getStyleClass().add("icon-button");
            close.setAccessibleText(Texts.of("notice.close"));
            close.setFocusTraversable(false);
            close.setOnAction(_ -> leave());
            shown.setOnFinished(_ -> leave());
            hoverProperty().addListener((_, _, over) -> waitFor(over));
            getStyleClass().add("notification-bar");
            getChildren().addAll(glyph.node(), words);
            if (offer != null) {
                getChildren().add(button(offer));
            }
            getChildren().add(close);
        }

        private Button button(Offer offer) {
            var button = new Button(offer.words());
            button.setMnemonicParsing(false);
            button.getStyleClass().setAll("button", "tool-button", "small-tool");
            button.setMinWidth(USE_PREF_SIZE);
            button.setFocusTraversable(false);
            button.setOnAction(_ -> {
                leave();
                offer.deed().run();
            });
            return button;
        }

        private void waitFor(boolean over) {
            pseudoClassStateChanged(WAITING, over);
            if (over) {
                shown.pause();
            } else if (getParent() != null) {
                var left = SHOWN.subtract(shown.getCurrentTime());
                shown.playFrom(left.lessThan(AFTERWARDS) ? SHOWN.subtract(AFTERWARDS) : shown.getCurrentTime());
            }
        }

        /// Whether it says the same as `other`, or of the same what is true now.
        private boolean replaces(Notice other) {
            return key.isEmpty()
                    ? other.key.isEmpty() && title.equals(other.title) && text.equals(other.text)
                    : key.equals(other.key);
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

package dev.signalbox.console.commands;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Something that hands can do. Data: whatever offers it is made from this. FX thread.
///
/// @param id unique, but for what several keys move
/// @param keys the first of them is the one that is shown
/// @param reach what it can be done to
/// @param manner how it is offered
/// @param words what it is called for a target, as in a menu
/// @param phrase what it is called where the target is not seen beside it: with its name, as in the palette
/// @param obstacle why it cannot be done to a target now, in words that follow "…: "; `null` if it can
/// @param deed does it to a target; called only where there is no obstacle
public record Action(
        String id,
        Section section,
        List<Shortcut> keys,
        Reach reach,
        Manner manner,
        Function<Target, String> words,
        Function<Target, String> phrase,
        Function<Target, @Nullable String> obstacle,
        Consumer<Target> deed) {

    /// What it is about.
    public enum Section {
        SERVICE,
        QUEUE,
        LOOK,
        COPY,
        WORKSPACE,
        WINDOW,
        TABLE
    }

    /// What it can be done to.
    public enum Reach {
        /// It is about no service.
        WINDOW,
        ONE,
        SEVERAL
    }

    /// How it is offered.
    public enum Manner {
        /// Always there; where it cannot be done, that is said.
        ALWAYS,
        /// Left out of menus where it cannot be done.
        WHERE_POSSIBLE,
        /// Moves something. Its keys may be held down, and where it cannot be done they are not its own.
        MOVES
    }

    public Action {
        keys = List.copyOf(keys);
    }

    /// What it is called for this target.
    public String text(Target target) {
        return words.apply(target);
    }

    /// What it is called for this target by itself: `Restart backend`, `Core: Stop 3 services…`.
    public String phrase(Target target) {
        return phrase.apply(target);
    }

    /// Whether it is offered for this target: whether it can be about it at all, and need not be left out now.
    public boolean isOffered(Target target) {
        return switch (reach) {
                    case WINDOW -> target.services().isEmpty();
                    case ONE -> target.only() != null;
                    case SEVERAL -> !target.services().isEmpty();
                }
                && (manner == Manner.ALWAYS || whyNot(target) == null);
    }

    /// Why it cannot be done to this target now; `null` if it can.
    public @Nullable String whyNot(Target target) {
        return obstacle.apply(target);
    }

    /// Its key for the operator; empty if it has none.
    public String key() {
        return keys.isEmpty() ? "" : keys.getFirst().text();
    }
}

package dev.signalbox.console.inspector;

import javafx.css.PseudoClass;

/// The states of the inspector's nodes that its style sheet knows.
final class Pseudo {
    /// Has its outcome, but goes on.
    static final PseudoClass LATE = PseudoClass.getPseudoClass("late");
    /// Goes on.
    static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    /// The last row.
    static final PseudoClass LAST = PseudoClass.getPseudoClass("last");
    /// Follows the pointer.
    static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");

    private Pseudo() {}
}

package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import java.util.EnumSet;
import java.util.Set;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// What is pressed for an action.
public sealed interface Shortcut {

    /// For the operator, such as `Ctrl+F` or `⇧R`.
    String text();

    /// Whether an event of the keyboard is this.
    boolean matches(KeyEvent key);

    /// Whether controls use it for themselves, so that it is an action's only where the table has the focus.
    boolean isForTable();

    /// Whether it is an action's even where text is typed.
    boolean worksInText();

    /// What a menu shows beside its item; `null` if it cannot.
    @Nullable
    KeyCombination combination();

    /// A key, alone or with Shift, Ctrl (Cmd) or Alt.
    static Shortcut of(KeyCode code) {
        return new Press(code, false, false);
    }

    static Shortcut shift(KeyCode code) {
        return new Press(code, true, false);
    }

    static Shortcut control(KeyCode code) {
        return new Press(code, false, true);
    }

    /// A character, which keyboards have in different places.
    static Shortcut typed(String character) {
        return new Typed(character);
    }

    /// A key, wherever it lies.
    record Press(KeyCode code, boolean shift, boolean control) implements Shortcut {
        private static final Set<KeyCode> OF_CONTROLS =
                EnumSet.of(KeyCode.ENTER, KeyCode.DELETE, KeyCode.SPACE, KeyCode.ESCAPE, KeyCode.TAB);
        /// With Ctrl they edit text.
        private static final Set<KeyCode> EDITING =
                EnumSet.of(KeyCode.A, KeyCode.C, KeyCode.V, KeyCode.X, KeyCode.Y, KeyCode.Z);

        @Override
        public String text() {
            var name = switch (code) {
                case UP -> "↑";
                case DOWN -> "↓";
                case LEFT -> "←";
                case RIGHT -> "→";
                case CONTEXT_MENU, ENTER, DELETE, ESCAPE, PAGE_UP, PAGE_DOWN, HOME, END ->
                    Texts.of("key."
                            + code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
                default -> code.getName();
            };
            return (control ? Texts.of("key.control") : "") + (shift ? "⇧" : "") + name;
        }

        @Override
        public boolean matches(KeyEvent key) {
            return key.getEventType() == KeyEvent.KEY_PRESSED
                    && key.getCode() == code
                    && key.isShiftDown() == shift
                    && key.isShortcutDown() == control
                    && (control || !key.isControlDown())
                    && !key.isAltDown()
                    && (control || !key.isMetaDown());
        }

        @Override
        public boolean isForTable() {
            return code.isNavigationKey() || OF_CONTROLS.contains(code) || (control && code == KeyCode.A);
        }

        @Override
        public boolean worksInText() {
            // A field has a menu of its own.
            return (code.isFunctionKey() && !shift) || (control && !EDITING.contains(code));
        }

        @Override
        public KeyCombination combination() {
            return new KeyCodeCombination(
                    code,
                    shift ? KeyCombination.ModifierValue.DOWN : KeyCombination.ModifierValue.UP,
                    KeyCombination.ModifierValue.UP,
                    KeyCombination.ModifierValue.UP,
                    KeyCombination.ModifierValue.UP,
                    control ? KeyCombination.ModifierValue.DOWN : KeyCombination.ModifierValue.UP);
        }
    }

    /// A character. It counts once it is typed: a field that gets the focus would be given it otherwise.
    record Typed(String character) implements Shortcut {
        @Override
        public String text() {
            return character;
        }

        @Override
        public boolean matches(KeyEvent key) {
            return key.getEventType() == KeyEvent.KEY_TYPED
                    && key.getCharacter().equals(character)
                    && !key.isControlDown()
                    && !key.isMetaDown();
        }

        @Override
        public boolean isForTable() {
            return false;
        }

        @Override
        public boolean worksInText() {
            return false;
        }

        @Override
        public @Nullable KeyCombination combination() {
            return null;
        }
    }
}

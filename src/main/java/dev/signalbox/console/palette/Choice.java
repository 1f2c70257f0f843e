package dev.signalbox.console.palette;

import dev.signalbox.console.commands.Action;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.operation.Operation;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What can be chosen in the palette. FX thread.
sealed interface Choice {

    /// What it is called.
    String text();

    /// Why it cannot be done now; `null` if it can.
    @Nullable
    String whyNot();

    /// What stands for it where it is remembered.
    String id();

    /// An action, to what it can be done to.
    ///
    /// @param words what the action was called as it was offered
    record Deed(Action action, Target target, String words, String text) implements Choice {
        Deed(Action action, Target target) {
            this(action, target, action.text(target), action.phrase(target));
        }

        @Override
        public @Nullable String whyNot() {
            // Whoever reads the one would get the other.
            return action.text(target).equals(words) ? action.whyNot(target) : Texts.of("obstacle.changed");
        }

        @Override
        public String id() {
            return target.services().stream()
                    .map(ServiceModel::id)
                    .collect(Collectors.joining(" ", action.id() + " " + target.scope() + " ", ""));
        }

        void run(Actions actions) {
            actions.runAs(action, target, words);
        }
    }

    /// The way to an operation.
    ///
    /// @param service of the operation, which its queue still knows; `null` if only the history may know it
    /// @param operation `null` as `service`
    record Jump(
            long number,
            @Nullable ServiceModel service,
            @Nullable Operation operation) implements Choice {
        @Override
        public String text() {
            return operation == null
                    ? Texts.of("palette.operation.old", Long.toString(number))
                    : Texts.of("palette.operation", Long.toString(number), operation.verb(), operation.service());
        }

        @Override
        public @Nullable String whyNot() {
            return null;
        }

        @Override
        public String id() {
            return "#" + number;
        }
    }
}

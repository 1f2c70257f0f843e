package dev.signalbox.console.commands;

import dev.signalbox.console.commands.Action.Manner;
import dev.signalbox.console.commands.Action.Reach;
import dev.signalbox.console.commands.Action.Section;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An action in the making. Of several obstacles the first is told.
final class ActionDraft {
    private final String id;
    private final Section section;
    private final Consumer<Target> deed;
    private final BooleanSupplier isConnected;
    private final Consumer<Action> ready;
    private final List<Function<Target, @Nullable String>> obstacles = new ArrayList<>();
    private List<Shortcut> keys = List.of();
    private Reach reach = Reach.WINDOW;
    private Manner manner = Manner.ALWAYS;
    private Function<Target, String> words = this::words;
    private Function<Target, String> called;

    /// @param isConnected whether the engine can be reached
    /// @param ready gets the action
    ActionDraft(
            String id, Section section, Consumer<Target> deed, BooleanSupplier isConnected, Consumer<Action> ready) {
        this.id = id;
        this.section = section;
        this.deed = deed;
        this.isConnected = isConnected;
        this.ready = ready;
        called = _ -> id;
    }

    ActionDraft key(Shortcut... given) {
        keys = List.of(given);
        return this;
    }

    ActionDraft manner(Manner given) {
        manner = given;
        return this;
    }

    /// For what has not the same words at each time.
    ActionDraft named(Function<Target, String> given) {
        words = given;
        return this;
    }

    /// For what is not the same at each time: the key of its words.
    ActionDraft called(Function<Target, String> given) {
        called = given;
        return this;
    }

    /// Nothing can be asked of an engine that cannot be reached.
    ActionDraft connected() {
        return unless("no-connection", () -> !isConnected.getAsBoolean());
    }

    ActionDraft selected(Reach given) {
        reach = given;
        unless("none-selected", (Target target) -> target.services().isEmpty());
        return unless("several-selected", (Target target) -> given == Reach.ONE && target.only() == null);
    }

    ActionDraft unless(Function<Target, @Nullable String> obstacle) {
        obstacles.add(obstacle);
        return this;
    }

    ActionDraft unless(String reason, BooleanSupplier condition) {
        return unless(reason, (Target _) -> condition.getAsBoolean());
    }

    /// Cannot be done if the condition holds for each service of the target.
    ActionDraft unlessFor(String reason, Predicate<ServiceModel> condition) {
        return unless(reason, (Target target) -> target.services().stream().allMatch(condition));
    }

    private ActionDraft unless(String reason, Predicate<Target> condition) {
        return unless(target -> condition.test(target) ? Texts.of("obstacle." + reason) : null);
    }

    private @Nullable String obstacle(Target target) {
        for (var each : obstacles) {
            var found = each.apply(target);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String words(Target target) {
        var key = "menu." + called.apply(target);
        return target.services().size() > 1 && reach == Reach.SEVERAL
                ? Texts.of(key + "-several", target.services().size())
                : Texts.of(key);
    }

    private String phrase(Target target) {
        var only = target.only();
        var alone = only == null || reach == Reach.WINDOW
                ? words.apply(target)
                : Texts.of("phrase." + called.apply(target), only.id());
        return target.scope().isEmpty() ? alone : Texts.of("plan.title.scope", target.scope(), alone);
    }

    void add() {
        ready.accept(new Action(id, section, keys, reach, manner, words, this::phrase, this::obstacle, deed));
    }
}

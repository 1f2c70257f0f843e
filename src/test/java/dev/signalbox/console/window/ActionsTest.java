package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.console.commands.Action;
import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Shortcut;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The list of actions, of which keys, buttons, menus and the sheet of keys are made.
class ActionsTest extends ConsoleTest {
    private FarEngine far;

    @Override
    void arrange() {
        services.add("", "alpha", "alpha --serve").add("", "beta", "beta --serve");
    }

    @Override
    Engine engine() {
        far = new FarEngine(services.engine());
        return far.client();
    }

    private Actions actions() throws Exception {
        return fx(() -> new Actions(model, commands, new ServiceFilter()));
    }

    @Test
    void noKey_isTwoActions() throws Exception {
        var owners = new HashMap<Shortcut, String>();
        for (var action : actions().all()) {
            for (var key : action.keys()) {
                var other = owners.put(key, action.id());
                // Enter is the heading's where one is selected, which MOVES leaves to others else.
                if (!key.text().equals("Enter")) {
                    assertThat(other).as(key.text()).isNull();
                }
            }
        }
    }

    @Test
    void eachKey_isInTheManual() throws Exception {
        var manual = Files.readString(Path.of("src/site/markdown/manual.md"));
        var keys = manual.substring(manual.indexOf("## Keys\n"), manual.indexOf("## Mouse\n"));
        for (var action : actions().all()) {
            for (var key : action.keys()) {
                assertThat(keys).as(action.id()).containsPattern("[| ]" + Pattern.quote(key.text()) + "[ ,]");
            }
        }
    }

    @Test
    void idsAreUnique_butForKeysThatMove() throws Exception {
        var acting = actions().all().stream()
                .filter(action -> action.manner() != Action.Manner.MOVES)
                .map(Action::id)
                .toList();
        assertThat(acting).doesNotHaveDuplicates();
        assertThatThrownBy(() -> actions().get("nonsense")).hasMessage("no action nonsense");
    }

    @Test
    void eachHasWords_andAReasonWhereNothingIsSelected() throws Exception {
        var actions = actions();
        fx(() -> {
            var all = Target.of(List.copyOf(model.services()));
            for (var action : actions.all()) {
                if (action.section() != Action.Section.TABLE) {
                    for (var target : List.of(Target.of(model.services().getFirst()), all)) {
                        if (action.reach() != Action.Reach.ONE || target.only() != null) {
                            assertThat(action.text(target)).as(action.id()).isNotBlank();
                        }
                    }
                    if (action.reach() != Action.Reach.WINDOW) {
                        assertThat(action.whyNot(Target.NONE)).as(action.id()).isEqualTo("no service is selected");
                    }
                    if (action.reach() == Action.Reach.ONE) {
                        assertThat(action.whyNot(all)).as(action.id()).isEqualTo("more than one service is selected");
                    }
                }
            }
            return null;
        });
    }

    @Test
    void withoutAConnection_nothingCanBeAsked() throws Exception {
        var actions = actions();
        for (var id :
                List.of("start", "stop", "restart", "stop-now", "hold", "clear", "undo", "start-all", "hold-all")) {
            assertThat(fx(() ->
                            actions.get(id).whyNot(Target.of(model.services().getFirst()))))
                    .as(id)
                    .isNotEqualTo("there is no connection to the engine");
        }
        far.lose("nobody listens there", Duration.ofHours(1));
        until(() -> !model.connectionProperty().get().isUp());
        for (var id :
                List.of("start", "stop", "restart", "stop-now", "hold", "clear", "undo", "start-all", "hold-all")) {
            assertThat(fx(() ->
                            actions.get(id).whyNot(Target.of(model.services().getFirst()))))
                    .as(id)
                    .isEqualTo("there is no connection to the engine");
        }
    }
}

package dev.signalbox.console.palette;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.fx.FxTest;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the palette says of each action, from the list that all are made of.
class ConsequencesTest extends FxTest {
    @TempDir
    Path folder;

    private FakeServices services;
    private OperationQueueModel model;
    private Actions actions;
    private Offers offers;

    @BeforeEach
    void begin() throws Exception {
        services = new FakeServices(folder)
                .add("Core", "db", "db --serve")
                .add("Core", "api", "api --serve", "db")
                .add("", "shop", "shop --serve");
        fx(() -> {
            model = services.model();
            actions = new Actions(model, new Commands(model, stage, new Notices(stage)), new ServiceFilter());
            offers = new Offers(model, actions);
            return null;
        });
    }

    @AfterEach
    void end() throws Exception {
        fx(() -> {
            model.close();
            return null;
        });
        services.close();
    }

    private List<Choice> offered() throws Exception {
        return fx(() -> {
            var found = new ArrayList<Choice>();
            var all = Target.of(List.copyOf(model.services()));
            for (var index : List.of(offers.commands(all), offers.groups())) {
                index.find(new Fuzzy(""), _ -> true).forEach(offer -> found.add(offer.what()));
            }
            return found;
        });
    }

    /// That the words can be found in the bundle, whatever the services are like.
    @Test
    void eachOffer_hasAName_andSaysWhatItDoes() throws Exception {
        for (var state : List.of(
                ServiceStatus.of(ServiceState.STOPPED, ""),
                ServiceStatus.of(ServiceState.UNKNOWN, "another engine has it"),
                ServiceStatus.of(ServiceState.FAILED, "port 1 is held").blockedBy("db"),
                ServiceStatus.of(ServiceState.BACKOFF, "").ended(new ExitStatus(1), List.of("oops")))) {
            model.services().forEach(service -> services.show(service.id(), state));
            model.hold("db");
            letDo();
            for (var choice : offered()) {
                var consequence = fx(() -> new Consequences(model, actions).of(choice));
                assertThat(choice.text()).as(choice.id()).isNotBlank();
                assertThat(consequence.does()).as(choice.text()).isNotBlank().doesNotContain("{");
            }
        }
    }

    @Test
    void offersAreEachActionForEachService_forTheSelectionAndForGroups_butNoneTwice() throws Exception {
        var texts = offered().stream().map(Choice::text).toList();
        assertThat(texts)
                .contains(
                        "Restart db",
                        "Restart api",
                        "Restart 3 services…",
                        "Core: Restart 2 services…",
                        "Stop shop now",
                        "Restart all…",
                        "Dark or light")
                .doesNotContain("All commands", "Select", "Select all");
        var commands = fx(() -> offers.commands(Target.NONE).find(new Fuzzy(""), _ -> true).stream()
                .map(offer -> offer.what().id())
                .toList());
        assertThat(commands).doesNotHaveDuplicates();
    }
}

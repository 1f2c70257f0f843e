package dev.signalbox.console.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Origin;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.text.Hostile;
import dev.signalbox.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/// What the window shows of text that could turn the text around it.
class HostileWordsTest extends ConsoleTest {
    private static final String TEXT = Hostile.text();

    @Override
    void arrange() {
        services.add("Core", "alpha", TEXT)
                .add(ServiceDefinition.builder("beta", new Command.Shell(TEXT), folder)
                        .group("Core")
                        .build());
        logProblems = Map.of("alpha", TEXT);
    }

    private List<String> shown() throws Exception {
        return fx(() -> {
            var words = new ArrayList<String>();
            words.add(stage.getTitle());
            collect(stage.getScene().getRoot(), words);
            return words.stream().filter(Objects::nonNull).toList();
        });
    }

    private static void collect(Node node, List<String> words) {
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, words));
        }
        words.add(node.getAccessibleText());
        if (node instanceof Labeled labeled) {
            words.add(labeled.getText());
        }
        if (node instanceof Text text) {
            words.add(text.getText());
        }
        Stream.ofNullable(node instanceof Control control ? control.getTooltip() : null)
                .map(Tooltip::getText)
                .forEach(words::add);
    }

    private void check() throws Exception {
        settle();
        var shown = shown();
        assertThat(shown).as("what is shown").anyMatch(words -> words.contains(PlainText.line("x\u202ex")));
        shown.forEach(Hostile::assertHarmless);
    }

    @Test
    void commandsOfServices_areShownHarmlessly() throws Exception {
        check();
    }

    @Test
    void failureAndLastLines_areShownHarmlessly() throws Exception {
        services.show("alpha", ServiceStatus.of(ServiceState.FAILED, TEXT).ended(new ExitStatus(3), List.of(TEXT)));
        until(() -> service("alpha").status().state() == ServiceState.FAILED);
        check();
    }

    @Test
    void whoHasAsked_isShownHarmlessly() throws Exception {
        services.queue()
                .submit("alpha", OperationKind.START, Origin.of(new Source(Source.Road.HTTP_API, TEXT)), Map.of());
        until(() -> service("alpha").queue().last() != null);
        check();
    }

    @Test
    void refusal_isShownHarmlessly() throws Exception {
        fx(() -> {
            commands.refused(TEXT);
            return null;
        });
        check();
    }
}

package dev.signalbox.console.history;

import dev.signalbox.console.fx.BackgroundQuery;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalException;
import dev.signalbox.log.LogSlice;
import dev.signalbox.operation.Operation;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Explains one operation: who asked, what it waited behind, what it did, how it ended, what its service wrote;
/// and what can be done about it. FX thread.
public final class DetailsPane extends StackPane {
    private record Question(long id, @Nullable ServiceModel service) {}

    /// An operation, and the service that it is of.
    private record Subject(String service, long id) {}

    private sealed interface Answer {
        record Known(Optional<Past> past) implements Answer {}

        record Unreadable(String reason) implements Answer {}
    }

    private final HistoryActions actions;
    private final BackgroundQuery<Question, Answer> query;
    private final FactsBox facts;
    private final ActionsBox buttons;
    private final LogSliceBox log;
    private final Label message = new Label();
    private final ScrollPane scroll;
    private @Nullable Subject subject;

    /// @param search shows other operations
    public DetailsPane(HistoryActions actions, Consumer<HistoryFilter> search) {
        this.actions = actions;
        query = new BackgroundQuery<>(actions.executor(), this::read, this::answered);
        facts = new FactsBox(this::show, plan -> search.accept(HistoryFilter.ALL.ofPlan(plan)));
        buttons = new ActionsBox(actions);
        log = new LogSliceBox();
        var content = new VBox(facts, buttons, log);
        content.getStyleClass().add("history-details");
        scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("history-scroll");
        message.getStyleClass().addAll("muted", "history-message");
        message.setWrapText(true);
        message.setId("historyMessage");
        setId("historyDetails");
        getStylesheets().add(HistorySheet.URL);
        getChildren().addAll(scroll, message);
        clear();
    }

    /// Explains nothing.
    public void clear() {
        subject = null;
        say("history.details.none");
    }

    /// Explains an operation.
    public void show(Operation operation) {
        show(new Subject(operation.service(), operation.id()));
    }

    private void show(Subject fresh) {
        if (!fresh.equals(subject)) {
            subject = fresh;
            scroll.setVisible(false);
            scroll.setVvalue(0);
            message.setText("");
            refresh();
        }
    }

    /// Something may have changed: it has ended, or what came after it takes its undo away.
    public void refresh() {
        var current = subject;
        if (current != null) {
            query.ask(new Question(current.id, actions.service(current.service).orElse(null)));
        }
    }

    private Answer read(Question question) {
        try {
            var past = Past.read(actions.history(), question.id, operation -> written(question, operation));
            return new Answer.Known(past);
        } catch (JournalException e) {
            return new Answer.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static LogSlice written(Question question, Operation operation) {
        return question.service == null
                ? LogSlice.none(LogSlice.Remark.ELSEWHERE)
                : question.service.written(operation);
    }

    private void answered(Question question, Answer answer) {
        if (subject == null || question.id != subject.id) {
            return;
        }
        switch (answer) {
            case Answer.Known(var past) -> past.ifPresentOrElse(this::render, () -> say("history.details.dropped"));
            case Answer.Unreadable(var reason) -> say("history.unreadable", reason);
        }
    }

    private void say(String key, Object... arguments) {
        scroll.setVisible(false);
        message.setText(Texts.of(key, arguments));
    }

    private void render(Past past) {
        message.setText("");
        scroll.setVisible(true);
        facts.show(past);
        buttons.show(past);
        log.show(past.log());
    }
}

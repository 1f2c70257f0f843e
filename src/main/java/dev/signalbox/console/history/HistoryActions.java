package dev.signalbox.console.history;

import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.journal.Compensation;
import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.journal.Repetition;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// What operators do about the past. All of it are new requests, which go the way of any other: with the
/// questions and plans of the window, through the queue. FX thread.
public final class HistoryActions {
    private final OperationQueueModel model;
    private final Commands commands;
    private final History history;
    private final Executor executor;
    private Consumer<Operation> showLog = _ -> {};
    private Consumer<HistoryFilter> search = _ -> {};

    public HistoryActions(OperationQueueModel model, Commands commands, History history) {
        this(model, commands, history, HistoryActions::inBackground);
    }

    /// @param executor asks `history`; may block
    public HistoryActions(OperationQueueModel model, Commands commands, History history, Executor executor) {
        this.model = model;
        this.commands = commands;
        this.history = history;
        this.executor = executor;
    }

    /// Sets what opens a service's log at an operation.
    public void onShowLog(Consumer<Operation> action) {
        showLog = action;
    }

    /// Not on a virtual thread: the journal's reads are native, and would hold its carrier.
    private static void inBackground(Runnable query) {
        Thread.ofPlatform().daemon().name("history-query").start(query);
    }

    /// Sets what shows the operations of all services.
    public void onSearch(Consumer<HistoryFilter> action) {
        search = action;
    }

    /// Shows operations of all services.
    public void search(HistoryFilter filter) {
        search.accept(filter);
    }

    /// What was recorded; asked by [#executor()].
    public History history() {
        return history;
    }

    /// What the history is asked on.
    public Executor executor() {
        return executor;
    }

    /// The service as the workspace has it now.
    Optional<ServiceModel> service(String id) {
        return model.find(id);
    }

    /// Opens the log of the operation's service where the operation begins.
    public void showLog(Operation operation) {
        showLog.accept(operation);
    }

    /// Asks for the same once more.
    void again(RecordedOperation operation) {
        ask(Map.of(operation.operation().kind(), Set.of(operation.operation().service())), "");
    }

    /// Asks for the same plan once more, made for the services as they are now.
    void planAgain(List<RecordedOperation> members) {
        ask(Repetition.of(members).services(), Texts.of("history.title.plan-again", plan(members)));
    }

    /// Asks again for what of a plan has not succeeded.
    void failedPartAgain(List<RecordedOperation> members) {
        executor.execute(() -> {
            try {
                var failed = Repetition.ofFailed(members, history);
                FxThread.run(() -> ask(failed.services(), Texts.of("history.title.failed-again", plan(members))));
            } catch (JournalException e) {
                FxThread.run(() -> commands.refused(String.valueOf(e.getMessage())));
            }
        });
    }

    /// Asks for what takes these operations back, as far as that can be done by now.
    void undo(List<RecordedOperation> members) {
        executor.execute(() -> {
            try {
                var compensation = Compensation.of(members, history);
                FxThread.run(() -> undo(members, compensation));
            } catch (JournalException e) {
                FxThread.run(() -> commands.refused(String.valueOf(e.getMessage())));
            }
        });
    }

    private void undo(List<RecordedOperation> members, Compensation compensation) {
        switch (compensation) {
            case Compensation.Possible(var services) -> ask(services, Texts.of("history.title.undo", plan(members)));
            case Compensation.Impossible(var reason) -> commands.refused(Texts.of("history.undo.impossible", reason));
        }
    }

    private static String plan(List<RecordedOperation> members) {
        return "#" + members.getFirst().operation().plan();
    }

    /// A reload may have taken some of the services away.
    private void ask(Map<OperationKind, Set<String>> services, String title) {
        var gone = new LinkedHashSet<String>();
        services.values()
                .forEach(ids -> ids.stream().filter(id -> service(id).isEmpty()).forEach(gone::add));
        if (gone.isEmpty()) {
            commands.ask(services, title);
        } else {
            commands.refused(Texts.of("history.gone", String.join(", ", gone)));
        }
    }
}

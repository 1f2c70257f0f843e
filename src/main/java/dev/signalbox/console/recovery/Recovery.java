package dev.signalbox.console.recovery;

import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.fx.FxThread;
import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.fx.Times;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.plan.Plans;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Resubmission;
import dev.signalbox.operation.Operation;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells what the end of the engine before did to its operations, and submits again what the operator wants of them.
/// Nothing is repeated by itself. FX thread.
public final class Recovery {
    private static final int MOST_LINES = 4;

    private final OperationQueueModel model;
    private final Plans plans;
    private final Notices notices;
    private boolean connected;
    /// The [CutOff#id()] of what was told last.
    private String told = "";
    private @Nullable RecoveryDialog open;
    private final Runnable asking = this::ask;

    public Recovery(OperationQueueModel model, Plans plans, Notices notices) {
        this.model = model;
        this.plans = plans;
        this.notices = notices;
    }

    /// Asks now, and whenever the engine is reached again, as it may be another one then, and tells what was not
    /// told yet.
    public void begin() {
        lookAtConnection();
        model.onRefreshed(this::lookAtConnection);
    }

    private void lookAtConnection() {
        var before = connected;
        connected = model.connectionProperty().get().isUp();
        if (connected && !before) {
            ask();
        }
    }

    private void ask() {
        // Without an answer it is asked again with the next connection.
        var _ = model.cutOff()
                .thenAccept(answer -> FxThread.run(() -> {
                    if (answer != null && !answer.id().equals(told)) {
                        tell(answer);
                    }
                }));
    }

    /// Shows what was interrupted, with the offer to submit it again; where nothing was, a notice says so.
    private void tell(CutOff cutOff) {
        if (open != null) { // of an end before
            open.giveUp();
        }
        if (cutOff.entries().isEmpty()) {
            told = cutOff.id();
            notices.warn(
                    Texts.of(
                            "recovery.notice",
                            Times.moment(cutOff.at(), model.time().now()),
                            far(model)),
                    Texts.of("recovery.notice.none"));
        } else if (plans.layer().isShowing()) {
            plans.layer().whenFree(asking);
        } else {
            told = cutOff.id();
            show(cutOff);
        }
    }

    /// Which words are right for the engine: 0 if it is the console's own, 1 if it is elsewhere.
    static int far(OperationQueueModel model) {
        return model.connectionProperty().get().host().isEmpty() ? 0 : 1;
    }

    private void show(CutOff cutOff) {
        Consumer<List<Operation>> agreed = operations -> submit(operations, cutOff.id());
        var dialog = new RecoveryDialog(cutOff, model, agreed, this::close);
        open = dialog;
        plans.layer().show(dialog);
    }

    private void close() {
        if (open != null) {
            plans.layer().close(open);
            open = null;
        }
    }

    /// What was part of a plan becomes one again, whose progress is shown.
    private void submit(List<Operation> operations, String id) {
        var _ = model.submitAgain(operations).thenAccept(answer -> FxThread.run(() -> report(answer, id)));
    }

    private void report(Resubmission answer, String id) {
        answer.plans().forEach((plan, ticket) -> plans.follow(Texts.of("recovery.plan", plan), ticket));
        var accepted = answer.queued().stream()
                .map(ticket -> ticket.operation())
                .map(operation -> Texts.of("recovery.submitted.one", operation.service(), operation.label()))
                .toList();
        var refused = answer.refused();
        if (!accepted.isEmpty()) {
            notices.inform(Texts.of("recovery.submitted", accepted.size()), lines(accepted));
        }
        if (!refused.isEmpty()) {
            notices.warn(
                    Texts.of("recovery.refused", refused.size()),
                    lines(refused.stream().distinct().toList()));
        } else {
            model.dismissCutOff(id);
        }
    }

    /// The first of them, and how many more there are.
    private static String lines(List<String> all) {
        var shown = all.size() <= MOST_LINES ? all.size() : MOST_LINES - 1;
        var more = all.size() == shown ? Stream.<String>of() : Stream.of(Texts.of("recovery.more", all.size() - shown));
        return Stream.concat(all.stream().limit(shown), more).collect(Collectors.joining("\n"));
    }
}

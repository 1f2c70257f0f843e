package dev.signalbox.console.recovery;

import dev.signalbox.console.FxThread;
import dev.signalbox.console.Notices;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.Times;
import dev.signalbox.console.plan.Plans;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Submission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells what the end of the console before did to its operations, and submits again what the operator wants of
/// them. Nothing is repeated by itself. FX thread.
public final class Recovery {
    private static final int MOST_LINES = 4;

    private final OperationQueueModel model;
    private final Plans plans;
    private final Notices notices;

    public Recovery(OperationQueueModel model, Plans plans, Notices notices) {
        this.model = model;
        this.plans = plans;
        this.notices = notices;
    }

    /// Shows what was interrupted, with the offer to submit it again; where nothing was, a notice says so.
    public void tell(Interruption interruption) {
        if (interruption.operations().isEmpty()) {
            notices.warn(
                    Texts.of(
                            "recovery.notice",
                            Times.moment(interruption.at(), model.time().now())),
                    Texts.of("recovery.notice.none"));
            return;
        }
        var dialog = new RecoveryDialog(interruption, model, this::submit, plans.layer()::close);
        // It is told once only, so a click beside it does not take it away.
        plans.layer().show(dialog.root(), dialog.focus(), () -> {});
    }

    /// What was part of a plan becomes one again, whose progress is shown.
    private void submit(List<Operation> operations) {
        var begun = new HashSet<Long>();
        var answers = new ArrayList<CompletableFuture<Submission>>();
        for (var operation : operations) {
            if (operation.plan() == 0) {
                answers.add(model.submitAgain(operation).toCompletableFuture());
            } else if (begun.add(operation.plan())) {
                var rest = operations.stream()
                        .filter(other -> other.plan() == operation.plan())
                        .toList();
                plans.again(rest, Texts.of("recovery.plan", operation.plan()));
            }
        }
        var _ = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenRun(() -> FxThread.run(() ->
                        report(answers.stream().map(CompletableFuture::join).toList())));
    }

    private void report(List<Submission> answers) {
        var accepted = answers.stream()
                .filter(Submission.Accepted.class::isInstance)
                .map(answer -> ((Submission.Accepted) answer).ticket().operation())
                .map(operation -> Texts.of("recovery.submitted.one", operation.service(), operation.label()))
                .toList();
        var refused = answers.stream()
                .filter(Submission.Refused.class::isInstance)
                .map(answer -> ((Submission.Refused) answer).reason())
                .toList();
        if (!accepted.isEmpty()) {
            notices.inform(Texts.of("recovery.submitted", accepted.size()), lines(accepted));
        }
        if (!refused.isEmpty()) {
            notices.warn(
                    Texts.of("recovery.refused", refused.size()),
                    lines(refused.stream().distinct().toList()));
        }
    }

    /// The first of them, and how many more there are.
    private static String lines(List<String> all) {
        var shown = all.size() <= MOST_LINES ? all.size() : MOST_LINES - 1;
        var more = all.size() == shown ? Stream.<String>of() : Stream.of(Texts.of("recovery.more", all.size() - shown));
        return Stream.concat(all.stream().limit(shown), more).collect(Collectors.joining("\n"));
    }
}

package dev.signalbox.console.recovery;

import dev.signalbox.console.FxThread;
import dev.signalbox.console.ModalLayer;
import dev.signalbox.console.Notices;
import dev.signalbox.console.OperationQueueModel;
import dev.signalbox.console.Texts;
import dev.signalbox.console.Times;
import dev.signalbox.journal.Interruption;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Submission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells what the end of the console before did to its operations, and submits again what the operator wants of
/// them. Nothing is repeated by itself. FX thread.
public final class Recovery {
    private static final int MOST_LINES = 4;

    private final OperationQueueModel model;
    private final ModalLayer layer;
    private final Notices notices;

    public Recovery(OperationQueueModel model, ModalLayer layer, Notices notices) {
        this.model = model;
        this.layer = layer;
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
        var dialog = new RecoveryDialog(interruption, model, this::submit, layer::close);
        // It is told once only, so a click beside it does not take it away.
        layer.show(dialog.root(), dialog.focus(), () -> {});
    }

    private void submit(List<Operation> operations) {
        var answers = operations.stream().map(this::answer).toList();
        var _ = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenRun(() -> FxThread.run(() ->
                        report(answers.stream().map(CompletableFuture::join).toList())));
    }

    private CompletableFuture<Submission> answer(Operation operation) {
        CompletionStage<Submission> answer = model.submitAgain(operation);
        return answer.toCompletableFuture();
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

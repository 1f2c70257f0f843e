package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.operation.PutBack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A change of lines: something was cancelled, cleared, merged or moved. Taken back, it stands where it stood.
///
/// @param title for people
/// @param chosen what was changed, by its service
/// @param lines as they were
record LineDeed(OperationQueueModel model, String title, Map<String, List<Long>> chosen, Map<String, List<Long>> lines)
        implements Deed {

    @Override
    public String title(int times) {
        return title;
    }

    @Override
    public @Nullable String whyNot() {
        return null;
    }

    @Override
    public CompletionStage<Result> takeBack() {
        return putBack(model, chosen, lines).thenApply(LineDeed::result);
    }

    /// Puts operations of several services back, each service's as one.
    static CompletionStage<List<PutBack>> putBack(
            OperationQueueModel model, Map<String, List<Long>> chosen, Map<String, List<Long>> lines) {
        var answers = chosen.entrySet().stream()
                .map(each -> model.putBack(each.getKey(), each.getValue(), lines.getOrDefault(each.getKey(), List.of()))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(_ -> answers.stream().map(CompletableFuture::join).toList());
    }

    private static Result result(List<PutBack> answers) {
        var back = again(answers)
                + answers.stream().mapToInt(answer -> answer.moved().size()).sum();
        var refused = refused(answers);
        if (refused.isEmpty()) {
            return new Result(true, Texts.of("undo.back", back));
        }
        var all = back + refused.size();
        return new Result(back > 0, Texts.of("undo.back.some", back, all, String.join("; ", refused)));
    }

    /// How many were asked for once more.
    static int again(List<PutBack> answers) {
        return answers.stream().mapToInt(answer -> answer.again().size()).sum();
    }

    /// Why others were not.
    static List<String> refused(List<PutBack> answers) {
        return answers.stream().flatMap(answer -> answer.refused().stream()).toList();
    }
}

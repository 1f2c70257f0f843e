package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// All queues were held, or resumed.
///
/// @param held whether they were held
record HoldAllDeed(OperationQueueModel model, boolean held) implements Deed {

    @Override
    public String title(int times) {
        return Texts.of(held ? "undo.title.hold-all" : "undo.title.resume-all");
    }

    @Override
    public @Nullable String whyNot() {
        var now = model.totalsProperty().get().allHeld();
        return now == held ? null : Texts.of(held ? "undo.hold.gone" : "undo.resume.gone");
    }

    @Override
    public CompletionStage<Result> takeBack() {
        if (held) {
            model.resumeAll();
        } else {
            model.holdAll();
        }
        return CompletableFuture.completedStage(new Result(true, Texts.of(held ? "undo.hold-all" : "undo.resume-all")));
    }
}

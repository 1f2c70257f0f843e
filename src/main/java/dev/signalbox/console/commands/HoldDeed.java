package dev.signalbox.console.commands;

import dev.signalbox.console.fx.Texts;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.service.Intent.Hold;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Queues were held, or resumed.
///
/// @param held whether they were held
/// @param before what they were like
record HoldDeed(OperationQueueModel model, boolean held, List<Was> before) implements Deed {

    /// A queue before that.
    ///
    /// @param hold who held it and why; `null` if nobody did, or that is not known
    record Was(ServiceModel service, @Nullable Hold hold) {}

    static HoldDeed of(OperationQueueModel model, boolean held, List<ServiceModel> services) {
        return new HoldDeed(
                model,
                held,
                services.stream()
                        .map(service -> new Was(service, service.intent().hold()))
                        .toList());
    }

    @Override
    public String title(int times) {
        var first = before.getFirst().service().id();
        return Texts.of(held ? "undo.title.hold" : "undo.title.resume", before.size(), first);
    }

    @Override
    public @Nullable String whyNot() {
        return left().isEmpty() ? Texts.of(held ? "undo.hold.gone" : "undo.resume.gone") : null;
    }

    /// Those that are as they were left.
    private List<Was> left() {
        return before.stream()
                .filter(was -> was.service().queue().held() == held)
                .toList();
    }

    @Override
    public CompletionStage<Result> takeBack() {
        var left = left();
        for (var was : left) {
            if (held) {
                model.resume(was.service().id());
            } else {
                holdAgain(was);
            }
        }
        var words = Texts.of(
                held ? "undo.hold" : "undo.resume",
                left.size(),
                left.getFirst().service().id());
        return CompletableFuture.completedStage(new Result(true, words));
    }

    private void holdAgain(Was was) {
        var hold = was.hold();
        if (hold == null) {
            model.hold(was.service().id());
        } else if (hold.until() == null || hold.until().isAfter(model.time().now())) {
            model.hold(was.service().id(), hold.why(), hold.until());
        }
    }
}

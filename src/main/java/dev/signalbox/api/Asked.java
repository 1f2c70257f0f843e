package dev.signalbox.api;

import dev.signalbox.code.Code;
import dev.signalbox.engine.Answer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What the engine has answered to something that is done, or is not.
final class Asked {
    private static final long PATIENCE_SECONDS = 5;

    private Asked() {}

    /// Waits for the answer.
    ///
    /// @return that it was done
    /// @throws Problem.Thrown if it was not, or the next engine will not know it
    static Answer of(CompletionStage<Answer> answered) throws InterruptedException {
        var answer = join(answered);
        return switch (answer) {
            case Answer.Done _, Answer.Begun _ -> answer;
            case Answer.Missing(var what, var code) ->
                throw Problem.notFound(what).coded(code).thrown();
            case Answer.Pointless(var why) -> throw Problem.conflict(why).thrown();
            case Answer.Forgotten(var what) ->
                throw Problem.unavailable(what).coded(Code.NOT_KEPT).thrown();
            case Answer.Refused(var why) -> throw Problem.unavailable(why).thrown();
        };
    }

    private static Answer join(CompletionStage<Answer> answered) throws InterruptedException {
        try {
            return answered.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable("it was done, but the next engine may not know it: the disk has not answered"
                            + " within " + PATIENCE_SECONDS + " s")
                    .coded(Code.NOT_KEPT)
                    .thrown();
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers never fail", e);
        }
    }
}

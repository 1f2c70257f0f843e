package dev.signalbox.console.fx;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks what takes time off the FX thread: one question at a time, and of those that come meanwhile only the
/// newest. FX thread.
public final class BackgroundQuery<Q, A> {
    private final Executor executor;
    private final Function<Q, A> query;
    private final BiConsumer<Q, A> answered;
    private @Nullable Q next;
    private boolean running;

    /// @param executor runs `query`; may block
    /// @param query does not throw
    /// @param answered gets the question and its answer, on the FX thread; another question may have come since
    public BackgroundQuery(Executor executor, Function<Q, A> query, BiConsumer<Q, A> answered) {
        this.executor = executor;
        this.query = query;
        this.answered = answered;
    }

    /// Asks it, in place of any that still waits.
    public void ask(Q question) {
        next = question;
        if (!running) {
            askNext();
        }
    }

    private void askNext() {
        var question = next;
        if (question != null) {
            next = null;
            running = true;
            executor.execute(() -> {
                var answer = query.apply(question);
                FxThread.run(() -> {
                    running = false;
                    answered.accept(question, answer);
                    askNext();
                });
            });
        }
    }
}

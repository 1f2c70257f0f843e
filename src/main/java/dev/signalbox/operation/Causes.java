package dev.signalbox.operation;

import dev.signalbox.code.Code;
import dev.signalbox.code.Coded;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// What people are told of a throwable.
final class Causes {
    private Causes() {}

    /// The failure that it is.
    static Outcome.Failed failure(Throwable thrown) {
        return new Outcome.Failed(text(thrown), cause(thrown) instanceof Coded coded ? coded.code() : Code.FAILED);
    }

    private static Throwable cause(Throwable thrown) {
        var cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// The message of what was really thrown; with the type's name where the message alone would say little.
    static String text(Throwable thrown) {
        var cause = cause(thrown);
        if (cause instanceof InterruptedException) {
            return "interrupted";
        }
        var message = cause.getMessage();
        var type = cause.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return type;
        }
        return cause instanceof RuntimeException || cause instanceof Error ? type + ": " + message : message;
    }
}

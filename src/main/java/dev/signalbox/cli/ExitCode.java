package dev.signalbox.cli;

/// What commands end with, so that scripts can tell.
final class ExitCode {
    static final int SUCCEEDED = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_FOUND = 3;
    static final int TIMED_OUT = 4;
    static final int CANCELLED = 5;
    static final int NO_ENGINE = 6;

    private ExitCode() {}

    /// The code of an operation's effective outcome.
    static int of(String outcome) {
        return switch (outcome) {
            case "succeeded" -> SUCCEEDED;
            case "timed_out" -> TIMED_OUT;
            case "cancelled" -> CANCELLED;
            default -> FAILED;
        };
    }

    /// The one that tells more of trouble: a failure before all, and any trouble before success.
    static int worse(int one, int two) {
        if (one == SUCCEEDED || two == FAILED) {
            return two;
        }
        return one;
    }
}

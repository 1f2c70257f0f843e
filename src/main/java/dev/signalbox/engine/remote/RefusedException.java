package dev.signalbox.engine.remote;

/// The engine answered that it does not do what was asked. The message is for people.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status of the answer
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

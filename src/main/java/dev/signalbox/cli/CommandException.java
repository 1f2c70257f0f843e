package dev.signalbox.cli;

/// Ends a command with a code and a message for people.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    CommandException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}

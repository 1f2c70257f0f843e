package dev.signalbox.cli;

import dev.signalbox.code.Code;

/// Ends a command with an exit code and a message for people.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final int exit;
    private final String code;

    /// @param exit what the command ends with
    CommandException(int exit, String message) {
        this(exit, usual(exit).word(), message);
    }

    /// @param exit what the command ends with
    /// @param code why, for `signalbox explain`; empty if nobody has said
    CommandException(int exit, String code, String message) {
        super(message, null, false, false);
        this.text = message;
        this.exit = exit;
        this.code = code;
    }

    private static Code usual(int exit) {
        return switch (exit) {
            case ExitCode.USAGE -> Code.USAGE;
            case ExitCode.NOT_FOUND -> Code.NOT_FOUND;
            case ExitCode.TIMED_OUT -> Code.NOT_ENDED;
            case ExitCode.NO_ENGINE -> Code.NO_ENGINE;
            default -> Code.REFUSED;
        };
    }

    /// What the command ends with.
    int code() {
        return exit;
    }

    /// Whether that is why.
    boolean isAbout(Code why) {
        return code.equals(why.word());
    }

    /// The message, with the code behind its first line.
    String told() {
        var lines = text.split("\\R", 2);
        return lines[0] + Words.inBrackets(code) + (lines.length == 1 ? "" : System.lineSeparator() + lines[1]);
    }
}

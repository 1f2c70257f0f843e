package dev.signalbox.driver.process;

import dev.signalbox.code.Code;
import dev.signalbox.service.DriverException;

/// The processes cannot be looked at now, as where the engine is short of file handles. It says nothing about who
/// lives: nothing is taken for ended by it (rule 30). The message is for people.
final class UnseenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    /// @param why for people
    UnseenException(String why) {
        this.text = "its processes cannot be looked at: " + why;
    }

    @Override
    public String getMessage() {
        return text;
    }

    /// What it is for an operation.
    DriverException failure() {
        return new DriverException(Code.UNKNOWN, text, this);
    }
}

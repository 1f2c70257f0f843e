package dev.signalbox.journal;

/// The journal cannot be read or written. The message is for people.
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message for people
    public JournalException(String message) {
        super(message);
    }

    /// @param message for people
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.signalbox.api;

import java.util.List;

/// A reload changed nothing. The message says why, for people.
public final class ReloadFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    /// @param mistakes of the file; empty if it was not for those
    public ReloadFailedException(String message, List<String> mistakes) {
        super(message);
        this.mistakes = List.copyOf(mistakes);
    }

    /// The mistakes of the workspace file, one by one.
    public List<String> mistakes() {
        return mistakes;
    }
}

package dev.signalbox.engine;

/// A reload would not do what its preview showed. The message says why, for people; nothing was changed.
public final class ReloadRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ReloadRefusedException(String message) {
        super(message);
    }
}

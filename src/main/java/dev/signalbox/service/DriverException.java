package dev.signalbox.service;

/// A driver could not do what was asked. The message says why, for people, and stands alone.
public class DriverException extends Exception {
    private static final long serialVersionUID = 1L;

    public DriverException(String message) {
        super(message);
    }

    public DriverException(String message, Throwable cause) {
        super(message, cause);
    }
}

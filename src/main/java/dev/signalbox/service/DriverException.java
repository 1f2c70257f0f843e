package dev.signalbox.service;

import dev.signalbox.code.Code;
import dev.signalbox.code.Coded;

/// A driver could not do what was asked. The message says why, for people, and stands alone.
public class DriverException extends Exception implements Coded {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public DriverException(String message) {
        this(Code.FAILED, message);
    }

    public DriverException(String message, Throwable cause) {
        this(Code.FAILED, message, cause);
    }

    public DriverException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public DriverException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    @Override
    public Code code() {
        return code;
    }
}

package dev.signalbox.service.probe;

import dev.signalbox.service.Answer.Kind;
import java.io.IOException;

/// A question could not be put to a service, which says nothing of how well it is.
final class UnaskableException extends IOException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    private UnaskableException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// @param message why, for people
    UnaskableException(String message) {
        this(Kind.UNKNOWN, message);
    }

    UnaskableException(Exception cause) {
        this(Problems.text(cause));
        initCause(cause);
    }

    /// Nobody knows, or tells, where the service is.
    static UnaskableException noHost(String message) {
        return new UnaskableException(Kind.NO_HOST, message);
    }

    Finding finding() {
        return new Finding(kind, Problems.text(this));
    }
}

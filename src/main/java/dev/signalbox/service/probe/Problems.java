package dev.signalbox.service.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;

/// Tells of what kept a question from its answer whether it says anything of the service. What the engine has not,
/// a file handle, a port, memory, a network, is no fault of the service (rule 30).
final class Problems {
    private Problems() {}

    /// What a question that ended so has found.
    static Finding of(Throwable problem) {
        return switch (problem) {
            case UnaskableException e -> e.finding();
            case IOException e -> Finding.no(text(e));
            default -> Finding.unknown(text(problem)); // a mistake in the question, or no memory for it
        };
    }

    /// What a connection that did not come about says: it was refused by, or on the way to, the service; or else
    /// the engine's own machine did not let it out, having no port, no memory, no such network, or a rule against
    /// it.
    static IOException connecting(IOException problem) {
        return switch (problem) {
            case ConnectException _, NoRouteToHostException _, ProtocolException _, SocketTimeoutException _ -> problem;
            default -> new UnaskableException(problem);
        };
    }

    /// What happened, for people.
    static String text(Throwable problem) {
        if (problem instanceof ConnectException) {
            return "connection refused";
        }
        var message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}

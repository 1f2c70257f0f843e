package dev.signalbox.service.probe;

import dev.signalbox.libc.CLibrary;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.IntStream;

/// Tells of what kept a question from its answer whether it says anything of the service. What the engine has not,
/// a file handle, a port, memory, a network, is no fault of the service (rule 30).
final class Problems {
    /// EAGAIN, ENOMEM, ENFILE, EMFILE, ENOSPC, ENOBUFS and EDQUOT in the words that Java takes from the kernel too.
    private static final List<String> SHORTAGES =
            IntStream.of(11, 12, 23, 24, 28, 105, 122).mapToObj(CLibrary::text).toList();

    private Problems() {}

    /// What a question that ended so has found.
    static Finding of(Throwable problem) {
        return switch (problem) {
            case UnaskableException e -> e.finding();
            case IOException e when isShortage(e) -> Finding.unknown(text(e));
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

    /// Whether the engine's own machine is short of something, in the kernel's words: such an error of a call tells
    /// of the caller, whatever the call was to do.
    static boolean isShortage(Throwable problem) {
        for (var each = problem; each != null; each = each.getCause()) {
            var said = String.valueOf(each.getMessage());
            if (SHORTAGES.stream().anyMatch(said::endsWith)) {
                return true;
            }
        }
        return false;
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

package dev.signalbox.service;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Tells who listens on ports of this machine, as seen by one service. Safe to use from any thread.
@FunctionalInterface
public interface Listeners {
    /// Nobody can tell.
    Listeners UNKNOWN = (_, _) -> null;

    /// Who takes the connections to a loopback address, where it is certain that this is none of the service's
    /// processes.
    ///
    /// @return for people, for example `pid 123 (nginx)`; `null` if nobody listens, if it is the service, or if
    ///     nobody can tell
    @Nullable
    String stranger(InetAddress address, int port);
}

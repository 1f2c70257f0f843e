package dev.signalbox.service.probe;

import dev.signalbox.service.Durations;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/// Finds the addresses of hosts. Resolvers hang, and no interrupt reaches them.
final class Lookup {
    /// Asks whoever knows the host, for as long as that takes.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final SideThread side;
    private final Duration patience;
    private final Resolver resolver;

    /// @param patience after which it is interrupted
    Lookup(SideThread side, Duration patience) {
        this(side, patience, InetAddress::getAllByName);
    }

    Lookup(SideThread side, Duration patience, Resolver resolver) {
        this.side = side;
        this.patience = patience;
        this.resolver = resolver;
    }

    /// The addresses of `host`, which may be one itself; then nobody is asked.
    List<InetAddress> addresses(String host) throws IOException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return resolved(host);
        }
    }

    private List<InetAddress> resolved(String host) throws IOException {
        try {
            return List.of(side.untilInterrupted("looking up " + host, () -> resolver.resolve(host), _ -> {}));
        } catch (UnknownHostException _) { // it says more only where the answer is not remembered
            throw UnaskableException.noHost("no such host: " + host);
        } catch (InterruptedException _) {
            throw UnaskableException.noHost("no answer of the name server within " + Durations.text(patience));
        }
    }
}

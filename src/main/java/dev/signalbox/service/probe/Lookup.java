package dev.signalbox.service.probe;

import dev.signalbox.service.Durations;
import dev.signalbox.time.SideThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the addresses of hosts. Resolvers hang, and no interrupt reaches them.
final class Lookup {
    /// Asks whoever knows the host, for as long as that takes.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /// What this machine calls itself whatever its files say, or where they cannot be read.
    private static final Pattern HERE = Pattern.compile("(?:.*\\.)?localhost\\.?", Pattern.CASE_INSENSITIVE);

    /// A service may listen on one of them only.
    private static final List<InetAddress> LOOPBACK =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final SideThread side;
    private final Duration patience;
    private final Resolver resolver;
    /// By which this machine could not look up the host the last time; `null` if it could.
    private volatile @Nullable UnknownHostException shortage;

    /// @param patience after which it is interrupted
    Lookup(SideThread side, Duration patience) {
        this(side, patience, InetAddress::getAllByName);
    }

    Lookup(SideThread side, Duration patience, Resolver resolver) {
        this.side = side;
        this.patience = patience;
        this.resolver = resolver;
    }

    /// All addresses of `host`, which may be one itself, or this machine; then nobody is asked.
    List<InetAddress> addresses(String host) throws IOException {
        if (HERE.matcher(host).matches()) {
            return LOOPBACK;
        }
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return resolved(host);
        }
    }

    private List<InetAddress> resolved(String host) throws IOException {
        try {
            return List.of(side.untilInterrupted("looking up " + host, () -> resolver.resolve(host), _ -> {}));
        } catch (UnknownHostException e) {
            throw unknown(host, e);
        } catch (InterruptedException _) {
            throw UnaskableException.noHost("no answer of the name server within " + Durations.text(patience));
        }
    }

    /// Java remembers for some seconds that a host is not known, but not why.
    private UnaskableException unknown(String host, UnknownHostException problem) {
        var known = shortage;
        var isRemembered = host.equals(problem.getMessage());
        var why = Problems.isShortage(problem) ? problem : isRemembered ? known : null;
        shortage = why;
        return why == null ? UnaskableException.noHost("no such host: " + host) : new UnaskableException(why);
    }
}

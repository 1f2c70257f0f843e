package dev.signalbox.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the API listens on the network.
///
/// @param host an address of this machine
/// @param port 0 for any that is free
/// @param tls the certificate; `null` for none, which is for loopback addresses only
/// @param names under which it may be called besides
public record ApiSettings(String host, int port, @Nullable Certificate tls, Set<String> names) {

    /// A certificate with its chain, and its key, both as PEM.
    public record Certificate(Path chain, Path key) {}

    public ApiSettings {
        names = Set.copyOf(names);
    }

    /// Looks whether the certificate and its key can be used.
    ///
    /// @throws IOException if they cannot, with a message for people
    public void check() throws IOException {
        if (tls != null) {
            var _ = ServerCertificate.open(tls, InstantSource.system());
        }
    }

    /// The address to call.
    String address(int actualPort) {
        var name = host.contains(":") ? "[" + host + "]" : host;
        return (tls == null ? "http://" : "https://") + name + ":" + actualPort;
    }
}

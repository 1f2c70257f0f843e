package dev.signalbox.cli;

import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Where an engine answers.
sealed interface Endpoint {
    /// A socket file, whose mode says who may use it.
    record SocketFile(Path file) implements Endpoint {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /// An address on the network.
    ///
    /// @param uri `http` or `https`
    /// @param token without which nothing is answered; empty for none
    /// @param trust whose certificates are trusted; `null` for those that Java trusts
    record Network(URI uri, String token, @Nullable SSLContext trust) implements Endpoint {
        @Override
        public String toString() {
            return uri.toString();
        }
    }
}

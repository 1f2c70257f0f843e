package dev.signalbox.service.probe;

import dev.signalbox.service.Probe.Check.Tcp;
import java.io.IOException;

/// Connects to a port, and closes at once.
final class TcpQuestion implements Question {
    private final Tcp check;
    private final Lookup lookup;
    private final Connections connections;

    TcpQuestion(Tcp check, Lookup lookup, Connections connections) {
        this.check = check;
        this.lookup = lookup;
        this.connections = connections;
    }

    @Override
    public Finding ask() throws IOException {
        try (var _ = connections.open(lookup.addresses(check.host()), check.port())) {
            return Finding.yes("port " + check.address() + " accepts connections");
        }
    }
}

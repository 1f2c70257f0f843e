package dev.signalbox.api;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// Stands before the HTTP library on each connection: counts what comes, tells the [Connection] what happens on
/// it, and lets no request through whose end only its own bytes tell.
final class Framing implements ServerConnectionSelector {
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_REQUEST_LINE = 4 * 1024;
    /// Of what comes after a request that was none, so that the answer to it is not lost on the way.
    private static final int MOST_THROWN_AWAY = 256 * 1024;

    private final Connections connections;
    private final ServerConnectionSelector http = Http1ConnectionSelector.builder()
            .config(Http1Config.builder()
                    .maxHeadersSize(LARGEST_HEADERS)
                    .maxPrologueLength(LONGEST_REQUEST_LINE)
                    .addReceiveListener(new Heads())
                    .build())
            .build();

    Framing(Connections connections) {
        this.connections = connections;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    /// Called on the connection's own thread.
    @Override
    public ServerConnection connection(ConnectionContext context) {
        var connection = Connection.current();
        var counted = new Counted(context, connection);
        return new Ending(http.connection(counted), counted);
    }

    /// Looks at the heads of requests.
    private static final class Heads implements Http1ConnectionListener {
        @Override
        public void prologue(ConnectionContext context, HttpPrologue prologue) {
            if (!Connection.current().begins(prologue.method().text())) {
                throw refused(Status.BAD_REQUEST_400, "methods are written in capital letters");
            }
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            for (var header : headers) {
                if (header.name().isEmpty()) {
                    throw refused(Status.BAD_REQUEST_400, "a header has no name");
                }
            }
            if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
                throw refused(Status.LENGTH_REQUIRED_411, "no Content-Length");
            }
        }

        @Override
        public void data(ConnectionContext context, BufferData data) {
            // Is counted where it comes from.
        }

        @Override
        public void data(ConnectionContext context, byte[] bytes, int position, int length) {
            // The same.
        }

        private static RequestException refused(Status status, String message) {
            return RequestException.builder()
                    .type(DirectHandler.EventType.BAD_REQUEST)
                    .status(status)
                    .message(message)
                    .setKeepAlive(false)
                    .build();
        }
    }

    /// A connection that is known to have ended when it has.
    private final class Ending implements ServerConnection {
        private final ServerConnection http;
        private final Counted counted;

        Ending(ServerConnection http, Counted counted) {
            this.http = http;
            this.counted = counted;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                http.handle(limit);
                if (counted.connection.isMalformed()) {
                    counted.linger();
                }
            } finally {
                counted.close();
                connections.end(counted.connection);
            }
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO; // that is the connection's own matter
        }

        @Override
        public void close(boolean interrupt) {
            http.close(interrupt);
        }
    }

    /// What the library has of a connection, with its bytes counted in both directions.
    private static final class Counted implements ConnectionContext {
        private final ConnectionContext context;
        private final Connection connection;
        private final Incoming incoming;
        private final DataReader reader;
        private final DataWriter writer;

        Counted(ConnectionContext context, Connection connection) {
            this.context = context;
            this.connection = connection;
            incoming = new Incoming(context.serverSocket());
            // Nothing has been read by the one that there is.
            reader = DataReader.create(this::read);
            writer = new Writer(context.dataWriter(), connection);
            connection.looksAhead(this::ahead);
            connection.looksForItsEnd(incoming::end);
        }

        /// @return `null` at the end
        private byte @Nullable [] read() {
            try {
                var bytes = incoming.next();
                if (bytes != null && !connection.received(bytes)) {
                    throw new CloseConnectionException("more than a request may have");
                }
                return bytes;
            } catch (UncheckedIOException | CompletionException e) {
                throw new ServerConnectionException("the connection was lost", e);
            }
        }

        /// What has been read of the next request.
        private byte[] ahead() {
            var length = Math.min(reader.available(), Connection.BEGINNING);
            return length == 0 ? new byte[0] : reader.getBuffer(length).readBytes();
        }

        /// Throws away what comes, for a while.
        void linger() {
            connection.lingers();
            try {
                if (!isSecure()) {
                    connection.endOutput();
                }
                for (int bytes = 0; bytes < MOST_THROWN_AWAY; ) {
                    var more = incoming.next();
                    if (more == null) {
                        return;
                    }
                    bytes += more.length;
                }
            } catch (RuntimeException e) {
                // It has gone, or was cut off.
            }
        }

        void close() {
            connection.lingers();
            try {
                serverSocket().close();
            } catch (RuntimeException e) {
                // It has gone, or was cut off.
            }
        }

        @Override
        public DataReader dataReader() {
            return reader;
        }

        @Override
        public DataWriter dataWriter() {
            return writer;
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }

    /// Says when something waits to be taken.
    private record Writer(DataWriter writer, Connection connection) implements DataWriter {
        @Override
        public void write(BufferData... buffers) {
            timed(() -> writer.write(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            timed(() -> writer.write(buffer));
        }

        @Override
        public void writeNow(BufferData... buffers) {
            timed(() -> writer.writeNow(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            timed(() -> writer.writeNow(buffer));
        }

        @Override
        public void flush() {
            timed(writer::flush);
        }

        private void timed(Runnable write) {
            connection.writes();
            try {
                write.run();
            } finally {
                connection.written();
            }
        }
    }
}

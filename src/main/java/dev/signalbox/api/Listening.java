package dev.signalbox.api;

import dev.signalbox.time.TimeSource;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on an address, and listens again when that has ended: the HTTP library gives up a listener for good
/// when one connection could not be accepted, as without a free descriptor, and tells nobody. So it is called from
/// outside every few seconds. Safe to use from any thread.
final class Listening implements AutoCloseable {
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int CALL_MILLIS = 1_000;
    private static final int FIRST_CALLS = 20;

    private final String name;
    private final Function<SocketAddress, WebServer> library;
    private final Connections connections;
    private final TimeSource time;
    private final Metrics metrics;
    private SocketAddress address;
    private WebServer server;
    private TimeSource.Timer next;
    private boolean closed;
    private volatile @Nullable String problem;

    /// Listens.
    ///
    /// @param name the address for people, without its port
    /// @param library makes a server for an address, not started yet
    /// @param connections those of that server
    /// @throws IOException if that cannot be, with a message for people
    Listening(
            String name,
            SocketAddress address,
            Function<SocketAddress, WebServer> library,
            Connections connections,
            TimeSource time,
            Metrics metrics)
            throws IOException {
        this.name = name;
        this.library = library;
        this.connections = connections;
        this.time = time;
        this.metrics = metrics;
        this.address = address;
        server = start();
        if (address instanceof InetSocketAddress internet) {
            // Also if any would have done at first.
            this.address = new InetSocketAddress(internet.getAddress(), server.port());
        }
        requireCalls();
        next = schedule();
    }

    int port() {
        return address instanceof InetSocketAddress internet ? internet.getPort() : -1;
    }

    /// The address for people.
    private String place() {
        return address instanceof InetSocketAddress internet ? name + ":" + internet.getPort() : name;
    }

    /// What is wrong with it; `null` for nothing.
    @Nullable
    String problem() {
        return problem;
    }

    /// The library says why it does not start in the log alone, so it is tried first.
    private WebServer start() throws IOException {
        if (address instanceof UnixDomainSocketAddress file) {
            // Of an engine that ended without closing.
            Files.deleteIfExists(file.getPath());
        }
        try (var trial = listener()) {
            trial.bind(address);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + place() + ": " + e.getMessage(), e);
        }
        if (address instanceof UnixDomainSocketAddress file) {
            Files.deleteIfExists(file.getPath());
        }
        var started = begin();
        if (address instanceof UnixDomainSocketAddress file) {
            // Until now its folder has kept others out.
            Files.setPosixFilePermissions(file.getPath(), PosixFilePermissions.fromString("rw-------"));
        }
        return started;
    }

    /// What the library needs is loaded by that, which opens files.
    private WebServer begin() throws IOException {
        WebServer begun = null;
        try {
            begun = library.apply(address);
            begun.start();
        } catch (RuntimeException | LinkageError e) {
            if (begun != null) {
                begun.stop();
            }
            throw new IOException("cannot listen on " + place() + ": " + e.getMessage(), e);
        }
        if (!begun.isRunning()) {
            throw new IOException("cannot listen on " + place() + ": the log says why");
        }
        return begun;
    }

    /// The library takes a listener for begun that ends at its first connection, as without a free descriptor.
    private void requireCalls() throws IOException {
        try {
            var end = call();
            for (int i = 1; i < FIRST_CALLS && end == End.ELSEWHERE; i++) {
                end = call(); // all is slow at first
            }
            if (end != End.HERE) {
                server.stop();
                throw new IOException("cannot listen on " + place() + ": it cannot be called, as where too few files"
                        + " may be open; ulimit -n 1024, or LimitNOFILE= in its unit, allows more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.stop();
            throw new InterruptedIOException("interrupted before it listened on " + place());
        }
    }

    private ServerSocketChannel listener() throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
    }

    private TimeSource.Timer schedule() {
        // It blocks for a moment.
        return time.schedule(LOOK_EVERY, () -> Thread.startVirtualThread(this::look));
    }

    /// Looks whether it listens; if not, it does again, or says why it cannot.
    synchronized void look() {
        if (closed) {
            return;
        }
        next.cancel();
        try {
            switch (call()) {
                case HERE -> tell(null);
                case NOWHERE -> reopen();
                case ELSEWHERE ->
                    tell("what is sent to " + place() + " does not come here; another program may listen there");
                case UNKNOWN -> {
                    // Many want in at once, or there is no descriptor left for the call: no word about the listener.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            next = schedule();
        }
    }

    private enum End {
        HERE,
        NOWHERE,
        ELSEWHERE,
        UNKNOWN
    }

    /// Where a call to the address ends.
    private End call() throws InterruptedException {
        try (var call = caller()) {
            if (!(address instanceof InetSocketAddress internet)) {
                call.connect(address);
                return End.HERE;
            }
            var host = internet.getAddress();
            var here = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
            call.bind(new InetSocketAddress(here, 0));
            var arrived = connections.expect(call.getLocalAddress());
            call.socket().connect(new InetSocketAddress(here, internet.getPort()), CALL_MILLIS);
            return arrived.await(CALL_MILLIS, TimeUnit.MILLISECONDS) ? End.HERE : End.ELSEWHERE;
        } catch (ConnectException e) {
            return End.NOWHERE;
        } catch (IOException e) {
            return isGone() ? End.NOWHERE : End.UNKNOWN;
        }
    }

    private SocketChannel caller() throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    /// Whether the socket's file is not there any more.
    private boolean isGone() {
        return address instanceof UnixDomainSocketAddress file && Files.notExists(file.getPath());
    }

    private void reopen() {
        tell("the listener on " + place() + " has ended");
        try {
            server.stop();
            server = start();
            metrics.reopened();
            tell(null);
        } catch (IOException | RuntimeException e) {
            problem = String.valueOf(e.getMessage());
        }
    }

    /// Tells in the log what is new.
    private void tell(@Nullable String found) {
        if (found != null && problem == null) {
            LOG.error("{}", found);
        } else if (found == null && problem != null) {
            LOG.warn("listening on {} again", place());
        }
        problem = found;
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
        server.stop();
    }
}

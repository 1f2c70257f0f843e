package dev.signalbox.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Forwards connections to an engine, as `ssh -L` does, until it is cut.
final class Tunnel implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean cut;

    /// @param address of the engine
    Tunnel(String address) throws IOException {
        to(address);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var near = server.accept();
                if (cut) {
                    near.close();
                } else {
                    var far = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(near);
                    sockets.add(far);
                    copy(near, far);
                    copy(far, near);
                }
            } catch (IOException _) {
                // Either side may end it.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        Thread.ofPlatform().daemon().start(() -> {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException _) {
                // Either side may end it.
            }
        });
    }

    /// Ends all connections, and each new one at once.
    void cut() throws IOException {
        cut = true;
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /// Leads somewhere again.
    void mend() {
        cut = false;
    }

    /// Leads to another engine from the next connection on.
    final void to(String address) {
        target = URI.create(address).getPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}

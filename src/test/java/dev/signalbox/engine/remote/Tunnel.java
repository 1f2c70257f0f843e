package dev.signalbox.engine.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// Forwards connections to an engine, as `ssh -L` does, until it is cut.
final class Tunnel implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean cut;
    private volatile boolean losing;
    /// With it all other connections are lost, and new ones until it is mended.
    private volatile boolean cutting;
    /// Not even the request comes through.
    private volatile boolean swallowing;
    private final CountDownLatch firstCut = new CountDownLatch(1);

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
                    var lost = new AtomicBoolean();
                    copy(near, far, request -> {
                        lost.compareAndSet(false, losesAnswerTo(request));
                        return !(lost.get() && swallowing) || cutIfToBe();
                    });
                    copy(far, near, _ -> !lost.get() || cutIfToBe());
                }
            } catch (IOException _) {
                // Either side may end it.
            }
        }
    }

    private boolean losesAnswerTo(String request) {
        var loses = losing && request.startsWith("POST ");
        losing = losing && !loses;
        return loses;
    }

    private boolean cutIfToBe() {
        if (cutting) {
            cutting = false;
            cut();
        } else if (swallowing) {
            awaitCut();
        }
        return false;
    }

    private void awaitCut() {
        try {
            firstCut.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param passes told what comes, as far as it is read at once; false if it is lost, and the connection with it
    private static void copy(Socket from, Socket to, Predicate<String> passes) {
        Thread.ofPlatform().daemon().start(() -> {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                var bytes = new byte[16 * 1024];
                for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
                    if (!passes.test(new String(bytes, 0, read, StandardCharsets.ISO_8859_1))) {
                        return;
                    }
                    out.write(bytes, 0, read);
                }
            } catch (IOException _) {
                // Either side may end it.
            }
        });
    }

    /// Ends all connections, and each new one at once.
    void cut() {
        cut = true;
        firstCut.countDown();
        for (var socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    /// Lets the next POST come through, and breaks its connection when the answer comes.
    void loseNextAnswer() {
        losing = true;
    }

    /// As [#loseNextAnswer], and [#cut]s then.
    void loseNextAnswerAndCut() {
        cutting = true;
        losing = true;
    }

    /// Lets the next POST not come through, and [#cut]s.
    void loseNextRequestAndCut() {
        swallowing = true;
        loseNextAnswerAndCut();
    }

    /// Lets the next POST not come through, and its sender wait until the first [#cut].
    void keepNextRequestUntilCut() {
        swallowing = true;
        losing = true;
    }

    /// Whether that is still to be done.
    boolean isLosing() {
        return losing;
    }

    /// Leads somewhere again.
    void mend() {
        swallowing = false;
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

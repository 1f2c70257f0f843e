package dev.signalbox.state;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A name that one process at a time can have. It is an abstract socket: in no folder, so that nobody can delete it,
/// and gone with its process, however that ends. It holds among the processes of one network namespace. Anybody
/// there may take a name, so it is to be looked at whose it is.
final class KernelName implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int TRIES = 200;
    private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int socket;
    private final Thread thread;
    private volatile boolean closed;

    private KernelName(int socket) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().daemon().name("engine's name").start(this::accept);
    }

    /// Takes `name`.
    ///
    /// @throws LinuxSockets.NameTakenException if somebody has it
    /// @throws IOException if it cannot be taken for another reason
    static KernelName take(String name) throws IOException {
        var socket = LinuxSockets.open(true);
        var done = false;
        try {
            LinuxSockets.bind(socket, name);
            LinuxSockets.listen(socket, BACKLOG);
            var taken = new KernelName(socket);
            done = true;
            return taken;
        } finally {
            if (!done) {
                LinuxSockets.close(socket);
            }
        }
    }

    /// Who has a name.
    sealed interface Holder {
        record Somebody(long process, long user) implements Holder {}

        /// Or somebody who is just taking it.
        record Nobody() implements Holder {}

        /// It cannot be told, as where too many ask at once.
        record Unknown() implements Holder {}
    }

    /// Asks who has `name`.
    static Holder holder(String name) {
        try {
            var socket = LinuxSockets.open(false);
            try {
                var peer = LinuxSockets.connect(socket, name);
                for (int i = 0; peer == null && i < TRIES; i++) {
                    LockSupport.parkNanos(TRY_NANOS);
                    peer = LinuxSockets.connect(socket, name);
                }
                return peer == null ? new Holder.Unknown() : new Holder.Somebody(peer.process(), peer.user());
            } finally {
                LinuxSockets.close(socket);
            }
        } catch (LinuxSockets.NobodyListensException e) {
            return new Holder.Nobody();
        } catch (IOException e) {
            return new Holder.Unknown();
        }
    }

    /// Those who connect only look who answers. They must be let in, or no more of them would be.
    private void accept() {
        while (!closed) {
            try {
                LinuxSockets.close(LinuxSockets.accept(socket));
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS); // there may be no more files to open
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        LinuxSockets.shutDown(socket);
        LockSupport.unpark(thread);
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        LinuxSockets.close(socket);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

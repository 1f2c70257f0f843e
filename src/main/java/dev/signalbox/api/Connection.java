package dev.signalbox.api;

import dev.signalbox.time.TimeSource;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection, from the moment it is accepted: how long it may go on with what it does now, and whether
/// somebody with the right to it has spoken on it. It has a thread of its own, which says what happens; any thread
/// may ask, and cut it off.
final class Connection {
    /// A request's first line, headers and body, and what may have come of the next one.
    private static final int MOST_BYTES = 128 * 1024;
    /// How many times longer a connection may be without a request than a request may take to arrive.
    private static final int IDLE = 3;
    /// As much of each request's beginning as is remembered.
    static final int BEGINNING = 16;

    private static final ThreadLocal<@Nullable Connection> CURRENT = new InheritableThreadLocal<>();

    private enum Phase {
        /// Nothing is asked, and nothing of a request has come.
        IDLE,
        ARRIVING,
        /// For as long as it takes.
        HANDLED,
        ANSWERED
    }

    private final SocketChannel channel;
    private final String owner;
    private final TimeSource time;
    private final Duration limit;
    private final Duration stall;
    private final long acceptedAt;
    private final byte[] beginning = new byte[BEGINNING];
    private int begun;
    private int bytes;
    private boolean malformed;
    private Supplier<byte[]> ahead = () -> new byte[0];
    private Supplier<CompletableFuture<Void>> end = CompletableFuture::new;

    private Phase phase = Phase.ARRIVING;
    private long phaseSince;
    private long phaseLimit;
    private long writingSince;
    private boolean writing;
    private boolean admitted;

    /// @param owner who may have made it, see [Connections#owner]
    /// @param limit within which a request must have arrived, counted from now for the first one, and an answer
    ///     been taken
    /// @param stall within which something of an answer must have been taken that goes on
    Connection(SocketChannel channel, String owner, TimeSource time, Duration limit, Duration stall) {
        this.channel = channel;
        this.owner = owner;
        this.time = time;
        this.limit = limit;
        this.stall = stall;
        acceptedAt = time.nanoTime();
        enter(Phase.ARRIVING, limit);
    }

    /// The connection of this thread.
    static Connection current() {
        var connection = CURRENT.get();
        if (connection == null) {
            throw new IllegalStateException("this thread has no connection");
        }
        return connection;
    }

    /// The threads that this one makes are this connection's, until the next call.
    void inherit() {
        CURRENT.set(this);
    }

    String owner() {
        return owner;
    }

    // --- what its thread says ---

    /// @param from gives the first bytes, [#BEGINNING] at most, of what was read and not used yet
    void looksAhead(Supplier<byte[]> from) {
        ahead = from;
    }

    /// @param from gives what completes when nothing comes any more, see [Incoming#end]
    void looksForItsEnd(Supplier<CompletableFuture<Void>> from) {
        end = from;
    }

    /// Completes when the client has closed it, or is lost. To be called by its thread, with nothing of the request
    /// left to be read.
    CompletableFuture<Void> end() {
        return end.get();
    }

    /// Bytes have come.
    ///
    /// @return whether they may go on
    synchronized boolean received(byte[] came) {
        if (phase == Phase.IDLE) {
            enter(Phase.ARRIVING, limit);
        }
        remember(came);
        bytes += came.length;
        return bytes <= MOST_BYTES;
    }

    private void remember(byte[] came) {
        var more = Math.min(came.length, BEGINNING - begun);
        System.arraycopy(came, 0, beginning, begun, more);
        begun += more;
    }

    /// A first line has come.
    ///
    /// @return whether its method was sent as `method`, and not in other letters
    synchronized boolean begins(String method) {
        if (phase == Phase.IDLE) {
            enter(Phase.ARRIVING, limit);
        }
        var sent = new String(beginning, 0, begun, StandardCharsets.ISO_8859_1);
        return sent.startsWith(method.substring(0, Math.min(method.length(), begun)));
    }

    /// The request has arrived as a whole, and may take as long as it does.
    synchronized void complete() {
        enter(Phase.HANDLED, null);
    }

    /// An answer is sent, which is to be taken as quickly as a request is to be sent.
    synchronized void answers() {
        enter(Phase.ANSWERED, limit);
    }

    /// The request is answered, and the next one may come.
    synchronized void finished() {
        enter(Phase.IDLE, limit.multipliedBy(IDLE));
        begun = 0;
        bytes = 0;
        remember(ahead.get());
    }

    /// What is written from now on is to be taken.
    synchronized void writes() {
        writing = true;
        writingSince = time.nanoTime();
    }

    synchronized void written() {
        writing = false;
    }

    /// Somebody may use it, who has shown so.
    synchronized void admit() {
        admitted = true;
    }

    /// Somebody has asked on it what he may not.
    synchronized void doubt() {
        admitted = false;
    }

    /// What has come was no request.
    synchronized void malformed() {
        malformed = true;
        enter(Phase.ANSWERED, limit);
    }

    /// All that is left is to let the other side read why, for a tenth of the usual time.
    synchronized void lingers() {
        enter(Phase.ANSWERED, limit.dividedBy(10));
    }

    private void enter(Phase next, @Nullable Duration most) {
        phase = next;
        phaseSince = time.nanoTime();
        phaseLimit = most == null ? Long.MAX_VALUE : most.toNanos();
    }

    // --- what others ask ---

    synchronized boolean isMalformed() {
        return malformed;
    }

    /// Whether the fault is ours, if there is one.
    synchronized boolean isHandled() {
        return phase == Phase.HANDLED;
    }

    synchronized boolean isAdmitted() {
        return admitted;
    }

    /// Whether nothing would be lost that somebody has asked for, who may.
    synchronized boolean isIdle() {
        return phase == Phase.IDLE;
    }

    synchronized boolean isLate() {
        var now = time.nanoTime();
        return now - phaseSince > phaseLimit || (writing && now - writingSince > stall.toNanos());
    }

    /// Says that nothing more comes from this side.
    void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // Nothing does.
        }
    }

    boolean isOlderThan(Duration age) {
        return time.nanoTime() - acceptedAt > age.toNanos();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /// Ends it, whatever its thread does. Never blocks.
    void cutOff() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}

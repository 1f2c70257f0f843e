package dev.signalbox.engine.remote;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads events of an engine elsewhere on a thread of its own, and anew when they have ended, until it is closed.
final class Reader implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Attempt attempt;
    private final Thread thread;
    private volatile @Nullable ServerSentEvents stream;
    private volatile boolean closed;

    /// One stream, from its opening to its end.
    @FunctionalInterface
    interface Attempt {
        /// Reads until the stream ends or breaks.
        ///
        /// @return whether it is worth another one
        boolean read() throws InterruptedException;
    }

    /// Does not begin yet.
    ///
    /// @param name of the thread
    Reader(String name, Attempt attempt) {
        this.attempt = attempt;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed && attempt.read()) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next event of a stream that an attempt has opened; `null` at its end, and once this is closed.
    ServerSentEvents.@Nullable Event next(ServerSentEvents events) throws IOException {
        stream = events;
        // Whoever has closed this before has not seen the stream.
        var event = closed ? null : events.next();
        return closed ? null : event;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        var now = stream;
        if (now != null) {
            now.close();
        }
    }
}

package dev.signalbox.serve;

import dev.signalbox.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The terminal that this process was begun in, if any. When it is closed, the kernel and the shell may each send
/// SIGHUP, as who wants a reload does; or none does, and the next SIGHUP is a wish. Thread-safe.
final class ControllingTerminal {
    /// Between two looks, so that a closing that sent no signal is known before the next one is sent.
    static final Duration LOOK = Duration.ofSeconds(2);

    private static final long NONE = 0;
    /// Where `/proc/self/stat` has it, after the program's name.
    private static final int NUMBER = 4;

    private final TimeSource time;
    private final LongSupplier number;
    private final Runnable closed;
    private boolean open;
    private long noticed;

    /// @param closed is run once, when the terminal is
    ControllingTerminal(TimeSource time, Runnable closed) {
        this(time, ControllingTerminal::read, closed);
    }

    /// @param number of the terminal that the process has, 0 for none
    ControllingTerminal(TimeSource time, LongSupplier number, Runnable closed) {
        this.time = time;
        this.number = number;
        this.closed = closed;
        open = number.getAsLong() != NONE;
        // So that what comes now is no closing.
        noticed = time.nanoTime() - LOOK.toNanos();
    }

    /// Looks at it from now on, as long as it is open.
    void watch() {
        if (look()) {
            time.schedule(LOOK, this::watch);
        }
    }

    /// Whether a SIGHUP that has just come is by its closing.
    synchronized boolean hangsUp() {
        look();
        return !open && time.nanoTime() - noticed < LOOK.toNanos();
    }

    private synchronized boolean look() {
        if (open && number.getAsLong() == NONE) {
            open = false;
            noticed = time.nanoTime();
            closed.run();
        }
        return open;
    }

    private static long read() {
        try {
            return parse(Files.readString(Path.of("/proc/self/stat")));
        } catch (IOException e) {
            return NONE; // then nothing is told of it
        }
    }

    static long parse(String stat) {
        return Long.parseLong(stat.substring(stat.lastIndexOf(") ") + 2).split(" ", NUMBER + 2)[NUMBER]);
    }
}

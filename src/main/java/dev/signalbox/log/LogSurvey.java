package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counts the lines of some services' output that say that they are errors or warnings, in the background, and goes on
/// with what they write until it is closed, or nobody asks any more. Safe to use from any thread.
public final class LogSurvey implements AutoCloseable {

    /// What is known.
    ///
    /// @param errors in each of the stretches of a [LogOutline]
    /// @param warnings the same
    /// @param lines that were looked at
    /// @param done how much of all was looked at, from 0 to 1
    public record Counts(List<Integer> errors, List<Integer> warnings, long lines, double done) {}

    /// How long it goes on with nobody asking.
    private static final long IDLE_NANOS = 60_000_000_000L;

    private final LogPass pass;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long asked = System.nanoTime();
    private volatile boolean closed;
    private volatile Counts counts = new Counts(LogRows.none(), LogRows.none(), 0, 0);

    /// Begins at once.
    ///
    /// @param logs of the services, by their ids
    public LogSurvey(Map<String, LogFiles> logs) {
        pass = new LogPass("log survey", logs, new Counter());
        pass.start();
    }

    /// What is known by now. Does not wait. Who does not ask for a minute finds it closed.
    public Counts counts() {
        asked = System.nanoTime();
        return counts;
    }

    /// Waits until all has been looked at, for so long at most.
    public void await(Duration time) {
        try {
            var _ = done.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it, and does not wait for that.
    @Override
    public void close() {
        closed = true;
        pass.close();
    }

    /// Whether it goes on no more.
    public boolean isClosed() {
        return closed;
    }

    /// Used by the thread of the pass alone.
    private final class Counter implements LogPass.Visitor {
        /// A line that is an error or a warning has one of these in its first words, in capitals or not.
        private static final int HEAD = 400;

        private final LogRows errors = new LogRows();
        private final LogRows warnings = new LogRows();

        @Override
        public @Nullable ByteSearch search() {
            return null;
        }

        @Override
        public boolean wants(Stream stream) {
            return stream != Stream.CONSOLE;
        }

        @Override
        public void begin(List<ServiceLog> services) {
            errors.clear();
            warnings.clear();
        }

        @Override
        public void line(int service, Stream stream, long position, byte[] bytes, int from, int to, String text) {
            if (text.isEmpty() && !mayBeSerious(bytes, from, Math.min(to, from + HEAD))) {
                return;
            }
            var head = text.isEmpty()
                    ? new String(bytes, from, Math.min(to - from, HEAD), StandardCharsets.UTF_8)
                    : text.substring(0, Math.min(text.length(), HEAD));
            var level = LogLevel.of(LineMatcher.text(head));
            if (level == LogLevel.ERROR) {
                errors.add(service, stream, position);
            } else if (level == LogLevel.WARN) {
                warnings.add(service, stream, position);
            }
        }

        /// Nearly all lines are not, which is known so without an expression.
        private static boolean mayBeSerious(byte[] bytes, int from, int to) {
            var last = 0;
            for (int i = from; i < to; i++) {
                last = ((last << 8) | (bytes[i] & 0xff) | 0x20) & 0xffffff;
                switch (last) {
                    case ('e' << 16) | ('r' << 8) | 'r',
                            ('s' << 16) | ('e' << 8) | 'v',
                            ('f' << 16) | ('a' << 8) | 't',
                            ('c' << 16) | ('r' << 8) | 'i',
                            ('p' << 16) | ('a' << 8) | 'n',
                            ('w' << 16) | ('a' << 8) | 'r',
                            ('w' << 16) | ('r' << 8) | 'n',
                            // A bracket and its brother are one with this bit.
                            ('{' << 16) | ('e' << 8) | '}',
                            ('{' << 16) | ('f' << 8) | '}',
                            ('{' << 16) | ('w' << 8) | '}' -> {
                        return true;
                    }
                    default -> {}
                }
            }
            // As Kubernetes writes it: a letter and a date.
            return to - from > 1 && "EFW".indexOf(bytes[from]) >= 0 && bytes[from + 1] >= '0' && bytes[from + 1] <= '9';
        }

        @Override
        public void mark(int service, int slot) {
            // They are no lines of the service.
        }

        @Override
        public void tell(List<ServiceLog> services, long lines, long bytes, long of) {
            counts = new Counts(
                    errors.rows(services),
                    warnings.rows(services),
                    lines,
                    of == 0 ? 1 : Math.min(1, (double) bytes / of));
            if (bytes >= of || !pass.problem().isEmpty()) {
                done.countDown();
            }
            if (System.nanoTime() - asked > IDLE_NANOS) {
                close();
            }
        }
    }
}

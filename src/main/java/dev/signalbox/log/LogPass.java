package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes once through all that is kept of the output of some services, on a thread of its own: from the newest stretch
/// backwards, and on with what is written, until it is closed. It reads by itself, so it keeps nobody waiting who reads
/// a page.
final class LogPass implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogPass.class);
    private static final Duration PERIOD = Duration.ofMillis(250);
    /// How long a line may wait for its end: a prompt has none.
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /// How often it is told how far it is; and a share of the time that telling takes is a tenth at most.
    private static final Duration TELLING = Duration.ofMillis(100);
    /// Megabytes of what was rotated that are in memory: the stretch that is looked through, and what is behind it.
    private static final int BLOCKS = 3;
    /// Expressions take stack.
    private static final long STACK = 4L * 1024 * 1024;

    /// What it does with what it passes. Called on its thread.
    interface Visitor {
        /// What a line must have to be passed at all; `null` if all are.
        @Nullable
        ByteSearch search();

        /// Whether a stream is looked through.
        boolean wants(Stream stream);

        /// The first line that may be wanted of a service, by its slot.
        default int firstSlot(ServiceLog service) {
            return 0;
        }

        /// Everything so far is void: it begins anew, with these.
        void begin(List<ServiceLog> services);

        void line(int service, Stream stream, long position, byte[] bytes, int from, int to, String text);

        /// A mark of the engine.
        void mark(int service, int slot);

        /// How far it is.
        void tell(List<ServiceLog> services, long lines, long bytes, long of);
    }

    /// What is left of a stream.
    private static final class Rest {
        private final int service;
        private final Stream stream;
        private final long begin;
        /// What is behind it was looked through, up to `end`.
        private long at;
        private long end;

        private Rest(int service, Stream stream, long begin, long end) {
            this.service = service;
            this.stream = stream;
            this.begin = Math.min(begin, end);
            this.at = end;
            this.end = end;
        }
    }

    private final GzipBlocks blocks = new GzipBlocks(BLOCKS);
    private final List<ServiceLog> services = new ArrayList<>();
    private final Visitor visitor;
    private final LogScan scan = new LogScan();
    private final List<Rest> rests = new ArrayList<>();
    private final Thread thread;
    /// The newest mark of each service that was looked at.
    private long[] marks = {};
    private long lines;
    private long bytes;
    private long of;
    private long told;
    private long telling;
    private volatile String problem = "";

    LogPass(String name, Map<String, LogFiles> logs, Visitor visitor) {
        this.visitor = visitor;
        new TreeMap<>(logs).forEach((id, log) -> services.add(new ServiceLog(id, log, blocks)));
        this.thread = new Thread(null, this::run, name, STACK);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Why it has ended by itself; empty if it has not.
    String problem() {
        return problem;
    }

    private boolean isClosed() {
        return thread.isInterrupted();
    }

    private void run() {
        try (blocks) {
            begin();
            while (!isClosed()) {
                if (!lookBack() && !lookOn()) {
                    tell(true);
                    Thread.sleep(PERIOD);
                    refresh();
                }
                tell(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LineMatcher.TooCostlyException | IOException e) {
            problem = String.valueOf(e.getMessage());
            tell(true);
        } catch (RuntimeException e) {
            LOG.error("a log cannot be looked through", e);
            problem = e.toString();
            tell(true);
        } finally {
            closeServices();
        }
    }

    private void closeServices() {
        for (var service : services) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.warn("a log cannot be closed: {}", e.toString());
            }
        }
    }

    private void begin() throws IOException {
        for (var service : services) {
            service.refresh();
        }
        rests.clear();
        lines = 0;
        bytes = 0;
        of = 0;
        marks = new long[services.size()];
        visitor.begin(services);
        for (int i = 0; i < services.size(); i++) {
            for (var stream : List.of(Stream.OUT, Stream.ERR)) {
                if (visitor.wants(stream)) {
                    rests.add(rest(i, stream));
                }
            }
        }
        lookAtMarks();
    }

    private Rest rest(int number, Stream stream) throws IOException {
        var service = services.get(number);
        var kept = service.bytes(stream);
        var first = Math.max(kept.begin(), service.slots().begin(stream, visitor.firstSlot(service)));
        var end = wholeEnd(service, stream);
        of += Math.max(0, kept.before(end) - kept.before(first));
        return new Rest(number, stream, first, end);
    }

    /// Where the last line ends that has an end, or has waited for it.
    private static long wholeEnd(ServiceLog service, Stream stream) throws IOException {
        var kept = service.bytes(stream);
        var last = service.lines(stream).before(kept.end());
        var isWhole = last == KeptLines.NONE || service.lines(stream).line(last).isWhole() || kept.isQuiet(PATIENCE);
        return isWhole ? kept.end() : last;
    }

    private void lookAtMarks() {
        if (!visitor.wants(Stream.CONSOLE)) {
            return;
        }
        for (int i = 0; i < services.size(); i++) {
            var slots = services.get(i).slots();
            for (var slot : slots.marks()) {
                var position = slots.markPosition(slot);
                if (position > marks[i]) {
                    visitor.mark(i, slot);
                    marks[i] = position;
                }
            }
        }
    }

    /// Looks through the newest stretch that it has not.
    ///
    /// @return whether there was one
    private boolean lookBack() throws IOException {
        Rest best = null;
        var newest = Long.MIN_VALUE;
        for (var rest : rests) {
            if (rest.at > rest.begin) {
                var slots = services.get(rest.service).slots();
                var key = slots.key(slots.slot(rest.stream, rest.at - 1));
                if (best == null || key > newest) {
                    best = rest;
                    newest = key;
                }
            }
        }
        if (best == null) {
            return false;
        }
        lookBack(best);
        return true;
    }

    private void lookBack(Rest rest) throws IOException {
        var kept = services.get(rest.service).bytes(rest.stream);
        var span = kept.span(rest.at - 1);
        if (span == null || span.start() >= rest.at) {
            // It is in a gap: what was there is not kept.
            rest.at = Math.max(rest.begin, before(kept, rest.at));
            return;
        }
        var within = rest.at - span.start();
        var length = (within - 1) % LogScan.STRETCH + 1;
        var from = Math.max(rest.begin, rest.at - length);
        scan(rest, span, from, rest.at);
        if (rests.contains(rest)) {
            // Else it has begun anew.
            bytes += rest.at - from;
            rest.at = from;
        }
    }

    private static long before(KeptBytes kept, long position) {
        return kept.spans().stream()
                .mapToLong(KeptBytes.Span::end)
                .filter(end -> end < position)
                .max()
                .orElse(0);
    }

    private void scan(Rest rest, KeptBytes.Span span, long from, long to) throws IOException {
        var service = services.get(rest.service);
        try {
            lines += scan.lines(
                    service,
                    rest.stream,
                    span,
                    from,
                    to,
                    visitor.search(),
                    (position, found, begin, end, text) ->
                            visitor.line(rest.service, rest.stream, position, found, begin, end, text));
        } catch (NotKeptException e) {
            if (service.refresh()) {
                begin();
            } else {
                var now = service.bytes(rest.stream).span(from);
                // It has been rotated, and is somewhere else now; or it is gone.
                if (now != null && !now.equals(span) && now.start() <= from) {
                    var until = Math.min(to, now.end());
                    scan(rest, now, from, until);
                    if (until < to) {
                        scan(
                                rest,
                                Objects.requireNonNull(
                                        service.bytes(rest.stream).span(until)),
                                until,
                                to);
                    }
                }
            }
        }
    }

    /// Looks through what was written since.
    ///
    /// @return whether there was anything
    private boolean lookOn() throws IOException {
        var any = false;
        for (var rest : List.copyOf(rests)) {
            var service = services.get(rest.service);
            var kept = service.bytes(rest.stream);
            var end = wholeEnd(service, rest.stream);
            var span = kept.span(rest.end);
            if (end <= rest.end || span == null) {
                continue;
            }
            var from = Math.max(rest.end, span.start());
            var to = Math.min(Math.min(end, span.end()), from + LogScan.STRETCH);
            of += to - from;
            scan(rest, span, from, to);
            any = true;
            if (rests.contains(rest)) {
                bytes += to - from;
                rest.end = to;
            }
        }
        return any;
    }

    private void refresh() throws IOException {
        var cut = false;
        for (var service : services) {
            cut |= service.refresh();
        }
        if (cut) {
            begin();
        }
        lookAtMarks();
    }

    private void tell(boolean now) {
        var time = System.nanoTime();
        if (now || time - told > Math.max(TELLING.toNanos(), 10 * telling)) {
            visitor.tell(services, lines, bytes, of);
            told = System.nanoTime();
            telling = told - time;
        }
    }

    /// Ends it. Does not wait for that.
    @Override
    public void close() {
        thread.interrupt();
    }
}

package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Searches through all that is kept of the output of some services, in the background, and goes on with what they
/// write until it is closed. Safe to use from any thread.
public final class LogSearcher implements AutoCloseable {
    private final LogPass pass;
    private volatile LogFindings findings =
            new LogFindings(List.of(), 0, Map.of(), LogRows.none(), 0, 0, Long.MAX_VALUE, "");

    /// Begins at once.
    ///
    /// @param logs of the services, by their ids
    public LogSearcher(Map<String, LogFiles> logs, LogQuery query) {
        this.pass = new LogPass("log search", logs, new Finder(query));
        pass.start();
    }

    /// What it has found so far. Does not wait.
    public LogFindings findings() {
        return findings;
    }

    /// Ends it, and does not wait for that. What it has found stays known.
    @Override
    public void close() {
        pass.close();
    }

    /// Used by the thread of the pass alone.
    private final class Finder implements LogPass.Visitor {
        private final LogQuery query;
        private final LineMatcher matcher;
        private final @Nullable ByteSearch search;
        private final long since;
        private final long until;
        private List<ServiceLog> services = List.of();
        /// In no order since `sorted`.
        private final List<LogPlace> matches = new ArrayList<>();
        private boolean changed;
        private final Map<String, Long> counts = new HashMap<>();
        private final LogRows rows = new LogRows();
        private long count;

        private Finder(LogQuery query) {
            this.query = query;
            this.matcher = new LineMatcher(query);
            this.search = matcher.bytes();
            this.since = millis(query.since(), Long.MIN_VALUE);
            this.until = millis(query.until(), Long.MAX_VALUE);
        }

        private static long millis(@Nullable Instant time, long otherwise) {
            return time == null ? otherwise : time.toEpochMilli();
        }

        private boolean isTimed() {
            return query.since() != null || query.until() != null;
        }

        @Override
        public @Nullable ByteSearch search() {
            return search;
        }

        @Override
        public boolean wants(Stream stream) {
            return query.streams().isEmpty() || query.streams().contains(stream);
        }

        @Override
        public int firstSlot(ServiceLog service) {
            return query.since() == null ? 0 : service.slots().since(since);
        }

        @Override
        public void begin(List<ServiceLog> all) {
            services = all;
            matches.clear();
            counts.clear();
            rows.clear();
            count = 0;
            changed = true;
        }

        @Override
        public void line(int service, Stream stream, long position, byte[] bytes, int from, int to, String text) {
            var one = services.get(service);
            if (isTimed() && !one.slots().isWithin(one.slots().slot(stream, position), since, until)) {
                return;
            }
            if (matcher.matches(stream, LogScan.text(bytes, from, to, text))) {
                rows.add(service, stream, position);
                add(one.place(stream, position));
            }
        }

        @Override
        public void mark(int service, int slot) {
            var line = services.get(service).mark(slot);
            var time = line.place().millis();
            if (time >= since
                    && time < until
                    && matcher.matches(Stream.CONSOLE, line.line().text())) {
                add(line.place());
            }
        }

        private void add(LogPlace place) {
            count++;
            counts.merge(place.service(), 1L, Long::sum);
            matches.add(place);
            changed = true;
            if (matches.size() >= 2 * LogFindings.MOST_MATCHES) {
                forgetOldest();
            }
        }

        private void forgetOldest() {
            Collections.sort(matches);
            if (matches.size() > LogFindings.MOST_MATCHES) {
                matches.subList(0, matches.size() - LogFindings.MOST_MATCHES).clear();
            }
        }

        @Override
        public void tell(List<ServiceLog> all, long lines, long bytes, long of) {
            var before = findings;
            if (changed) {
                forgetOldest();
                findings = new LogFindings(matches, count, counts, rows.rows(all), lines, bytes, of, pass.problem());
                changed = false;
            } else {
                findings = new LogFindings(
                        before.matches(),
                        before.count(),
                        before.counts(),
                        before.rows(),
                        lines,
                        bytes,
                        of,
                        pass.problem());
            }
        }
    }
}

package dev.signalbox.engine.local;

import dev.signalbox.engine.LogSearch;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.log.LogExtent;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogFindings;
import dev.signalbox.log.LogFrom;
import dev.signalbox.log.LogOutline;
import dev.signalbox.log.LogPage;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.LogQuery;
import dev.signalbox.log.LogReader;
import dev.signalbox.log.LogSearcher;
import dev.signalbox.log.LogSurvey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the whole log of some services from their files.
final class LocalWholeLog implements WholeLog {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWholeLog.class);

    /// A small log is looked through by then.
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Map<String, LogFiles> logs;
    private final LogReader reader;
    private final Set<LogSearcher> searches = ConcurrentHashMap.newKeySet();
    private @Nullable LogSurvey survey;
    private boolean closed;

    /// @param logs of the services, by their ids
    LocalWholeLog(Map<String, LogFiles> logs) {
        this.logs = logs;
        this.reader = new LogReader(logs);
    }

    @Override
    public LogExtent extent() throws IOException {
        var guess = reader.extent();
        LogSurvey known;
        synchronized (this) {
            known = survey;
        }
        if (known == null) {
            return guess;
        }
        var counts = known.counts();
        return counts.done() == 0
                ? guess
                : new LogExtent(
                        guess.bytes(), guess.parts(), Math.round(counts.lines() / counts.done()), guess.oldest());
    }

    @Override
    public LogPage read(LogFrom from, int before, int behind) throws IOException {
        return reader.read(from, before, behind);
    }

    @Override
    public List<LogPage> around(List<LogPlace> places, int context) throws IOException {
        return reader.around(places, context);
    }

    @Override
    public double share(LogPlace place) throws IOException {
        return reader.share(place);
    }

    @Override
    public LogOutline outline() throws IOException {
        var now = survey();
        now.await(SHORT);
        var counts = now.counts();
        return new LogOutline(counts.errors(), counts.warnings(), reader.marks(), counts.done());
    }

    private synchronized LogSurvey survey() {
        requireOpen();
        var now = survey;
        if (now == null || now.isClosed()) {
            now = new LogSurvey(logs);
            survey = now;
        }
        return now;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("it is closed");
        }
    }

    @Override
    public synchronized LogSearch search(LogQuery query) {
        requireOpen();
        var searcher = new LogSearcher(logs, query);
        searches.add(searcher);
        return new LogSearch() {
            @Override
            public LogFindings findings() {
                return searcher.findings();
            }

            @Override
            public void close() {
                searches.remove(searcher);
                searcher.close();
            }
        };
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (survey != null) {
                survey.close();
            }
            searches.forEach(LogSearcher::close);
        }
        try {
            reader.close();
        } catch (IOException e) {
            LOG.warn("a log cannot be closed: {}", e.toString());
        }
    }
}

package dev.signalbox.console.window;

import dev.signalbox.journal.History;
import dev.signalbox.journal.HistoryFilter;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Answers what it was told to; without that, that there is nothing.
public final class FakeHistory implements History {
    private static final Uptime UNKNOWN = new Uptime(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);

    private final Map<String, Map<OperationKind, Figures>> figures = new ConcurrentHashMap<>();
    private final Map<String, Uptime> uptimes = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final List<HistoryFilter> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable String problem;

    /// What is answered of `service` from now on.
    public void tell(String service, Map<OperationKind, Figures> kinds, Uptime uptime) {
        figures.put(service, kinds);
        uptimes.put(service, uptime);
    }

    /// Questions for the figures of `service` find no answer until the latch is counted down.
    public CountDownLatch hold(String service) {
        var latch = new CountDownLatch(1);
        held.put(service, latch);
        return latch;
    }

    /// No question can be answered.
    public void fail(String reason) {
        problem = reason;
    }

    @Override
    public Map<OperationKind, Figures> figures(String service, Instant from) throws JournalException {
        var answer = figures.getOrDefault(service, Map.of());
        var latch = held.get(service);
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (problem != null) {
            throw new JournalException(problem, new java.io.IOException(problem));
        }
        return answer;
    }

    @Override
    public Uptime uptime(String service, Instant from) {
        return uptimes.getOrDefault(service, UNKNOWN);
    }

    /// Questions can be answered again.
    public void recover() {
        problem = null;
    }

    /// What was looked for, in order.
    public List<HistoryFilter> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Hits find(HistoryFilter filter) throws JournalException {
        asked.add(filter);
        if (problem != null) {
            throw new JournalException(problem, new java.io.IOException(problem));
        }
        return new Hits() {
            @Override
            public int count() {
                return 0;
            }

            @Override
            public List<RecordedOperation> page(int first, int size) {
                return List.of();
            }
        };
    }

    @Override
    public Optional<OperationDetails> details(long id) {
        return Optional.empty();
    }

    @Override
    public List<JournalEvent> events(@Nullable String service, int limit) {
        return List.of();
    }

    @Override
    public List<RunTime> runTimes(int runs) {
        return List.of();
    }
}

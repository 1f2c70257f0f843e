package dev.signalbox.console.model;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How long the operations of each service take, from those that succeeded lately: what estimates are made of. A
/// listener of the queue. Safe to use from any thread.
public final class RunTimes implements QueueListener {
    /// How many runs of each kind count.
    public static final int RUNS = 20;

    private record Key(String service, OperationKind kind) {}

    private final Map<Key, Deque<Duration>> runs = new ConcurrentHashMap<>();

    @Override
    public void onEvent(QueueEvent event) {
        if (event instanceof QueueEvent.Ended(var end) && end.outcome() instanceof Outcome.Succeeded && end.changed()) {
            add(end.operation().service(), end.operation().kind(), end.ran());
        }
    }

    /// Takes in a run that succeeded and changed something; later ones come later.
    public void add(String service, OperationKind kind, Duration ran) {
        runs.compute(new Key(service, kind), (_, known) -> {
            var list = known == null ? new ArrayDeque<Duration>() : new ArrayDeque<>(known);
            if (list.size() == RUNS) {
                list.removeFirst();
            }
            list.addLast(ran);
            return list;
        });
    }

    /// The median of the last runs, if there were any.
    public Optional<Duration> usual(String service, OperationKind kind) {
        var sorted = sorted(service, kind);
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    /// The longest of the last runs, if there were any.
    public Optional<Duration> longest(String service, OperationKind kind) {
        var sorted = sorted(service, kind);
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.getLast());
    }

    private List<Duration> sorted(String service, OperationKind kind) {
        var known = runs.get(new Key(service, kind));
        var list = known == null ? new ArrayList<Duration>() : new ArrayList<>(known);
        list.sort(null);
        return list;
    }
}

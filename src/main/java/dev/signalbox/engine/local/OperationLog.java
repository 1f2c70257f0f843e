package dev.signalbox.engine.local;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes a line for each operation that has ended, and for what went wrong with one. Of many that end within a
/// second without having begun, as those of a queue that is cleared, it writes the first ones and how many more
/// there were.
final class OperationLog implements QueueListener, AutoCloseable {
    private static final Duration TOGETHER = Duration.ofSeconds(1);
    /// So many of what ends together have lines of their own.
    private static final int FEW = 10;

    /// What has ended in the same way, not begun.
    private record Unbegun(String service, String outcome) {}

    /// How many of them there were.
    private static final class Count {
        private long all;
        private Operation last;

        private Count(Operation first) {
            last = first;
        }

        private long more() {
            return all - FEW;
        }
    }

    private final Logger log;
    private final TimeSource time;
    private final Map<Unbegun, Count> together = new LinkedHashMap<>();

    OperationLog(TimeSource time) {
        this(time, LoggerFactory.getLogger("signalbox.operations"));
    }

    OperationLog(TimeSource time, Logger log) {
        this.time = time;
        this.log = log;
    }

    @Override
    public void onEvent(QueueEvent event) {
        var service = event.operation().service();
        var label = event.operation().label();
        switch (event) {
            case QueueEvent.Ended(var end) -> {
                if (hasLine(end)) {
                    ended(end);
                }
            }
            case QueueEvent.LateEffect(var _, var effect) ->
                log.warn("{} {}: after its end, {}", service, label, effect);
            case QueueEvent.Wedged _ -> log.warn("{} {}: was asked to stop and does not end", service, label);
            case QueueEvent.Abandoned _ -> log.warn("{} {}: was abandoned while it still ran", service, label);
            default -> log.debug("{} {}: {}", service, label, event);
        }
    }

    /// Whether an end is written by itself; else it is counted.
    private synchronized boolean hasLine(QueueSnapshot.Ended end) {
        var begun = !end.ran().isZero() || !(end.outcome() instanceof Outcome.Cancelled);
        if (begun) {
            return true;
        }
        var operation = end.operation();
        if (together.isEmpty()) {
            time.schedule(TOGETHER, this::tellOfMore);
        }
        var count = together.computeIfAbsent(
                new Unbegun(operation.service(), end.outcome().describe()), _ -> new Count(operation));
        count.all++;
        count.last = operation;
        return count.more() <= 0;
    }

    private synchronized void tellOfMore() {
        together.forEach((what, count) -> {
            if (count.more() > 0) {
                log.info(
                        "{}: {} more operations, up to {}: {}",
                        what.service(),
                        count.more(),
                        count.last.label(),
                        what.outcome());
            }
        });
        together.clear();
    }

    private void ended(QueueSnapshot.Ended end) {
        var operation = end.operation();
        log.atLevel(level(end.outcome()))
                .log(
                        "{} {} by {}: {} (waited {} ms, ran {} ms)",
                        operation.service(),
                        operation.label(),
                        operation.source(),
                        end.outcome().describe(),
                        end.waited().toMillis(),
                        end.ran().toMillis());
    }

    private static Level level(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed _, Outcome.TimedOut _ -> Level.WARN;
            case Outcome.Succeeded _, Outcome.Cancelled _, Outcome.Coalesced _ -> Level.INFO;
        };
    }

    @Override
    public void onMissed(long count) {
        log.warn("{} events came too fast to be logged", count);
    }

    /// Writes what is counted and not told yet.
    @Override
    public void close() {
        tellOfMore();
    }
}

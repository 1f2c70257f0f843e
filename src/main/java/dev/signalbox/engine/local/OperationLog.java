package dev.signalbox.engine.local;

import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.QueueSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes a line for each operation that has ended, and for what went wrong with one.
final class OperationLog implements QueueListener {
    private static final Logger LOG = LoggerFactory.getLogger("signalbox.operations");

    @Override
    public void onEvent(QueueEvent event) {
        var service = event.operation().service();
        var label = event.operation().label();
        switch (event) {
            case QueueEvent.Ended(var end) -> ended(end);
            case QueueEvent.LateEffect(var _, var effect) ->
                LOG.warn("{} {}: after its end, {}", service, label, effect);
            case QueueEvent.Wedged _ -> LOG.warn("{} {}: was asked to stop and does not end", service, label);
            case QueueEvent.Abandoned _ -> LOG.warn("{} {}: was abandoned while it still ran", service, label);
            default -> LOG.debug("{} {}: {}", service, label, event);
        }
    }

    private static void ended(QueueSnapshot.Ended end) {
        var operation = end.operation();
        LOG.atLevel(level(end.outcome()))
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
        LOG.warn("{} events came too fast to be logged", count);
    }
}

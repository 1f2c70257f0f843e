package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the journal can be asked. All methods read the file, so none is for the FX thread; they may be called
/// from any other thread and together.
public interface History {

    /// The operations that fit `filter`, newest first, as they are at this moment.
    Hits find(HistoryFilter filter) throws JournalException;

    /// All that is known of one operation.
    Optional<OperationDetails> details(long id) throws JournalException;

    /// The operations of a plan, in the order of submission; none if there is no such plan.
    default List<RecordedOperation> plan(long plan) throws JournalException {
        var hits = find(HistoryFilter.ALL.ofPlan(plan));
        return hits.page(0, hits.count()).reversed();
    }

    /// The newest events, newest first.
    ///
    /// @param service the service's id, empty for the engine's own events, `null` for all
    /// @param limit how many at most
    List<JournalEvent> events(@Nullable String service, int limit) throws JournalException;

    /// What the operations of one service were like, by kind; those that were submitted since `from`.
    Map<OperationKind, Figures> figures(String service, Instant from) throws JournalException;

    /// How well one service ran since `from`.
    Uptime uptime(String service, Instant from) throws JournalException;

    /// [#figures] and [#uptime] at once, for those who need both: elsewhere that is one question.
    default Performance performance(String service, Instant from) throws JournalException {
        return new Performance(figures(service, from), uptime(service, from));
    }

    /// How long operations of each service and kind took that succeeded and changed something: the newest of
    /// them, in the order in which they ended.
    ///
    /// @param runs how many of each
    List<RunTime> runTimes(int runs) throws JournalException;

    /// Operations that were found, to be looked at page by page. Stays as it is, whatever is recorded meanwhile.
    interface Hits {

        /// How many there are.
        int count();

        /// Some of them as they are now, newest first.
        ///
        /// @param first the place of the first one, from 0
        /// @param size how many; fewer if there are not as many, or retention has dropped some meanwhile
        List<RecordedOperation> page(int first, int size) throws JournalException;
    }

    /// What the operations of one kind were like.
    ///
    /// @param count how many ended with a body that ran
    /// @param failed how many of those failed or timed out
    /// @param waited of all that ran
    /// @param ran of those that succeeded
    record Figures(int count, int failed, Quantiles waited, Quantiles ran) {
        /// The part that failed, from 0 to 1.
        public double failureRate() {
            return count == 0 ? 0 : (double) failed / count;
        }
    }

    /// How a service fared.
    ///
    /// @param operations what those of each kind were like
    record Performance(Map<OperationKind, Figures> operations, Uptime uptime) {}

    /// Zero if there is nothing to measure.
    record Quantiles(Duration p50, Duration p95) {
        static final Quantiles NONE = new Quantiles(Duration.ZERO, Duration.ZERO);
    }

    /// How well a service ran in a span of time. Time in which nobody watched, or in which an operator had
    /// stopped it, counts as neither up nor down.
    ///
    /// @param up how long it ran
    /// @param down how long it did not, though it was meant to
    /// @param longestOutage the longest of its outages
    /// @param outages how many there were
    /// @param restartsPerDay how often it was restarted, by whomever or after a crash; over a day at least
    record Uptime(Duration up, Duration down, Duration longestOutage, int outages, double restartsPerDay) {
        /// From 0 to 1, or negative if it is not known.
        public double share() {
            var all = up.plus(down);
            return all.isZero() ? -1 : (double) up.toMillis() / all.toMillis();
        }
    }

    /// How long one operation ran.
    record RunTime(String service, OperationKind kind, Duration ran) {}
}

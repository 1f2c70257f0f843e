package dev.signalbox.console.model;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// How long the work that a service has already would take. Pure data.
///
/// @param time until all of it has ended, if nothing holds it up
/// @param complete whether it is known of each operation how long it takes; those of which it is not count as
///     nothing
public record Backlog(Duration time, boolean complete) {

    /// How long the work that a service has already usually takes.
    ///
    /// @param counts which of the waiting operations count
    /// @param takes how long an operation of a service takes
    /// @param now on the clock of the snapshot
    public static Backlog of(
            QueueSnapshot queue,
            Predicate<QueueSnapshot.Waiting> counts,
            BiFunction<String, OperationKind, Optional<Duration>> takes,
            long now) {
        var time = Duration.ZERO;
        var complete = true;
        var active = queue.active();
        if (active != null) {
            var usual = takes.apply(queue.service(), active.operation().kind());
            var left = usual.orElse(Duration.ZERO).minusNanos(now - active.startedNanos());
            time = left.isNegative() ? Duration.ZERO : left;
            complete = usual.isPresent();
        }
        for (var waiting : queue.waiting()) {
            if (counts.test(waiting)) {
                var usual = takes.apply(queue.service(), waiting.operation().kind());
                time = time.plus(usual.orElse(Duration.ZERO));
                complete &= usual.isPresent();
            }
        }
        return new Backlog(time, complete);
    }
}

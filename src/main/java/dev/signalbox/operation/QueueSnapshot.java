package dev.signalbox.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a service's queue looked like at one moment. Immutable.
///
/// @param service the service's id
/// @param version rises with every change of this queue; of two snapshots the higher one is the later
/// @param active the operation whose body lives, if any
/// @param waiting what waits, next first
/// @param held whether the service's own queue is held
/// @param allHeld whether every queue is held
/// @param last the operation that ended last, if any ran or was cancelled
public record QueueSnapshot(
        String service,
        long version,
        @Nullable Active active,
        List<Waiting> waiting,
        boolean held,
        boolean allHeld,
        @Nullable Ended last) {

    /// Whether anything keeps this queue from starting its next operation.
    public boolean isHeld() {
        return held || allHeld;
    }

    /// What runs and what waits, next first.
    public Stream<Operation> operations() {
        return Stream.concat(
                Stream.ofNullable(active).map(Active::operation),
                waiting.stream().map(Waiting::operation));
    }

    /// Whether nothing runs or waits.
    public boolean isIdle() {
        return active == null && waiting.isEmpty();
    }

    /// Whether the active operation was asked to stop and did not end within its grace time (rule 9).
    public boolean wedged() {
        return active != null && active.wedged();
    }

    /// How many operations fewer would wait after [OperationQueue#mergeDuplicates].
    public int mergeable() {
        return Coalescing.TABLE.mergeable(waiting);
    }

    /// How many of those that wait, from the last one on, would be gone once a plan that merges has put an
    /// operation of `kind` behind them.
    public int absorbable(OperationKind kind) {
        return Coalescing.TABLE.absorbable(waiting, kind);
    }

    /// An operation whose body lives.
    ///
    /// @param also who else asked for it and was merged into it
    /// @param startedAt wall clock
    /// @param startedNanos the same moment on [nanoTime()][dev.signalbox.time.TimeSource#nanoTime()]
    /// @param outcome already set if the deadline has passed but the body lives on
    /// @param stopRequested whether the body was asked to stop
    /// @param urgent whether it came before all else: the stop of a "stop now"
    public record Active(
            Operation operation,
            List<Source> also,
            Instant startedAt,
            long startedNanos,
            @Nullable Duration timeout,
            List<Step> steps,
            boolean stopRequested,
            boolean wedged,
            boolean urgent,
            @Nullable Outcome outcome) {}

    /// An operation that waits.
    ///
    /// @param also who else asked for it and was merged into it
    /// @param acceptedNanos when it was accepted, on [nanoTime()][dev.signalbox.time.TimeSource#nanoTime()]
    /// @param urgent whether it starts even if the queue is held, and never merges: the stop of a "stop now"
    /// @param startsBy when it starts at the latest, wall clock, as all before it have their deadlines; `null` if
    ///     nobody knows, or nothing is before it
    public record Waiting(
            Operation operation,
            List<Source> also,
            long acceptedNanos,
            boolean urgent,
            WaitReason reason,
            @Nullable Instant startsBy) {

        /// Whether nobody but the program asks for it.
        boolean automatic() {
            return operation.source().road().automatic()
                    && also.stream().allMatch(source -> source.road().automatic());
        }
    }

    /// An operation that has its outcome.
    ///
    /// @param waited from acceptance to the body's start, or to the end if no body ran; monotonic
    /// @param ran from the body's start to the outcome; zero if no body ran
    /// @param changed whether it may have changed its service: its body ran, and did not find that there was
    ///     nothing to do
    /// @param endedAt wall clock
    public record Ended(
            Operation operation,
            Outcome outcome,
            Duration waited,
            Duration ran,
            List<Step> steps,
            boolean changed,
            Instant endedAt) {}
}

package dev.signalbox.remote;

import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.WaitReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes operations of what came over the wire.
final class Operations {
    private static final Wire.OutcomeDetail NOTHING = new Wire.OutcomeDetail(null, null, null, null, null);

    private Operations() {}

    static Operation operation(Wire.Operation wire, RemoteClock clock) {
        return new Operation(
                wire.id(),
                wire.service(),
                Words.constant(OperationKind.class, wire.kind()),
                source(wire.source()),
                wire.signal() == null ? Map.of() : Map.of("signal", wire.signal()),
                wire.plan() == null ? 0 : wire.plan(),
                clock.here(wire.submittedAt()));
    }

    private static Source source(Wire.Source wire) {
        return new Source(Words.constant(Source.Road.class, wire.road()), wire.actor());
    }

    private static List<Source> also(Wire.Operation wire) {
        var also = Objects.requireNonNullElse(wire.also(), List.<Wire.Source>of());
        return also.stream().map(Operations::source).toList();
    }

    static QueueSnapshot.Active active(Wire.Operation wire, RemoteClock clock) {
        var startedAt = Objects.requireNonNullElse(wire.startedAt(), wire.submittedAt());
        var run = Objects.requireNonNullElseGet(wire.run(), () -> new Wire.Run(null, false, false, false));
        return new QueueSnapshot.Active(
                operation(wire, clock),
                also(wire),
                clock.here(startedAt),
                clock.nanos(startedAt),
                run.timeoutMs() == null ? null : Duration.ofMillis(run.timeoutMs()),
                steps(wire),
                run.stopRequested(),
                run.wedged(),
                run.urgent(),
                null);
    }

    /// @param others by their ids, as far as they live
    static QueueSnapshot.Waiting waiting(Wire.Operation wire, RemoteClock clock, Map<Long, Operation> others) {
        var wait = wire.waitingFor();
        return new QueueSnapshot.Waiting(
                operation(wire, clock),
                also(wire),
                clock.nanos(wire.submittedAt()),
                wait != null && wait.urgent(),
                reason(wait, others),
                wait == null || wait.startsBy() == null ? null : clock.here(wait.startsBy()));
    }

    private static WaitReason reason(Wire.@Nullable Wait wire, Map<Long, Operation> others) {
        if (wire == null) {
            return new WaitReason.Recording();
        }
        var other = wire.operation() == null ? null : others.get(wire.operation());
        return switch (wire.why()) {
            case "held" -> new WaitReason.Held();
            case "plan_full" -> new WaitReason.PlanFull(Objects.requireNonNullElse(wire.atOnce(), 1));
            case "journal_down" -> new WaitReason.JournalDown(Objects.requireNonNullElse(wire.problem(), ""));
            case "behind" -> other == null ? new WaitReason.Recording() : new WaitReason.Behind(other);
            case "wedged" -> other == null ? new WaitReason.Recording() : new WaitReason.Wedged(other);
            case "needs" -> other == null ? new WaitReason.Recording() : new WaitReason.Needs(other);
            // The other one has ended since.
            default -> new WaitReason.Recording();
        };
    }

    static QueueSnapshot.Ended ended(Wire.Operation wire, RemoteClock clock) {
        return new QueueSnapshot.Ended(
                operation(wire, clock),
                outcome(wire),
                millis(wire.waitedMs()),
                millis(wire.ranMs()),
                steps(wire),
                Boolean.TRUE.equals(wire.changed()),
                clock.here(Objects.requireNonNullElse(wire.endedAt(), wire.submittedAt())));
    }

    /// As the journal has it. When it was durable is not told.
    static RecordedOperation recorded(Wire.Operation wire, RemoteClock clock) {
        var operation = operation(wire, clock);
        var started = wire.startedAt();
        var ended = Objects.requireNonNullElse(wire.endedAt(), wire.submittedAt());
        return new RecordedOperation(
                operation,
                operation.submittedAt(),
                started == null ? null : clock.here(started),
                wire.outcome() == null
                        ? null
                        : new RecordedOperation.End(
                                outcome(wire),
                                clock.here(ended),
                                millis(wire.waitedMs()),
                                millis(wire.ranMs()),
                                Boolean.TRUE.equals(wire.changed())));
    }

    static Duration millis(@Nullable Long millis) {
        return Duration.ofMillis(millis == null ? 0 : millis);
    }

    static List<Step> steps(Wire.Operation wire) {
        return wire.steps().stream()
                .map(step -> new Step(step.text(), Duration.ofMillis(step.afterMs()), step.done()))
                .toList();
    }

    static Outcome outcome(Wire.Operation wire) {
        var detail = Objects.requireNonNullElse(wire.outcomeDetail(), NOTHING);
        return switch (Objects.requireNonNullElse(wire.outcome(), "")) {
            case "succeeded" -> new Outcome.Succeeded();
            case "failed" -> new Outcome.Failed(Objects.requireNonNullElse(detail.text(), ""));
            case "timed_out" -> new Outcome.TimedOut(millis(detail.afterMs()));
            case "cancelled" -> new Outcome.Cancelled(cancellation(detail));
            case "coalesced" -> new Outcome.Coalesced(wire.survivor() == null ? 0 : wire.survivor());
            default -> throw new IllegalArgumentException("an outcome " + wire.outcome());
        };
    }

    private static Cancellation cancellation(Wire.OutcomeDetail detail) {
        var id = detail.operation() == null ? 0 : detail.operation();
        return switch (Objects.requireNonNullElse(detail.cancelledBy(), "")) {
            case "superseded" -> new Cancellation.Superseded(id);
            case "dependency" -> new Cancellation.Dependency(id, Objects.requireNonNullElse(detail.service(), ""));
            case "plan" -> new Cancellation.Plan(id);
            case "shutdown" -> new Cancellation.Shutdown();
            case "crash" -> new Cancellation.Crash();
            case "unanswered" -> new Cancellation.Unanswered();
            default -> new Cancellation.User();
        };
    }
}

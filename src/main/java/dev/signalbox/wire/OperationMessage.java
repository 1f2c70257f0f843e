package dev.signalbox.wire;

import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.operation.Why;
import dev.signalbox.text.FileNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

@Says("An operation, as far as it has come.")
public record OperationMessage(
        long id,
        String service,
        @Values(of = OperationKind.class) String kind,

        @Values({"waiting", "running", "ended"}) String state,

        @Says("what a stop sends at once, `null` for that of the service's definition") @Values("SIGKILL") @Nullable
        String signal,

        SourceMessage source,

        @Says("who else asked for it, and was merged into it") @Required @Nullable
        List<SourceMessage> also,

        @Says("in the words of who asked; null if there are none") @Values(most = Why.MOST) @Nullable
        String why,

        @Nullable Long plan,

        @Says("what it puts back, as that never ran; null for nothing") @Nullable
        Long again,

        Instant submittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,

        @Says("0 if it runs, 1 if it is next, and so on; `null` if it has ended") @Nullable
        Integer place,

        @Says("why it waits, for people") @Nullable String reason,
        @Says("what would not wait as it does") @Nullable String hint,

        @Values({"succeeded", "failed", "timed_out", "cancelled", "coalesced"}) @Nullable
        String outcome,

        @Values({"succeeded", "failed", "timed_out", "cancelled", "coalesced"}) @Nullable
        String effectiveOutcome,

        @Nullable Long survivor,
        @Nullable String cause,

        @Says("why it waits, or has ended otherwise than well, for programs") @Nullable
        String code,

        @Nullable Long waitedMs,
        @Nullable Long ranMs,
        @Nullable Boolean changed,
        List<StepMessage> steps,
        @Says("why it waits, for programs") @Nullable WaitMessage waitingFor,
        @Says("how it runs") @Nullable RunMessage run,
        @Says("what its cause says, for programs") @Nullable OutcomeDetailMessage outcomeDetail,

        @Says("whether the journal knows of all of it; only a stop gets through without") @Required @Nullable
        Boolean recorded) {

    /// What there is to say of one that has not ended.
    private record Life(
            String state,
            @Nullable Integer place,
            @Nullable String reason,
            @Nullable String hint,
            @Nullable WaitMessage waitingFor,
            @Nullable RunMessage run) {

        /// Of one of which nobody knows more.
        static Life in(String state) {
            return new Life(state, null, null, null, null, null);
        }
    }

    /// What there is to say of one that has ended, as far as it is known.
    private record End(
            Outcome outcome,
            @Nullable Instant at,
            @Nullable Duration waited,
            @Nullable Duration ran,
            @Nullable Boolean changed) {

        @Nullable
        Long survivor() {
            return outcome instanceof Outcome.Coalesced(var id) ? id : null;
        }

        @Nullable
        String cause() {
            return outcome instanceof Outcome.Succeeded ? null : outcome.describe();
        }
    }

    private static OperationMessage of(
            Operation operation,
            List<Source> also,
            @Nullable Instant startedAt,
            Life life,
            @Nullable End end,
            List<Step> steps) {
        var outcome = end == null ? null : end.outcome();
        var survivor = end == null ? null : end.survivor();
        return new OperationMessage(
                operation.id(),
                operation.service(),
                operation.kind().word(),
                life.state,
                signal(operation),
                SourceMessage.of(operation.source()),
                SourceMessage.of(also),
                why(operation),
                operation.plan() == 0 ? null : operation.plan(),
                operation.again() == 0 ? null : operation.again(),
                operation.submittedAt(),
                startedAt,
                end == null ? null : end.at(),
                life.place,
                life.reason,
                life.hint,
                outcome == null ? null : outcome.word(),
                outcome == null || survivor != null ? null : outcome.word(),
                survivor,
                end == null ? null : end.cause(),
                code(outcome, life),
                end == null ? null : Millis.of(end.waited()),
                end == null ? null : Millis.of(end.ran()),
                end == null ? null : end.changed(),
                StepMessage.of(steps),
                life.waitingFor,
                life.run,
                outcome == null ? null : OutcomeDetailMessage.of(outcome),
                true);
    }

    private static @Nullable String code(@Nullable Outcome outcome, Life life) {
        var code = outcome == null ? null : outcome.code();
        if (code != null) {
            return code.word();
        }
        return life.waitingFor == null ? null : life.waitingFor.why();
    }

    private OperationMessage with(@Nullable String otherEffective, @Nullable Boolean otherRecorded) {
        return new OperationMessage(
                id,
                service,
                kind,
                state,
                signal,
                source,
                also,
                why,
                plan,
                again,
                submittedAt,
                startedAt,
                endedAt,
                place,
                reason,
                hint,
                outcome,
                otherEffective,
                survivor,
                cause,
                code,
                waitedMs,
                ranMs,
                changed,
                steps,
                waitingFor,
                run,
                outcomeDetail,
                otherRecorded);
    }

    /// What a stop sends at once, `null` for that of the service's definition.
    public static @Nullable String signal(Operation operation) {
        return operation.kills() ? "SIGKILL" : null;
    }

    /// In the words of who asked for it, `null` if there are none.
    public static @Nullable String why(Operation operation) {
        return operation.why().isEmpty() ? null : operation.why();
    }

    // --- of one that has not ended ---

    /// One of which nothing but that is known.
    public static OperationMessage accepted(Operation operation) {
        return of(operation, List.of(), null, Life.in("waiting"), null, List.of());
    }

    public static OperationMessage running(QueueSnapshot.Active active) {
        var reason = active.wedged() ? "was asked to stop and does not end" : null;
        var life = new Life("running", 0, reason, null, null, RunMessage.of(active));
        return of(active.operation(), active.also(), active.startedAt(), life, null, active.steps());
    }

    /// All that wait, next first.
    /// @param most of how many, from the next one on
    public static List<OperationMessage> waiting(QueueSnapshot queue, int most) {
        var waiting = queue.waiting();
        return IntStream.range(0, Math.min(waiting.size(), most))
                .mapToObj(i -> waiting(waiting.get(i), i + 1, waiting.getFirst()))
                .toList();
    }

    /// The one with this id; `null` if it does not wait.
    public static @Nullable OperationMessage waiting(QueueSnapshot queue, long id) {
        var waiting = queue.waiting();
        for (var i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).operation().id() == id) {
                return waiting(waiting.get(i), i + 1, waiting.getFirst());
            }
        }
        return null;
    }

    /// @param head what comes next in its queue
    private static OperationMessage waiting(QueueSnapshot.Waiting waiting, int place, QueueSnapshot.Waiting head) {
        var reason = waiting.reason().describe();
        var life = new Life("waiting", place, reason, hint(waiting, head), WaitMessage.of(waiting), null);
        return of(waiting.operation(), waiting.also(), null, life, null, List.of());
    }

    /// What to ask for instead of a stop that waits behind something that runs, or a hold; `null` where that would
    /// wait as well.
    private static @Nullable String hint(QueueSnapshot.Waiting waiting, QueueSnapshot.Waiting head) {
        var operation = waiting.operation();
        if (operation.kind() != OperationKind.STOP || waiting.urgent() || !isPassable(waiting.reason())) {
            return null;
        }
        var passable = isPassable(head.reason()) || head.reason() instanceof WaitReason.Recording;
        return passable ? "POST /services/" + FileNames.of(operation.service()) + "/stop-now does not wait" : null;
    }

    private static boolean isPassable(WaitReason reason) {
        return reason instanceof WaitReason.Behind || reason instanceof WaitReason.Held;
    }

    // --- of one that has ended ---

    public static OperationMessage ended(QueueSnapshot.Ended ended) {
        var end = new End(ended.outcome(), ended.endedAt(), ended.waited(), ended.ran(), ended.changed());
        // It is told when it ended, and how long it ran.
        var began = ended.ran().isZero() ? null : ended.endedAt().minus(ended.ran());
        return ended(ended.operation(), began, end, ended.steps());
    }

    /// One of which nothing but its outcome is known.
    public static OperationMessage ended(Operation operation, Outcome outcome) {
        return ended(operation, null, new End(outcome, null, null, null, null), List.of());
    }

    private static OperationMessage ended(Operation operation, @Nullable Instant startedAt, End end, List<Step> steps) {
        return of(operation, List.of(), startedAt, Life.in("ended"), end, steps);
    }

    // --- of one in the journal ---

    public static OperationMessage recorded(RecordedOperation recorded) {
        return recorded(recorded, List.of());
    }

    public static OperationMessage recorded(OperationDetails details) {
        return recorded(details.recorded(), details.steps());
    }

    private static OperationMessage recorded(RecordedOperation recorded, List<Step> steps) {
        var operation = recorded.operation();
        var end = recorded.end();
        return end == null
                ? of(operation, List.of(), recorded.startedAt(), Life.in(recorded.word()), null, steps)
                : ended(
                        operation,
                        recorded.startedAt(),
                        new End(end.outcome(), end.at(), end.waited(), end.ran(), end.changed()),
                        steps);
    }

    /// The same, with the outcome of what it was merged into.
    public OperationMessage effectively(Outcome effective) {
        return with(effective.word(), recorded);
    }

    /// The same, of which the journal does not know all.
    public OperationMessage withoutRecord() {
        return with(effectiveOutcome, false);
    }

    // --- the way back ---

    public Operation toOperation(RemoteClock clock) {
        return new Operation(
                id,
                service,
                Words.constant("kind", kind, OperationKind.class),
                source.toSource(),
                Objects.requireNonNullElse(why, ""),
                signal == null ? Map.of() : Map.of("signal", signal),
                plan == null ? 0 : plan,
                clock.here(submittedAt),
                again == null ? 0 : again);
    }

    private List<Source> toAlso() {
        return Objects.requireNonNullElse(also, List.<SourceMessage>of()).stream()
                .map(SourceMessage::toSource)
                .toList();
    }

    private List<Step> toSteps() {
        return steps.stream().map(StepMessage::toStep).toList();
    }

    QueueSnapshot.Active toActive(RemoteClock clock) {
        var started = Objects.requireNonNullElse(startedAt, submittedAt);
        var how = Objects.requireNonNullElse(run, RunMessage.UNKNOWN);
        return new QueueSnapshot.Active(
                toOperation(clock),
                toAlso(),
                clock.here(started),
                clock.nanos(started),
                Millis.toDuration(how.timeoutMs()),
                toSteps(),
                how.stopRequested(),
                how.wedged(),
                how.urgent(),
                null);
    }

    /// @param others by their ids, as far as they live
    QueueSnapshot.Waiting toWaiting(RemoteClock clock, Map<Long, Operation> others) {
        return new QueueSnapshot.Waiting(
                toOperation(clock),
                toAlso(),
                clock.nanos(submittedAt),
                waitingFor != null && waitingFor.urgent(),
                waitingFor == null ? new WaitReason.Recording() : waitingFor.toReason(others),
                waitingFor == null ? null : clock.hereIfAny(waitingFor.startsBy()));
    }

    public QueueSnapshot.Ended toEnded(RemoteClock clock) {
        return new QueueSnapshot.Ended(
                toOperation(clock),
                toOutcome(),
                Millis.orZero(waitedMs),
                Millis.orZero(ranMs),
                toSteps(),
                Boolean.TRUE.equals(changed),
                clock.here(Objects.requireNonNullElse(endedAt, submittedAt)));
    }

    /// As the journal has it. When it was durable is not told.
    public RecordedOperation toRecorded(RemoteClock clock) {
        var operation = toOperation(clock);
        return new RecordedOperation(
                operation, operation.submittedAt(), clock.hereIfAny(startedAt), outcome == null ? null : toEnd(clock));
    }

    private RecordedOperation.End toEnd(RemoteClock clock) {
        var end = toEnded(clock);
        return new RecordedOperation.End(end.outcome(), end.endedAt(), end.waited(), end.ran(), end.changed());
    }

    /// All that the journal has of it.
    ///
    /// @param context what went on around it
    public OperationDetails toDetails(ContextMessage context, RemoteClock clock) {
        return new OperationDetails(
                toRecorded(clock),
                toSteps(),
                context.effects().stream().map(effect -> effect.toEffect(clock)).toList(),
                context.behind().stream().map(one -> one.toRecorded(clock)).toList(),
                context.exits().stream().map(event -> event.toEvent(clock)).toList());
    }

    /// How it ended.
    ///
    /// @throws IllegalArgumentException if it has no outcome, or one that is not known here
    public Outcome toOutcome() {
        return Objects.requireNonNullElse(outcomeDetail, OutcomeDetailMessage.NOTHING)
                .toOutcome(Objects.requireNonNullElse(outcome, ""), survivor);
    }
}

package dev.signalbox.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/// How everything looks over the wire.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(30)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static <T> T read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw Problem.badRequest("the body is null. Allowed: an object").thrown();
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.badRequest("the body has an unknown key " + Request.quoted(e.getPropertyName())
                            + ". Allowed: "
                            + String.join(
                                    ", ",
                                    e.getKnownPropertyIds().stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .toList()))
                    .thrown();
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw Problem.badRequest("the body is not the JSON that is expected here"
                            + (place == null || place.getLineNr() < 0
                                    ? ""
                                    : ": line " + place.getLineNr() + ", column " + place.getColumnNr()))
                    .thrown();
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    // --- operations ---

    record SourceView(String road, String actor) {
        static SourceView of(Source source) {
            return new SourceView(word(source.road()), source.actor());
        }
    }

    /// How one runs.
    ///
    /// @param timeoutMs from its start to its deadline, `null` if it has none
    /// @param urgent whether it came before all else
    record RunView(@Nullable Long timeoutMs, boolean stopRequested, boolean wedged, boolean urgent) {
        static RunView of(QueueSnapshot.Active active) {
            var timeout = active.timeout();
            return new RunView(
                    timeout == null ? null : timeout.toMillis(),
                    active.stopRequested(),
                    active.wedged(),
                    active.urgent());
        }
    }

    /// Why one waits.
    ///
    /// @param why the kind of reason
    /// @param operation the other one that it waits for
    /// @param urgent whether it starts even if its queue is held
    /// @param startsBy when it starts at the latest, `null` if nobody knows
    record WaitView(
            String why,
            @Nullable Long operation,
            @Nullable Integer atOnce,
            @Nullable String problem,
            boolean urgent,
            @Nullable Instant startsBy) {
        static WaitView of(QueueSnapshot.Waiting waiting) {
            return switch (waiting.reason()) {
                case WaitReason.Behind(var other) -> of("behind", other.id(), waiting);
                case WaitReason.Held() -> of("held", null, waiting);
                case WaitReason.Wedged(var other) -> of("wedged", other.id(), waiting);
                case WaitReason.Needs(var other) -> of("needs", other.id(), waiting);
                case WaitReason.PlanFull(var atOnce) ->
                    new WaitView("plan_full", null, atOnce, null, waiting.urgent(), null);
                case WaitReason.Recording() -> of("recording", null, waiting);
                case WaitReason.JournalDown(var problem) ->
                    new WaitView("journal_down", null, null, problem, waiting.urgent(), null);
            };
        }

        private static WaitView of(String why, @Nullable Long operation, QueueSnapshot.Waiting waiting) {
            return new WaitView(why, operation, null, null, waiting.urgent(), waiting.startsBy());
        }
    }

    /// What an outcome is about, as far as its word does not say it.
    ///
    /// @param text what failed
    /// @param afterMs the timeout that was exceeded
    /// @param cancelledBy the kind of cancellation
    /// @param operation the other one by which it was cancelled
    /// @param service what that one was about
    record OutcomeView(
            @Nullable String text,
            @Nullable Long afterMs,
            @Nullable String cancelledBy,
            @Nullable Long operation,
            @Nullable String service) {
        static @Nullable OutcomeView of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Failed(var cause) -> new OutcomeView(cause, null, null, null, null);
                case Outcome.TimedOut(var after) -> new OutcomeView(null, after.toMillis(), null, null, null);
                case Outcome.Cancelled(var cause) ->
                    switch (cause) {
                        case Cancellation.User() -> cancelled("user", null, null);
                        case Cancellation.Superseded(var id) -> cancelled("superseded", id, null);
                        case Cancellation.Dependency(var id, var service) -> cancelled("dependency", id, service);
                        case Cancellation.Plan(var id) -> cancelled("plan", id, null);
                        case Cancellation.Shutdown() -> cancelled("shutdown", null, null);
                        case Cancellation.Crash() -> cancelled("crash", null, null);
                        case Cancellation.Unanswered() -> cancelled("unanswered", null, null);
                    };
                case Outcome.Succeeded(), Outcome.Coalesced _ -> null;
            };
        }

        private static OutcomeView cancelled(String by, @Nullable Long operation, @Nullable String service) {
            return new OutcomeView(null, null, by, operation, service);
        }
    }

    record StepView(String text, long afterMs, boolean done) {
        static List<StepView> of(List<Step> steps) {
            return steps.stream()
                    .map(step -> new StepView(step.text(), step.after().toMillis(), step.done()))
                    .toList();
        }
    }

    /// An operation, as far as it has come.
    ///
    /// @param signal what a stop sends at once, `null` for that of the service's definition
    /// @param also who else asked for it, and was merged into it
    /// @param state `waiting`, `running` or `ended`
    /// @param place 0 if it runs, 1 if it is next, and so on; `null` if it has ended
    /// @param reason why it waits
    /// @param hint what would not wait as it does
    /// @param waitingFor the same for programs
    /// @param run how it runs
    /// @param outcomeDetail what its cause says, for programs
    /// @param recorded whether the journal knows of all of it; only a stop gets through without
    record OperationView(
            long id,
            String service,
            String kind,
            String state,
            @Nullable String signal,
            SourceView source,
            List<SourceView> also,
            @Nullable Long plan,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Integer place,
            @Nullable String reason,
            @Nullable String hint,
            @Nullable String outcome,
            @Nullable String effectiveOutcome,
            @Nullable Long survivor,
            @Nullable String cause,
            @Nullable Long waitedMs,
            @Nullable Long ranMs,
            @Nullable Boolean changed,
            List<StepView> steps,
            @Nullable WaitView waitingFor,
            @Nullable RunView run,
            @Nullable OutcomeView outcomeDetail,
            boolean recorded) {

        static OperationView waiting(QueueSnapshot.Waiting waiting, int place, @Nullable String hint) {
            return live(
                    waiting.operation(),
                    waiting.also(),
                    "waiting",
                    null,
                    place,
                    waiting.reason().describe(),
                    hint,
                    List.of(),
                    WaitView.of(waiting),
                    null);
        }

        static OperationView running(QueueSnapshot.Active active) {
            var reason = active.wedged() ? "was asked to stop and does not end" : null;
            return live(
                    active.operation(),
                    active.also(),
                    "running",
                    active.startedAt(),
                    0,
                    reason,
                    null,
                    active.steps(),
                    null,
                    RunView.of(active));
        }

        static OperationView accepted(Operation operation) {
            return live(operation, List.of(), "waiting", null, null, null, null, List.of(), null, null);
        }

        private static OperationView live(
                Operation operation,
                List<Source> also,
                String state,
                @Nullable Instant startedAt,
                @Nullable Integer place,
                @Nullable String reason,
                @Nullable String hint,
                List<Step> steps,
                @Nullable WaitView waitingFor,
                @Nullable RunView run) {
            return new OperationView(
                    operation.id(),
                    operation.service(),
                    operation.kind().word(),
                    state,
                    signalOf(operation),
                    SourceView.of(operation.source()),
                    also.stream().map(SourceView::of).toList(),
                    planOf(operation),
                    operation.submittedAt(),
                    startedAt,
                    null,
                    place,
                    reason,
                    hint,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    StepView.of(steps),
                    waitingFor,
                    run,
                    null,
                    true);
        }

        static OperationView ended(QueueSnapshot.Ended end) {
            return ended(
                    end.operation(),
                    end.outcome(),
                    null,
                    end.waited(),
                    end.ran(),
                    end.endedAt(),
                    end.changed(),
                    end.steps());
        }

        /// One of which nothing but its outcome is known.
        static OperationView ended(Operation operation, Outcome outcome) {
            var survivor = outcome instanceof Outcome.Coalesced(var id) ? id : null;
            return new OperationView(
                    operation.id(),
                    operation.service(),
                    operation.kind().word(),
                    "ended",
                    signalOf(operation),
                    SourceView.of(operation.source()),
                    List.of(),
                    planOf(operation),
                    operation.submittedAt(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    outcome.word(),
                    survivor == null ? outcome.word() : null,
                    survivor,
                    outcome instanceof Outcome.Succeeded ? null : outcome.describe(),
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    null,
                    OutcomeView.of(outcome),
                    true);
        }

        private static OperationView ended(
                Operation operation,
                Outcome outcome,
                @Nullable Instant startedAt,
                Duration waited,
                Duration ran,
                Instant at,
                boolean changed,
                List<Step> steps) {
            var survivor = outcome instanceof Outcome.Coalesced(var id) ? id : null;
            return new OperationView(
                    operation.id(),
                    operation.service(),
                    operation.kind().word(),
                    "ended",
                    signalOf(operation),
                    SourceView.of(operation.source()),
                    List.of(),
                    planOf(operation),
                    operation.submittedAt(),
                    startedAt,
                    at,
                    null,
                    null,
                    null,
                    outcome.word(),
                    survivor == null ? outcome.word() : null,
                    survivor,
                    outcome instanceof Outcome.Succeeded ? null : outcome.describe(),
                    waited.toMillis(),
                    ran.toMillis(),
                    changed,
                    StepView.of(steps),
                    null,
                    null,
                    OutcomeView.of(outcome),
                    true);
        }

        static OperationView recorded(RecordedOperation recorded, List<Step> steps) {
            var end = recorded.end();
            if (end == null) {
                return live(
                        recorded.operation(),
                        List.of(),
                        recorded.word(),
                        recorded.startedAt(),
                        null,
                        null,
                        null,
                        steps,
                        null,
                        null);
            }
            return ended(
                    recorded.operation(),
                    end.outcome(),
                    recorded.startedAt(),
                    end.waited(),
                    end.ran(),
                    end.at(),
                    end.changed(),
                    steps);
        }

        static OperationView recorded(OperationDetails details) {
            return recorded(details.recorded(), details.steps());
        }

        static @Nullable String signalOf(Operation operation) {
            return operation.kills() ? "SIGKILL" : null;
        }

        private static @Nullable Long planOf(Operation operation) {
            return operation.plan() == 0 ? null : operation.plan();
        }

        OperationView effectively(Outcome effective) {
            return with(effective.word(), recorded);
        }

        OperationView withoutRecord() {
            return with(effectiveOutcome, false);
        }

        private OperationView with(@Nullable String effectively, boolean isRecorded) {
            return new OperationView(
                    id,
                    service,
                    kind,
                    state,
                    signal,
                    source,
                    also,
                    plan,
                    submittedAt,
                    startedAt,
                    endedAt,
                    place,
                    reason,
                    hint,
                    outcome,
                    effectively,
                    survivor,
                    cause,
                    waitedMs,
                    ranMs,
                    changed,
                    steps,
                    waitingFor,
                    run,
                    outcomeDetail,
                    isRecorded);
        }
    }

    // --- services ---

    record RecoveryView(int failures, @Nullable Instant retryAt, boolean crashLoop) {
        static @Nullable RecoveryView of(ServiceStatus.@Nullable Recovery recovery) {
            return recovery == null
                    ? null
                    : new RecoveryView(recovery.failures(), recovery.retryAt(), recovery.crashLoop());
        }
    }

    /// What persons want of a service.
    ///
    /// @param value `running`, `stopped` or `unset`
    /// @param by who, and empty if nobody ever said
    record DesiredView(String value, @Nullable Instant since, String by) {
        static DesiredView of(Intent.Desired desired) {
            return new DesiredView(word(desired.value()), desired.since(), desired.by());
        }
    }

    /// What is decided about a service, and why.
    ///
    /// @param code for programs
    /// @param text for people
    /// @param waitsFor the service that it waits for
    record WhyView(String code, String text, @Nullable String waitsFor) {
        static WhyView of(Reason reason) {
            return new WhyView(
                    word(reason.code()), reason.text(), reason.waitsFor().isEmpty() ? null : reason.waitsFor());
        }
    }

    /// Who has suspended a schedule.
    record SuspensionView(Instant since, String by) {
        static @Nullable SuspensionView of(Intent.@Nullable Suspension suspension) {
            return suspension == null ? null : new SuspensionView(suspension.since(), suspension.by());
        }
    }

    /// All that is told of a service's state, at one moment.
    record Condition(ServiceStatus status, Intent.Desired desired, Reason why, Intent.@Nullable Suspension suspension) {
        static Condition of(ServiceSnapshot service) {
            var intent = service.intent();
            return new Condition(service.status(), intent.desired(), service.why(), intent.suspension());
        }
    }

    /// A service's state, for lists and events.
    ///
    /// @param desired what persons want
    /// @param why what is decided, which is shown where it is not as it is desired to be
    /// @param scheduleSuspended who has suspended its schedule
    /// @param outdated the keys in which its definition has changed since its process was started
    record StatusView(
            String state,
            boolean ready,
            String health,
            @Nullable Long pid,
            @Nullable Instant since,
            String reason,
            @Nullable Integer exitCode,
            @Nullable RecoveryView recovery,
            @Nullable String blocker,
            DesiredView desired,
            WhyView why,
            @Nullable SuspensionView scheduleSuspended,
            List<String> outdated) {
        static StatusView of(Condition condition) {
            var status = condition.status();
            var exit = status.exit();
            return new StatusView(
                    word(status.state()),
                    status.isReady(),
                    word(status.health()),
                    status.pid() < 0 ? null : status.pid(),
                    status.since(),
                    status.reason(),
                    exit == null || exit.code() < 0 ? null : exit.code(),
                    RecoveryView.of(status.recovery()),
                    status.blocker().isEmpty() ? null : status.blocker(),
                    DesiredView.of(condition.desired()),
                    WhyView.of(condition.why()),
                    SuspensionView.of(condition.suspension()),
                    status.outdated());
        }
    }

    /// Who holds a queue.
    record HoldView(
            Instant since, String by, String why, @Nullable Instant until) {
        static @Nullable HoldView of(Intent.@Nullable Hold hold) {
            return hold == null ? null : new HoldView(hold.since(), hold.by(), hold.why(), hold.until());
        }
    }

    /// A service with its queue.
    ///
    /// @param outdated the keys in which its definition has changed since its process was started
    /// @param held whether anything keeps its queue from going on
    /// @param queueHeld whether its own queue is held
    /// @param allHeld whether every queue is
    /// @param hold who holds its own queue, or else all of them
    /// @param completed whether it is a job whose last run has succeeded
    /// @param lastLines of its output before it ended by itself
    record ServiceView(
            String id,
            String group,
            String state,
            boolean ready,
            String health,
            @Nullable Long pid,
            @Nullable Instant since,
            String reason,
            @Nullable Integer exitCode,
            @Nullable RecoveryView recovery,
            @Nullable String blocker,
            DesiredView desired,
            WhyView why,
            @Nullable SuspensionView scheduleSuspended,
            List<String> outdated,
            boolean held,
            boolean queueHeld,
            boolean allHeld,
            @Nullable HoldView hold,
            boolean wedged,
            boolean removed,
            @Nullable OperationView active,
            List<OperationView> queue,
            @Nullable OperationView last,
            List<Integer> ports,
            List<String> dependsOn,
            boolean autostart,
            boolean job,
            boolean completed,
            @Nullable Instant nextRun,
            List<String> lastLines) {

        static ServiceView of(ServiceSnapshot service) {
            var definition = service.definition();
            var queue = service.queue();
            var condition = Condition.of(service);
            var status = StatusView.of(condition);
            var active = queue.active();
            var last = queue.last();
            return new ServiceView(
                    definition.id(),
                    definition.group(),
                    status.state(),
                    status.ready(),
                    status.health(),
                    status.pid(),
                    status.since(),
                    status.reason(),
                    status.exitCode(),
                    status.recovery(),
                    status.blocker(),
                    status.desired(),
                    status.why(),
                    status.scheduleSuspended(),
                    status.outdated(),
                    queue.isHeld(),
                    queue.held(),
                    queue.allHeld(),
                    queue.isHeld() ? HoldView.of(service.intent().hold()) : null,
                    queue.wedged(),
                    service.removed(),
                    active == null ? null : OperationView.running(active),
                    waiting(queue),
                    last == null ? null : OperationView.ended(last),
                    definition.ports(),
                    definition.dependsOn().stream()
                            .map(dependency -> dependency.service())
                            .toList(),
                    definition.autostart(),
                    definition.oneShot(),
                    service.completed(),
                    service.nextRun(),
                    condition.status().lastLines());
        }
    }

    static List<OperationView> waiting(QueueSnapshot queue) {
        var waiting = queue.waiting();
        return IntStream.range(0, waiting.size())
                .mapToObj(i -> OperationView.waiting(waiting.get(i), i + 1, hint(waiting.get(i), waiting.getFirst())))
                .toList();
    }

    /// What to ask for instead of a stop that waits behind something that runs, or a hold; `null` where that would
    /// wait as well.
    ///
    /// @param head what comes next in its queue
    private static @Nullable String hint(QueueSnapshot.Waiting waiting, QueueSnapshot.Waiting head) {
        var operation = waiting.operation();
        if (operation.kind() != OperationKind.STOP || waiting.urgent() || !isPassable(waiting.reason())) {
            return null;
        }
        var passable = isPassable(head.reason()) || head.reason() instanceof WaitReason.Recording;
        return passable ? "POST /services/" + operation.service() + "/stop-now does not wait" : null;
    }

    private static boolean isPassable(WaitReason reason) {
        return reason instanceof WaitReason.Behind || reason instanceof WaitReason.Held;
    }

    /// A service with how it is defined, but for the values of its variables.
    record ServiceDetailView(@JsonUnwrapped ServiceView service, String command, String cwd, List<String> env) {}

    /// The names of the services' variables, without their values, which may be secret.
    static ServiceDetailView details(ServiceSnapshot service) {
        var definition = service.definition();
        return new ServiceDetailView(
                ServiceView.of(service),
                definition.command().text(),
                definition.cwd().toString(),
                definition.env().keySet().stream().sorted().toList());
    }

    static Map<String, String> message(String key, String value) {
        return Map.of(key, value);
    }
}

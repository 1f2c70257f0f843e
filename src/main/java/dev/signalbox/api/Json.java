package dev.signalbox.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Supervisor;
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

    record StepView(String text, long afterMs, boolean done) {
        static List<StepView> of(List<Step> steps) {
            return steps.stream()
                    .map(step -> new StepView(step.text(), step.after().toMillis(), step.done()))
                    .toList();
        }
    }

    /// An operation, as far as it has come.
    ///
    /// @param state `waiting`, `running` or `ended`
    /// @param place 0 if it runs, 1 if it is next, and so on; `null` if it has ended
    /// @param reason why it waits
    record OperationView(
            long id,
            String service,
            String kind,
            String state,
            SourceView source,
            @Nullable Long plan,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Integer place,
            @Nullable String reason,
            @Nullable String outcome,
            @Nullable String effectiveOutcome,
            @Nullable Long survivor,
            @Nullable String cause,
            @Nullable Long waitedMs,
            @Nullable Long ranMs,
            @Nullable Boolean changed,
            List<StepView> steps) {

        static OperationView waiting(QueueSnapshot.Waiting waiting, int place) {
            return live(
                    waiting.operation(),
                    "waiting",
                    null,
                    place,
                    waiting.reason().describe(),
                    List.of());
        }

        static OperationView running(QueueSnapshot.Active active) {
            var reason = active.wedged() ? "was asked to stop and does not end" : null;
            return live(active.operation(), "running", active.startedAt(), 0, reason, active.steps());
        }

        static OperationView accepted(Operation operation) {
            return live(operation, "waiting", null, null, null, List.of());
        }

        private static OperationView live(
                Operation operation,
                String state,
                @Nullable Instant startedAt,
                @Nullable Integer place,
                @Nullable String reason,
                List<Step> steps) {
            return new OperationView(
                    operation.id(),
                    operation.service(),
                    operation.kind().word(),
                    state,
                    SourceView.of(operation.source()),
                    planOf(operation),
                    operation.submittedAt(),
                    startedAt,
                    null,
                    place,
                    reason,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    StepView.of(steps));
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
                    SourceView.of(operation.source()),
                    planOf(operation),
                    operation.submittedAt(),
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
                    List.of());
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
                    SourceView.of(operation.source()),
                    planOf(operation),
                    operation.submittedAt(),
                    startedAt,
                    at,
                    null,
                    null,
                    outcome.word(),
                    survivor == null ? outcome.word() : null,
                    survivor,
                    outcome instanceof Outcome.Succeeded ? null : outcome.describe(),
                    waited.toMillis(),
                    ran.toMillis(),
                    changed,
                    StepView.of(steps));
        }

        static OperationView recorded(RecordedOperation recorded, List<Step> steps) {
            var end = recorded.end();
            if (end == null) {
                return live(recorded.operation(), recorded.word(), recorded.startedAt(), null, null, steps);
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

        private static @Nullable Long planOf(Operation operation) {
            return operation.plan() == 0 ? null : operation.plan();
        }

        OperationView effectively(Outcome effective) {
            return new OperationView(
                    id,
                    service,
                    kind,
                    state,
                    source,
                    plan,
                    submittedAt,
                    startedAt,
                    endedAt,
                    place,
                    reason,
                    outcome,
                    effective.word(),
                    survivor,
                    cause,
                    waitedMs,
                    ranMs,
                    changed,
                    steps);
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

    /// A service's state, for lists and events.
    record StatusView(
            String state,
            boolean ready,
            String health,
            @Nullable Long pid,
            @Nullable Instant since,
            String reason,
            @Nullable Integer exitCode,
            @Nullable RecoveryView recovery,
            @Nullable String blocker) {
        static StatusView of(ServiceStatus status) {
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
                    status.blocker().isEmpty() ? null : status.blocker());
        }
    }

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
            boolean held,
            boolean wedged,
            boolean removed,
            @Nullable OperationView active,
            List<OperationView> queue,
            @Nullable OperationView last,
            List<Integer> ports,
            List<String> dependsOn,
            boolean autostart,
            boolean job,
            @Nullable Instant nextRun) {

        static ServiceView of(Supervisor supervisor, QueueSnapshot queue, boolean removed) {
            var definition = supervisor.definition();
            var status = StatusView.of(supervisor.status());
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
                    queue.isHeld(),
                    queue.wedged(),
                    removed,
                    active == null ? null : OperationView.running(active),
                    waiting(queue),
                    last == null ? null : OperationView.ended(last),
                    definition.ports(),
                    definition.dependsOn().stream()
                            .map(dependency -> dependency.service())
                            .toList(),
                    definition.autostart(),
                    definition.oneShot(),
                    supervisor.nextRun());
        }
    }

    static List<OperationView> waiting(QueueSnapshot queue) {
        var waiting = queue.waiting();
        return IntStream.range(0, waiting.size())
                .mapToObj(i -> OperationView.waiting(waiting.get(i), i + 1))
                .toList();
    }

    /// A service with how it is defined, but for the values of its variables.
    record ServiceDetailView(
            @JsonUnwrapped ServiceView service, String command, String cwd, List<String> env, List<String> lastLines) {}

    /// The names of the services' variables, without their values, which may be secret.
    static ServiceDetailView details(ServiceView view, Supervisor supervisor) {
        var definition = supervisor.definition();
        return new ServiceDetailView(
                view,
                definition.command().text(),
                definition.cwd().toString(),
                definition.env().keySet().stream().sorted().toList(),
                supervisor.status().lastLines());
    }

    static Map<String, String> message(String key, String value) {
        return Map.of(key, value);
    }
}

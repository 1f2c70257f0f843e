package dev.signalbox.remote;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// What comes over the wire, as far as it is looked at here. What a later engine says besides is passed over.
final class Wire {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Wire() {}

    /// @throws IOException if it is not what is expected
    static <T> T read(String text, Class<T> type) throws IOException {
        try {
            var value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new IOException("what answers there is no Signalbox");
            }
            return value;
        } catch (JacksonException e) {
            throw new IOException("what answers there is no Signalbox that this one understands", e);
        }
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    record Health(String workspace, String journal) {}

    record Problem(@Nullable String detail) {}

    record Source(String road, String actor) {}

    record Step(String text, long afterMs, boolean done) {}

    record Wait(
            String why,
            @Nullable Long operation,
            @Nullable Integer atOnce,
            @Nullable String problem,
            boolean urgent,
            @Nullable Instant startsBy) {}

    record Run(@Nullable Long timeoutMs, boolean stopRequested, boolean wedged, boolean urgent) {}

    record OutcomeDetail(
            @Nullable String text,
            @Nullable Long afterMs,
            @Nullable String cancelledBy,
            @Nullable Long operation,
            @Nullable String service) {}

    record Operation(
            long id,
            String service,
            String kind,
            String state,
            @Nullable String signal,
            Source source,
            @Nullable List<Source> also,
            @Nullable Long plan,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String outcome,
            @Nullable Long survivor,
            @Nullable Long waitedMs,
            @Nullable Long ranMs,
            @Nullable Boolean changed,
            List<Step> steps,
            @Nullable Wait waitingFor,
            @Nullable Run run,
            @Nullable OutcomeDetail outcomeDetail,
            @Nullable Boolean recorded) {}

    record Recovery(int failures, @Nullable Instant retryAt, boolean crashLoop) {}

    record Desired(String value, @Nullable Instant since, String by) {}

    record Why(String code, String text, @Nullable String waitsFor) {}

    record Suspension(Instant since, String by) {}

    record Hold(
            Instant since, String by, String why, @Nullable Instant until) {}

    /// @param desired `null` from an engine that is earlier than this program, as are the next three and the hold
    record Service(
            String id,
            String state,
            String health,
            @Nullable Long pid,
            @Nullable Instant since,
            String reason,
            @Nullable Integer exitCode,
            @Nullable Recovery recovery,
            @Nullable String blocker,
            @Nullable Desired desired,
            @Nullable Why why,
            @Nullable Suspension scheduleSuspended,
            @Nullable List<String> outdated,
            boolean queueHeld,
            boolean allHeld,
            @Nullable Hold hold,
            boolean removed,
            @Nullable Operation active,
            List<Operation> queue,
            @Nullable Operation last,
            boolean completed,
            @Nullable Instant nextRun,
            List<String> lastLines) {}

    record Line(@Nullable Instant time, String stream, String text) {}

    /// How far followed lines go.
    record Reach(String reach) {}

    record Slice(List<Line> lines, String remark) {}

    record Need(String service, String condition) {}

    record Probe(
            String check,
            @Nullable String uri,
            @Nullable Integer status,
            @Nullable Integer port,
            @Nullable List<String> command,
            @Nullable String pattern,
            long everyMs,
            long timeoutMs,
            int failures,
            long initialDelayMs) {}

    record Stop(String signal, long timeoutMs, List<String> command) {}

    record Restart(
            String on,
            long backoffMinMs,
            long backoffMaxMs,
            int giveUpAfter,
            long giveUpWithinMs,
            long minUptimeMs,
            List<Integer> okCodes) {}

    record Log(long maxSize, int keep, @Nullable Long maxAgeMs) {}

    record Queue(String policy, @Nullable Long startTimeoutMs, long stopTimeoutMs, long graceMs) {}

    record Definition(
            String id,
            String group,
            boolean shell,
            List<String> command,
            String cwd,
            List<Integer> ports,
            boolean autostart,
            List<String> env,
            List<Need> needs,
            @Nullable Probe ready,
            @Nullable Probe alive,
            long settleMs,
            Stop stop,
            Restart restart,
            Log log,
            Queue queue,
            boolean job) {}

    record PlanGate(int member, String until) {}

    record PlanMember(String service, String kind, List<PlanGate> after) {}

    record Context(List<Operation> behind, List<JournalEvent> exits, List<Effect> effects) {}

    record Effect(Instant at, String text) {}

    record JournalEvent(Instant at, String service, String kind, String value, String text) {}

    record Figures(List<KindFigures> operations, Uptime uptime) {}

    record KindFigures(
            String kind, int count, int failed, long waitedP50Ms, long waitedP95Ms, long ranP50Ms, long ranP95Ms) {}

    record Uptime(long upMs, long downMs, long longestOutageMs, int outages, double restartsPerDay) {}

    record RunTime(String service, String kind, long ranMs) {}

    record Plan(List<PlanMember> members, int atOnce, boolean stopOnFailure, boolean mergeQueued, boolean now) {}

    record QueuedPlan(List<Operation> operations) {}

    record Asked(List<Operation> operations) {}

    /// @param maySubmit `null` from an engine that is earlier than this program
    record Interruption(
            @Nullable Instant at,
            List<CutOperation> operations,
            @Nullable Boolean maySubmit) {}

    record CutOperation(Operation operation, String sequel, boolean offered) {}

    record ResubmissionRequest(List<Long> operations) {}

    record Resubmission(List<Operation> operations, List<String> refused) {}

    /// What the data of an event may hold.
    record Event(
            @Nullable String service,
            @Nullable Long id,
            @Nullable Operation operation,
            @Nullable String reason) {}
}

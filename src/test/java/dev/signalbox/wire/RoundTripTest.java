package dev.signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.signalbox.code.Code;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Output.Reach;
import dev.signalbox.engine.Sequel;
import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Performance;
import dev.signalbox.journal.History.Quantiles;
import dev.signalbox.journal.History.RunTime;
import dev.signalbox.journal.History.Uptime;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.OperationDetails;
import dev.signalbox.journal.RecordedOperation;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogSlice;
import dev.signalbox.metrics.Growth;
import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Machine;
import dev.signalbox.metrics.Point;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Spread;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import dev.signalbox.operation.BulkPlan;
import dev.signalbox.operation.BulkPlan.Gate;
import dev.signalbox.operation.BulkPlan.Member;
import dev.signalbox.operation.BulkPlan.Until;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Port;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.Reason;
import dev.signalbox.service.Schedule;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.Dependency;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.LogSettings;
import dev.signalbox.service.ServiceDefinition.MainProcess;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.Statuses;
import dev.signalbox.time.FakeTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an engine says is what a window elsewhere understands.
final class RoundTripTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.250Z");
    private static final Source TOKEN = new Source(Source.Road.HTTP_API, "deploy");
    private static final List<Step> STEPS = List.of(
            new Step("SIGTERM sent", Duration.ofMillis(3), true), new Step("waiting", Duration.ofMillis(40), false));

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final ObjectNode SCHEMAS =
            JsonMapper.shared().valueToTree(Map.of("components", Map.of("schemas", Schemas.all())));

    private final RemoteClock clock = RemoteClock.inStep(new FakeTime());

    /// As it arrives, which is as it was sent.
    @SuppressWarnings("unchecked")
    private static <M> M arrived(M message) {
        try {
            var arrived = (M) Wire.readAnswer(Wire.write(message), message.getClass());
            assertThat(arrived).isEqualTo(message);
            return arrived;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same of a message of something, which is as it is described.
    private static <M> M sent(M message) {
        var name = message.getClass().getSimpleName().replaceAll("Message$", "");
        if (!name.equals("Reach")) { // which is in a stream
            var schema = SCHEMAS.deepCopy().put("$ref", "#/components/schemas/" + name);
            assertThat(REGISTRY.getSchema(schema).validate(JsonMapper.shared().readTree(Wire.write(message))))
                    .isEmpty();
        }
        return arrived(message);
    }

    private static Operation operation(long id, OperationKind kind, long plan) {
        return new Operation(id, "web", kind, TOKEN, Map.of(), plan, AT);
    }

    private static Operation kill(long id) {
        return new Operation(
                id,
                "web",
                OperationKind.STOP,
                Source.OPERATOR,
                "it hangs",
                Map.of("signal", "SIGKILL"),
                0,
                AT.plusMillis(id),
                id - 1);
    }

    private static List<Class<?>> classes(Collection<?> values) {
        return values.stream().<Class<?>>map(Object::getClass).distinct().toList();
    }

    // --- services ---

    @Test
    void reason_ofAnEarlierEngine_isThatOfItsState() throws IOException {
        assertThat(Wire.readAnswer("\"exit code 3\"", ReasonMessage.class))
                .isEqualTo(new ReasonMessage("unknown", "exit code 3", null, "", "exit code 3", null, null));
    }

    // --- operations ---

    private static List<WaitReason> waitReasons() {
        var other = operation(7, OperationKind.STOP, 0);
        return List.of(
                new WaitReason.Behind(other),
                new WaitReason.Held(),
                new WaitReason.Wedged(other),
                new WaitReason.Needs(other),
                new WaitReason.PlanFull(3),
                new WaitReason.Recording(),
                new WaitReason.JournalDown("disk full"));
    }

    private QueueSnapshot.Waiting waiting(Operation operation, WaitReason reason, @Nullable Instant startsBy) {
        return new QueueSnapshot.Waiting(
                operation,
                List.of(Source.CRASH_RECOVERY),
                clock.nanos(operation.submittedAt()),
                true,
                reason,
                startsBy);
    }

    private static QueueSnapshot queue(
            QueueSnapshot.@Nullable Active active,
            List<QueueSnapshot.Waiting> waiting,
            QueueSnapshot.@Nullable Ended last) {
        return new QueueSnapshot("web", 5, active, waiting, true, false, last);
    }

    @Test
    void whatWaits_waitsForTheSameReason() {
        assertThat(classes(waitReasons())).containsExactlyInAnyOrder(WaitReason.class.getPermittedSubclasses());
        for (var reason : waitReasons()) {
            var foretold = !(reason instanceof WaitReason.PlanFull || reason instanceof WaitReason.JournalDown);
            var waiting = waiting(operation(8, OperationKind.RESTART, 4), reason, foretold ? AT.plusSeconds(9) : null);

            var message = sent(OperationMessage.waiting(queue(null, List.of(waiting), null), 1)
                    .getFirst());

            assertThat(message.toWaiting(clock, Map.of(7L, operation(7, OperationKind.STOP, 0))))
                    .isEqualTo(waiting);
        }
    }

    private List<QueueSnapshot.Active> active() {
        var began = AT.plusSeconds(2);
        var nanos = clock.nanos(began);
        return List.of(
                new QueueSnapshot.Active(
                        operation(8, OperationKind.START, 0),
                        List.of(),
                        began,
                        nanos,
                        null,
                        List.of(),
                        false,
                        false,
                        false,
                        null),
                new QueueSnapshot.Active(
                        kill(9),
                        List.of(TOKEN, Source.OPERATOR),
                        began,
                        nanos,
                        Duration.ofSeconds(30),
                        STEPS,
                        true,
                        true,
                        true,
                        null));
    }

    @Test
    void whatRuns_runsAsItDoesThere() {
        assertThat(active())
                .allSatisfy(active -> assertThat(
                                sent(OperationMessage.running(active)).toActive(clock))
                        .isEqualTo(active));
    }

    private static List<Cancellation> cancellations() {
        return List.of(
                new Cancellation.User(),
                new Cancellation.Superseded(12),
                new Cancellation.Dependency(13, "db"),
                new Cancellation.Plan(14),
                new Cancellation.Shutdown(),
                new Cancellation.Crash(),
                new Cancellation.Unanswered());
    }

    private static List<Outcome> outcomes() {
        return Stream.<Outcome>concat(
                        Stream.of(
                                new Outcome.Succeeded(),
                                new Outcome.Failed("exit 3", Code.EXITED),
                                new Outcome.TimedOut(Duration.ofSeconds(30)),
                                new Outcome.Coalesced(15)),
                        cancellations().stream().map(Outcome.Cancelled::new))
                .toList();
    }

    private static QueueSnapshot.Ended ended(Outcome outcome) {
        return new QueueSnapshot.Ended(
                operation(8, OperationKind.STOP, 8),
                outcome,
                Duration.ofMillis(20),
                Duration.ofMillis(300),
                STEPS,
                true,
                AT.plusSeconds(4));
    }

    @Test
    void whatHasEnded_endedTheSameWay() {
        assertThat(classes(outcomes())).containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
        assertThat(classes(cancellations())).containsExactlyInAnyOrder(Cancellation.class.getPermittedSubclasses());
        assertThat(outcomes())
                .allSatisfy(outcome -> assertThat(
                                sent(OperationMessage.ended(ended(outcome))).toEnded(clock))
                        .isEqualTo(ended(outcome)));
    }

    private static RecordedOperation recorded(
            long id, @Nullable Instant startedAt, RecordedOperation.@Nullable End end) {
        var operation = operation(id, OperationKind.RESTART, 4);
        return new RecordedOperation(operation, operation.submittedAt(), startedAt, end);
    }

    /// One for each state.
    private static List<RecordedOperation> recorded() {
        var states = new ArrayList<RecordedOperation>();
        states.add(recorded(8, null, null));
        states.add(recorded(9, AT.plusSeconds(1), null));
        for (var outcome : outcomes()) {
            states.add(recorded(
                    10,
                    AT.plusSeconds(1),
                    new RecordedOperation.End(
                            outcome, AT.plusSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(999), false)));
        }
        return states;
    }

    @Test
    void whatTheJournalHas_isReadElsewhere() {
        var effects = List.of(new OperationDetails.Effect(AT.plusSeconds(5), "came up after all"));
        var exits = List.of(new JournalEvent(AT, "web", JournalEvent.Kind.EXIT, "137", "killed"));
        for (var recorded : recorded()) {
            var details = new OperationDetails(recorded, STEPS, effects, recorded(), exits);

            var message = sent(OperationMessage.recorded(details));

            assertThat(message.toRecorded(clock)).isEqualTo(recorded);
            assertThat(message.toDetails(sent(ContextMessage.of(details)), clock))
                    .isEqualTo(details);
        }
    }

    @ParameterizedTest
    @EnumSource
    void kindsOfEvents_areTheSame(JournalEvent.Kind kind) {
        var event = new JournalEvent(AT, "web", kind, "1", "text");

        assertThat(sent(JournalEventMessage.of(event)).toEvent(clock)).isEqualTo(event);
    }

    @Test
    void whatWasCutOff_isOfferedElsewhere() {
        var entries = recorded().stream()
                .map(recorded -> new CutOff.Entry(recorded, new Sequel("nothing: it runs", recorded.end() == null)))
                .toList();
        for (var maySubmit : List.of(true, false)) {
            var cutOff = new CutOff(AT.toString(), AT, entries, maySubmit);

            assertThat(sent(InterruptionMessage.of(cutOff, maySubmit)).toCutOff(clock))
                    .isEqualTo(cutOff);
        }
        assertThat(sent(InterruptionMessage.of(null, true)).toCutOff(clock)).isNull();
    }

    @Test
    void plan_isQueuedAsItIsShown() {
        var first = new Member("db", OperationKind.STOP, List.of());
        var gates =
                Arrays.stream(Until.values()).map(until -> new Gate(0, until)).toList();
        var plans = List.of(
                new BulkPlan(List.of(first, new Member("web", OperationKind.RESTART, gates)), 2, true, false),
                new BulkPlan(List.of(first, new Member("web", OperationKind.STOP, gates)), 0, false, true, true));

        assertThat(plans)
                .allSatisfy(plan ->
                        assertThat(sent(ExactPlanMessage.of(plan)).toPlan()).isEqualTo(plan));
    }

    // --- services ---

    private static Probe probe(Check check) {
        return new Probe(check, Duration.ofSeconds(1), Duration.ofSeconds(20), 3, Duration.ofMillis(50));
    }

    private static List<ServiceDefinition> definitions() {
        var plain = ServiceDefinition.builder("web", new Command.Argv(List.of("run", "a b")), Path.of("/srv/web"))
                .build();
        var http = new Check.Http(URI.create("http://127.0.0.1:8080/health"), 204, Pattern.compile("ok|fine"));
        var full = plain.but()
                .group("front")
                .listens(List.of(Port.of(8080), Objects.requireNonNull(Port.parse("127.0.0.2:8081"))))
                .confirm(Set.of(OperationKind.STOP))
                .autostart(true)
                .env(Map.of("PASSWORD", new EnvValue("", true)))
                .dependsOn(Arrays.stream(Dependency.Condition.values())
                        .map(condition -> new Dependency("needs-" + Words.of(condition), condition))
                        .toList())
                .ready(probe(http))
                .alive(new Probe(
                        new Check.Tcp("db.example", 5432),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(9),
                        3,
                        2,
                        Duration.ZERO))
                .settle(Duration.ofMillis(700))
                .stop(new StopSettings("SIGINT", Duration.ofSeconds(4), List.of("stop", "it"), StopSettings.To.ALL))
                .restart(new RestartPolicy(
                        RestartPolicy.On.ALWAYS,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        5,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        List.of(3, 4)))
                .mainProcess(new MainProcess(true, Path.of("/run/web.pid")))
                .log(new LogSettings(1_000_000, 4, Duration.ofDays(3)))
                .queue(new QueueSettings(
                        QueueSettings.Policy.COALESCE,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(5),
                        false))
                .build();
        var asked = new Check.Request("HEAD", Map.of("Host", "…"), Path.of("/srv/ca.pem"), false);
        var secured = plain.but()
                .ready(probe(new Check.Http(
                        URI.create("https://localhost/"),
                        asked,
                        new Statuses(List.of(new Statuses.Range(300, 399), new Statuses.Range(200, 204))),
                        null)))
                .build();
        var job = ServiceDefinition.builder("job", new Command.Shell("a | b"), Path.of("/srv"))
                .ready(probe(new Check.Exec(List.of("is", "ready"))))
                .alive(probe(new Check.Log(Pattern.compile("up"))))
                .oneShot(true)
                .schedule(Schedule.parse(
                        "@daily", ZoneId.of("Europe/Berlin"), Schedule.Missed.RUN_ONCE, Schedule.Overlap.QUEUE))
                .build();
        return List.of(plain, full, secured, job);
    }

    @Test
    void definitionWithSecretsInFolderAndProbes_isSentAsItIsWritten() {
        var uri = URI.create("http://127.0.0.1:8000/hunter2?a=b");
        var definition = ServiceDefinition.builder("web", new Command.Shell("x"), Path.of("/srv/hunter2"))
                .ready(probe(new Check.Http(uri, 200, Pattern.compile("by hunter2"))))
                .alive(probe(new Check.Http(uri, 200, null)))
                .mainProcess(new MainProcess(true, Path.of("/srv/hunter2/web.pid")))
                .hidden(Map.of("${APP}", "hunter2", "${PORT}", "8000"))
                .build();

        var arrived = sent(DefinitionMessage.of(definition)).toDefinition();

        assertThat(arrived.shownCwd()).isEqualTo("/srv/${APP}");
        assertThat(arrived.shownPidFile()).isEqualTo("/srv/${APP}/web.pid");
        assertThat(arrived.shownAlive())
                .extracting(each -> each.check().text())
                .isEqualTo("http 200 on http://127.0.0.1:${PORT}/${APP}?a=…");
        assertThat(String.valueOf(sent(DefinitionMessage.of(definition)))).doesNotContain("hunter2");
    }

    @Test
    void definition_isTheSameButForSecrets() {
        var checks = definitions().stream()
                .flatMap(definition -> Stream.of(definition.ready(), definition.alive()))
                .filter(Objects::nonNull)
                .map(Probe::check)
                .toList();
        assertThat(classes(checks)).containsOnly(Check.class.getPermittedSubclasses());
        assertThat(definitions()).allSatisfy(definition -> {
            var arrived = sent(DefinitionMessage.of(definition)).toDefinition();

            assertThat(withoutProbes(arrived)).isEqualTo(withoutProbes(definition));
            assertThat(arrived).hasToString(definition.toString()); // as patterns are never equal
        });
    }

    private static ServiceDefinition withoutProbes(ServiceDefinition definition) {
        return definition.but().ready(null).alive(null).build();
    }

    private static ServiceSnapshot service(
            ServiceState state, Reason.Code code, ServiceStatus status, Intent intent, QueueSnapshot queue) {
        var definition = definitions().getFirst();
        return new ServiceSnapshot(
                definition,
                definition,
                status,
                true,
                status.pid() >= 0 || state == ServiceState.UNKNOWN,
                true,
                AT.plusSeconds(60),
                intent,
                new Reason(code, "text", code == Reason.Code.DEPENDENCY ? "db" : ""),
                state == ServiceState.RUNNING ? "service.out.log was deleted or moved away" : "",
                queue);
    }

    private void assertSame(ServiceSnapshot service) {
        var message = sent(ServiceMessage.of(service));
        var others = message.operations().map(one -> one.toOperation(clock)).toList();
        var byId = others.stream().collect(Collectors.toMap(Operation::id, one -> one));

        assertThat(message.toSnapshot(service.definition(), service.queue().version(), byId, clock))
                .isEqualTo(service);
    }

    @Test
    void usages_areTheSame() {
        var full = new Usage(
                AT,
                AT.minusSeconds(7),
                0.4125,
                12.5,
                812_000_000,
                41,
                387,
                380,
                List.of(8000, 8001),
                new Limits(1_000_000_000L, 500L, 1_024L),
                new Growth(AT.minusSeconds(7), 44_000_000, AT.plusSeconds(9_000)));
        var bare = new Usage(AT, AT, Double.NaN, 0, 1, 1, -1, -1, List.of(), Limits.NONE, null);
        var usages = new Usages(new Machine(8, 1L << 34), Map.of("web", full, "db", bare));

        assertThat(sent(UsagesMessage.of(usages)).toUsages(clock)).isEqualTo(usages);
        var service = service(
                ServiceState.RUNNING,
                Reason.Code.UNKNOWN,
                ServiceStatus.of(ServiceState.RUNNING, "because"),
                Intent.NONE,
                new QueueSnapshot("web", 5, null, List.of(), false, false, null));
        var message = ServiceMessage.of(service);
        assertThat(message.using(UsageMessage.of(full)).usage()).isEqualTo(UsageMessage.of(full));
        assertThat(message.using(UsageMessage.of(full)).using(null)).isEqualTo(message);
    }

    @Test
    void series_isTheSame_withItsGaps() {
        var points = List.of(
                new Point(AT.plusSeconds(60), Spread.NONE, new Spread(1, 2, 3), new Spread(4, 4.5, 5), Spread.NONE),
                new Point(
                        AT.plusSeconds(180),
                        new Spread(0.1, 0.2, 0.3),
                        new Spread(1, 2, 3),
                        new Spread(4, 4.5, 5),
                        new Spread(7, 8, 9)));
        var series = new Series(AT, Duration.ofMinutes(1), points);

        assertThat(sent(SeriesMessage.of(series)).toSeries(clock)).isEqualTo(series);
    }

    @ParameterizedTest
    @EnumSource
    void service_isInTheSameState(ServiceState state) {
        assertSame(service(
                state,
                Reason.Code.UNKNOWN,
                ServiceStatus.of(state, "because"),
                Intent.NONE,
                new QueueSnapshot("web", 5, null, List.of(), false, false, null)));
    }

    @ParameterizedTest
    @EnumSource
    void service_isAsItIsForTheSameReason(Reason.Code code) {
        var active = active().getLast();
        var waiting = List.of(
                waiting(operation(20, OperationKind.STOP, 4), new WaitReason.Behind(active.operation()), AT),
                waiting(
                        operation(21, OperationKind.START, 0),
                        new WaitReason.Behind(operation(20, OperationKind.STOP, 4)),
                        null));
        for (var health : ServiceStatus.Health.values()) {
            var status = new ServiceStatus(
                    ServiceState.RUNNING,
                    health,
                    4711,
                    AT,
                    "",
                    new ExitStatus(137),
                    List.of("last words"),
                    new ServiceStatus.Recovery(3, AT.plusSeconds(8), true, 4, 5),
                    "other",
                    List.of("command"),
                    List.of(new ServiceStatus.Unasked("alive", "Too many open files", AT)),
                    AT.minusSeconds(9),
                    Code.UNASKED);
            for (var value : Intent.Value.values()) {
                var intent = new Intent(
                        new Intent.Desired(value, AT, "operator, #4", 0),
                        null,
                        new Intent.Hold(AT, "operator", "maintenance", AT.plusSeconds(100)),
                        new Intent.Suspension(AT, "deploy"),
                        null,
                        null);
                assertSame(service(
                        ServiceState.RUNNING,
                        code,
                        status,
                        intent,
                        queue(active, waiting, ended(outcomes().getFirst()))));
            }
        }
    }

    // --- the rest ---

    @Test
    void figures_areTheSame() {
        var quantiles = new Quantiles(Duration.ofMillis(20), Duration.ofMillis(400));
        var performance = new Performance(
                Map.of(OperationKind.RESTART, new Figures(9, 2, quantiles, quantiles)),
                new Uptime(Duration.ofHours(4), Duration.ofMinutes(2), Duration.ofMinutes(1), 3, 0.25));
        var run = new RunTime("web", OperationKind.STOP, Duration.ofMillis(1234));

        assertThat(sent(FiguresMessage.of(performance)).toPerformance()).isEqualTo(performance);
        assertThat(sent(RunTimeMessage.of(run)).toRunTime()).isEqualTo(run);
    }

    @Test
    void output_isTheSame() {
        var lines = Arrays.stream(LogLine.Stream.values())
                .map(stream -> new LogLine(stream == LogLine.Stream.ERR ? null : AT, stream, "\u001b[1mtext"))
                .toList();

        assertThat(LogSlice.Remark.values())
                .allSatisfy(remark -> assertThat(sent(LogSliceMessage.of(new LogSlice(lines, remark)))
                                .toSlice(clock))
                        .isEqualTo(new LogSlice(lines, remark)));
        assertThat(Reach.values())
                .allSatisfy(reach ->
                        assertThat(sent(ReachMessage.of(reach)).toReach()).isEqualTo(reach));
    }

    // --- whatever a message holds ---

    static List<Class<?>> messages() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.signalbox.wire").stream()
                        .filter(found ->
                                found.isRecord() && found.getModifiers().contains(JavaModifier.PUBLIC))
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(type -> type != RemoteClock.class)
                        .toList();
    }

    /// A message with something in all its places, or in those only that cannot be empty.
    private static Object filled(Class<?> type, boolean full) {
        var components = type.getRecordComponents();
        var values = Arrays.stream(components)
                .map(component -> full || !isNullable(component) ? value(component.getGenericType(), full) : null)
                .toArray();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Object value(Type type, boolean full) {
        if (type instanceof ParameterizedType list) {
            var item = list.getActualTypeArguments()[0];
            return full ? List.of(value(item, true), value(item, false)) : List.of();
        }
        return switch (((Class<?>) type).getSimpleName()) {
            case "String" -> "\"ü\\";
            case "Instant" -> AT;
            case "int", "Integer" -> Integer.MAX_VALUE;
            case "long", "Long" -> Long.MAX_VALUE;
            case "boolean", "Boolean" -> full;
            case "double", "Double" -> 0.1;
            default -> filled((Class<?>) type, full);
        };
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_arrivesAsItWasSent(Class<?> type) {
        for (var full : List.of(true, false)) {
            var message = arrived(filled(type, full));

            assertThat(message).isEqualTo(filled(type, full));
            assertThat((Object) Wire.readRequest(Wire.write(message), type)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_saysItsPartsInTheirOrder(Class<?> type) {
        var said = JsonMapper.shared().readTree(Wire.write(filled(type, true))).propertyNames();

        assertThat(said).containsExactlyElementsOf(names(type).toList());
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
                        ? names(component.getType())
                        : Stream.of(component
                                .getName()
                                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                                .toLowerCase(Locale.ROOT)));
    }

    @Test
    void health_saysOfHowManyServicesTheLogIsNotWhole_whichIsNoFaultOfTheEngine() {
        var health = sent(HealthMessage.of("shop", true, null, 2, "by pidfd", "by looking at /proc"));

        assertThat(health.logs()).isEqualTo("not whole, or not rotated, of 2 services");
        assertThat(health.works()).isTrue();
        assertThat(HealthMessage.of("shop", true, null, 0, "", "").logs()).isEqualTo("ok");
    }
}

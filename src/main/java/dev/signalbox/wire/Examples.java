package dev.signalbox.wire;

import dev.signalbox.journal.JournalEvent;
import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogPage;
import dev.signalbox.log.LogPlace;
import dev.signalbox.log.PlacedLine;
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
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import dev.signalbox.operation.WaitReason;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.service.ServiceStatus.Health;
import dev.signalbox.service.plan.PlanProposal;
import dev.signalbox.service.plan.PlanRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Messages as they may be seen, for the API's description: some minutes of a shop whose `backend` is restarted.
public final class Examples {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Source DEPLOY = new Source(Source.Road.HTTP_API, "deploy");
    private static final List<String> BOTH = List.of("backend", "frontend");

    private static final Operation FIRST = operation(12, NOON);
    private static final Operation SECOND = operation(13, NOON.plusMillis(40));

    private static final QueueSnapshot QUEUE = new QueueSnapshot(
            "backend",
            31,
            new QueueSnapshot.Active(
                    FIRST,
                    List.of(),
                    NOON.plusMillis(2),
                    0,
                    Duration.ofSeconds(60),
                    List.of(new Step("SIGTERM sent", Duration.ofMillis(3), true)),
                    false,
                    false,
                    false,
                    null),
            List.of(new QueueSnapshot.Waiting(
                    SECOND, List.of(), 0, false, new WaitReason.Behind(FIRST), NOON.plusSeconds(60))),
            false,
            false,
            null);

    private Examples() {}

    /// By the name of the schema, with `List` behind it for a list of such, and with `Accepted` behind that for
    /// what is told before it has been done.
    public static Map<String, Object> all() {
        var waiting = OperationMessage.waiting(QUEUE, 1).getFirst();
        var ended = OperationMessage.ended(new QueueSnapshot.Ended(
                FIRST,
                new Outcome.Succeeded(),
                Duration.ofMillis(2),
                Duration.ofMillis(1_640),
                List.of(
                        new Step("SIGTERM sent", Duration.ofMillis(3), true),
                        new Step("ready", Duration.ofMillis(1_638), true)),
                true,
                NOON.plusMillis(1_642)));
        var token = new TokenMessage("deploy", "operate", NOON, NOON.plus(Duration.ofDays(90)), null, null, null);
        var line = LogLineMessage.of(new LogLine(NOON, LogLine.Stream.OUT, "listening on port 8000"));

        var all = new LinkedHashMap<String, Object>();
        all.put("Operation", ended);
        all.put("OperationAccepted", waiting);
        all.put("OperationList", List.of(waiting, ended));
        all.put("Cancellation", CancellationMessage.CANCELLED);
        all.put("Asked", new AskedMessage(List.of(ended)));
        all.put("Service", ServiceMessage.of(service()).using(UsageMessage.of(usage())));
        all.put("ServiceList", List.of(ServiceMessage.of(service()).using(UsageMessage.of(usage()))));
        all.put("ServiceDetail", ServiceDetailMessage.of(service(), UsageMessage.of(usage())));
        all.put("Usages", UsagesMessage.of(new Usages(new Machine(8, 16L << 30), Map.of("backend", usage()))));
        all.put("Series", SeriesMessage.of(series()));
        all.put("PlanRequest", new PlanRequestMessage("restart", BOTH, true, 1, true, null, null));
        all.put("StopRequest", new StopRequestMessage(true, List.of("backend"), null));
        all.put("ExactPlan", ExactPlanMessage.of(plan()));
        all.put("Plan", PlanMessage.of(proposal()));
        all.put("PlanAccepted", PlanMessage.of(proposal()).queued(12, List.of(waiting)));
        all.put("ResubmissionRequest", new ResubmissionRequestMessage(List.of(SECOND.id())));
        all.put("PutBackRequest", PutBackRequestMessage.of(List.of(SECOND.id()), List.of(FIRST.id(), SECOND.id())));
        all.put("Reload", reload());
        all.put("NewToken", new NewTokenMessage("deploy", "operate", "2090-01-01T12:00:00Z"));
        all.put("RoleChange", new RoleChangeMessage("read"));
        all.put("Token", token);
        all.put("TokenList", List.of(token));
        all.put("LogLineList", List.of(line));
        all.put("LogSlice", new LogSliceMessage(List.of(line), "none"));
        all.put("LogPage", LogPageMessage.of(new LogPage(List.of(placed()), 1, false, true)));
        all.put("LogPageList", List.of(LogPageMessage.of(new LogPage(List.of(placed()), 0, false, true))));
        all.put("LogExtent", new LogExtentMessage(5_000_000, 1, 48_000, NOON));
        all.put("JournalEventList", List.of(JournalEventMessage.of(exit())));
        all.put(
                "Health",
                HealthMessage.of("shop", true, null, 0, "by pidfd", "by control group /sys/fs/cgroup/signalbox-shop"));
        all.put(
                "Engine",
                new EngineMessage(
                        4711,
                        "0.1.0",
                        NOON,
                        "shop",
                        "/srv/shop/signalbox.yaml",
                        List.of("/run/user/1000/signalbox/api.sock", "http://127.0.0.1:7070")));
        return all;
    }

    private static PlacedLine placed() {
        return new PlacedLine(
                new LogPlace(NOON.toEpochMilli(), "backend", LogLine.Stream.OUT, 4_999_930),
                new LogLine(NOON, LogLine.Stream.OUT, "listening on port 8000"));
    }

    private static Operation operation(long id, Instant submittedAt) {
        return new Operation(id, "backend", OperationKind.RESTART, DEPLOY, Map.of(), 0, submittedAt);
    }

    private static ServiceSnapshot service() {
        var definition = ServiceDefinition.builder(
                        "backend", new Command.Argv(List.of("bin/backend", "--port", "8000")), Path.of("/srv/shop"))
                .group("shop")
                .ports(List.of(8000))
                .env(Map.of("DB_PASSWORD", new EnvValue("", true)))
                .autostart(true)
                .build();
        var status = ServiceStatus.of(ServiceState.STOPPING, "").running(4711, NOON.minusSeconds(3_600), Health.READY);
        var desired = new Intent.Desired(Intent.Value.RUNNING, NOON, "deploy, #12", FIRST.id());
        return new ServiceSnapshot(
                definition,
                definition,
                status,
                false,
                true,
                false,
                null,
                new Intent(desired, null, null, null, null, null),
                new Reason(Reason.Code.PENDING, "restart #12 runs", ""),
                "",
                QUEUE);
    }

    private static Usage usage() {
        return new Usage(
                NOON,
                NOON.minusSeconds(3 * 3_600),
                0.41,
                4_321.5,
                812_000_000,
                41,
                387,
                380,
                List.of(8000),
                new Limits(1_000_000_000L, null, 1_024L),
                new Growth(NOON.minusSeconds(3 * 3_600), 44_000_000, NOON.plusSeconds(4 * 3_600)));
    }

    private static Series series() {
        var point = new Point(
                NOON,
                new Spread(0.3, 0.41, 0.58),
                new Spread(810_000_000, 811_500_000, 812_000_000),
                new Spread(41, 41, 41),
                new Spread(387, 387, 387));
        return new Series(NOON, Duration.ofMinutes(1), List.of(point));
    }

    /// Both, `frontend` as soon as `backend` is there again.
    private static BulkPlan plan() {
        return new BulkPlan(
                List.of(
                        new Member("backend", OperationKind.RESTART, List.of()),
                        new Member("frontend", OperationKind.RESTART, List.of(new Gate(0, Until.SUCCEEDED)))),
                1,
                true,
                false);
    }

    private static PlanProposal proposal() {
        var busy = new PlanProposal.Busy("backend", true, List.of(OperationKind.RESTART), false);
        return new PlanProposal(
                PlanRequest.of(OperationKind.RESTART, Set.copyOf(BOTH)), plan(), List.of(), List.of(busy), Set.of());
    }

    private static ReloadMessage reload() {
        return new ReloadMessage(
                true,
                List.of(),
                List.of("mailer"),
                List.of(),
                List.of(new ReloadMessage.ServiceChange(
                        "backend", List.of(new ReloadMessage.Change("ports", "8000", "8001", true)))),
                false,
                List.of(),
                List.of("backend"),
                List.of(),
                List.of(),
                List.of(new ReloadMessage.Trouble("mailer", "its env_file /srv/shop/mail.env does not exist")),
                List.of(41L));
    }

    private static JournalEvent exit() {
        return new JournalEvent(NOON, "backend", JournalEvent.Kind.EXIT, "137", "killed by SIGKILL");
    }
}

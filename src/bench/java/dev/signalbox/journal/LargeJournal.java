package dev.signalbox.journal;

import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Fills a journal with operations as a busy workspace has them over 80 days, with a seed, so that twice the same
/// comes out.
public final class LargeJournal {
    private static final long SEED = 20_260_301;
    private static final int BATCH = 2_000;
    private static final Duration SPAN = Duration.ofDays(80);
    private static final List<String> SERVICES = List.of(
            "backend",
            "incentive_system",
            "network_coordinator",
            "blockchain_node_1",
            "blockchain_node_2",
            "network_dashboard",
            "frontend");
    private static final List<Source> SOURCES = List.of(
            Source.OPERATOR,
            Source.OPERATOR,
            Source.CRASH_RECOVERY,
            Source.AUTOSTART,
            new Source(Source.Road.HTTP_API, "ci-deploy"),
            new Source(Source.Road.HTTP_API, "ci-deploy"),
            new Source(Source.Road.HTTP_API, "grafana"),
            new Source(Source.Road.COMMAND_LINE, "root"));
    private static final List<String> CAUSES = List.of(
            "exit code 1 before it was ready",
            "port 8000 is held by pid 4711 (python3), which is not a service of this workspace",
            "not ready within 15 s: connection refused",
            "exit code 137 (or SIGKILL) before it was ready");

    private final Random random = new Random(SEED);
    private final Instant begin;
    private final Duration step;
    private final int operations;
    private long plan;
    private int left;

    private LargeJournal(Instant end, int operations) {
        this.operations = operations;
        begin = end.minus(SPAN);
        step = SPAN.dividedBy(operations);
    }

    /// Fills the new file with the operations that came before `end`.
    public static void fill(Path file, Instant end, int operations) throws SQLException, IOException {
        var large = new LargeJournal(end, operations);
        try (var store = new Store(new Database(file, Schema.MIGRATIONS), InstantSource.fixed(end))) {
            large.fill(store);
        }
    }

    private void fill(Store store) throws SQLException, IOException {
        var records = new ArrayList<JournalRecord>();
        for (long id = 1; id <= operations; id++) {
            add(operation(id), records);
            if (id % BATCH == 0 || id == operations) {
                store.write(records, List.of());
                records.clear();
            }
        }
    }

    private Operation operation(long id) {
        if (left == 0) {
            plan = random.nextInt(40) == 0 ? id : 0;
            left = plan == 0 ? 0 : SERVICES.size();
        }
        var service = left > 0 ? SERVICES.get(SERVICES.size() - left--) : SERVICES.get(random.nextInt(SERVICES.size()));
        var kind = plan != 0 ? OperationKind.START : OperationKind.values()[random.nextInt(3)];
        var source = plan != 0 ? Source.OPERATOR : SOURCES.get(random.nextInt(SOURCES.size()));
        return new Operation(id, service, kind, source, Map.of(), plan, begin.plus(step.multipliedBy(id)));
    }

    private void add(Operation operation, List<JournalRecord> records) {
        var waited = Duration.ofMillis(random.nextInt(4_000));
        var accepted = operation.submittedAt().plusMillis(2);
        records.add(new JournalRecord.Accepted(operation, accepted));
        var outcome = outcome(operation.id());
        var ran = outcome instanceof Outcome.Cancelled || outcome instanceof Outcome.Coalesced
                ? Duration.ZERO
                : Duration.ofMillis(200 + random.nextInt(9_000));
        if (!ran.isZero()) {
            records.add(new JournalRecord.Started(operation, accepted.plus(waited)));
        }
        var steps = List.of(
                new Step("SIGTERM sent", Duration.ZERO, true),
                new Step("exited in 48 ms", Duration.ofMillis(48), true),
                new Step("started pid " + (30_000 + random.nextInt(9_000)), Duration.ofMillis(110), true),
                new Step("ready: http 200 on /health", ran, true));
        records.add(new JournalRecord.Ended(new QueueSnapshot.Ended(
                operation,
                outcome,
                waited,
                ran,
                ran.isZero() ? List.of() : steps,
                !ran.isZero() && random.nextInt(4) > 0,
                accepted.plus(waited).plus(ran))));
    }

    private Outcome outcome(long id) {
        return switch (random.nextInt(25)) {
            case 0 -> new Outcome.Failed(CAUSES.get(random.nextInt(CAUSES.size())));
            case 1 -> new Outcome.TimedOut(Duration.ofSeconds(30));
            case 2 -> new Outcome.Cancelled(new Cancellation.User());
            case 3 -> new Outcome.Cancelled(new Cancellation.Superseded(id + 1));
            case 4 -> new Outcome.Coalesced(id + 1);
            default -> new Outcome.Succeeded();
        };
    }
}

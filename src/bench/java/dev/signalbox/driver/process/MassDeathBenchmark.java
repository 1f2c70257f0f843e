package dev.signalbox.driver.process;

import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.Source;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// What an engine does when all that it looks after is killed at once: how long until it has told each end, and
/// until it has asked for each restart. It has adopted the services, so they are no children of it. And what
/// watching them costs while nothing happens.
public final class MassDeathBenchmark {
    private static final int SERVICES = Integer.getInteger("services", 300);
    private static final int ROUNDS = 5;
    private static final int ONE_BY_ONE = 100;
    private static final Duration REST = Duration.ofSeconds(60);
    private static final int TICKS_PER_SECOND = 100;

    private final Path folder;

    private MassDeathBenchmark(Path folder) {
        this.folder = folder;
    }

    /// @param args `death`, `one`, `rest`
    public static void main(String[] args) throws Exception {
        var benchmark = new MassDeathBenchmark(Files.createTempDirectory("mass-death"));
        try (var engine = benchmark.engine()) {
            engine.supervisors().forEach(one -> submit(engine, one, OperationKind.START));
            await(engine, MassDeathBenchmark::isRunning);
        }
        try {
            for (var part : args) {
                switch (part) {
                    case "death" -> benchmark.death();
                    case "one" -> benchmark.one();
                    case "rest" -> benchmark.rest();
                    default -> throw new IllegalArgumentException("no such benchmark: " + part);
                }
            }
        } finally {
            try (var engine = benchmark.engine()) {
                engine.supervisors().forEach(one -> submit(engine, one, OperationKind.STOP));
                await(engine, one -> !one.mayLive());
            }
        }
    }

    private LocalEngine engine() throws Exception {
        var text = new StringBuilder("name: bench\ndefaults: { timeout: 5m }\nservices:\n");
        for (int i = 0; i < SERVICES; i++) {
            text.append("  s")
                    .append(i)
                    .append(": { command: [sleep, \"10000\"],")
                    .append(" restart: { on: always, backoff: 10ms..1s, give_up_after: never } }\n");
        }
        var file = Files.writeString(folder.resolve("signalbox.yaml"), text.toString());
        var environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        var engine = LocalEngine.open(WorkspaceFile.load(file, environment), environment);
        engine.autostart();
        return engine;
    }

    private static void submit(LocalEngine engine, Supervisor supervisor, OperationKind kind) {
        engine.queue().submit(supervisor.definition().id(), kind, Source.OPERATOR);
    }

    private static boolean isRunning(Supervisor supervisor) {
        return supervisor.status().isReady();
    }

    private static void await(LocalEngine engine, Predicate<Supervisor> condition) throws InterruptedException {
        while (!engine.supervisors().stream().allMatch(condition)) {
            Thread.sleep(20);
        }
    }

    private void death() throws Exception {
        var told = new long[ROUNDS];
        var asked = new long[ROUNDS];
        var used = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            try (var engine = engine()) {
                await(engine, MassDeathBenchmark::isRunning);
                var ended = new Moment();
                for (var one : engine.supervisors()) {
                    one.watch(() -> {
                        if (one.status().pid() < 0) {
                            ended.of(one.definition().id());
                        }
                    });
                }
                var again = new Moment();
                var subscription = engine.queue().subscribe(100_000, new QueueListener() {
                    @Override
                    public void onEvent(QueueEvent event) {
                        if (event instanceof QueueEvent.Accepted) {
                            again.of(event.operation().service());
                        }
                    }
                });
                var before = ticks();
                var begin = System.nanoTime();
                killAll(engine);
                told[i] = ended.await() - begin;
                asked[i] = again.await() - begin;
                used[i] = ticks() - before;
                subscription.close();
                await(engine, MassDeathBenchmark::isRunning);
            }
        }
        Arrays.sort(told);
        Arrays.sort(asked);
        Arrays.sort(used);
        System.out.printf(
                "%d adopted services killed at once: all ends told after %s, all restarts asked for after %s, by %.2f s of"
                        + " CPU (medians of %d; %s)%n",
                SERVICES,
                millis(told[ROUNDS / 2]),
                millis(asked[ROUNDS / 2]),
                (double) used[ROUNDS / 2] / TICKS_PER_SECOND,
                ROUNDS,
                load());
    }

    private static void killAll(LocalEngine engine) throws IOException {
        var table = new LinuxProcessTable(text -> text);
        List<Long> groups = new ArrayList<>();
        for (var one : engine.supervisors()) {
            groups.add(group(table, one));
        }
        groups.forEach(group -> table.signal(-group, 9));
    }

    /// A service with its wrapper, so that nothing of it competes with the engine.
    private static long group(LinuxProcessTable table, Supervisor supervisor) {
        return Objects.requireNonNull(table.find(supervisor.status().pid())).session();
    }

    private void one() throws Exception {
        var table = new LinuxProcessTable(text -> text);
        var times = new long[ONE_BY_ONE];
        try (var engine = engine()) {
            await(engine, MassDeathBenchmark::isRunning);
            var victims = engine.supervisors().stream().limit(ONE_BY_ONE).toList();
            for (int i = 0; i < ONE_BY_ONE; i++) {
                var victim = victims.get(i);
                var told = new CompletableFuture<Long>();
                victim.watch(() -> {
                    if (victim.status().pid() < 0) {
                        told.complete(System.nanoTime());
                    }
                });
                var group = group(table, victim);
                var begin = System.nanoTime();
                table.signal(-group, 9);
                times[i] = told.get() - begin;
                await(engine, MassDeathBenchmark::isRunning);
            }
        }
        Arrays.sort(times);
        System.out.printf(
                "one of %d adopted services killed, until its end is told: p50 %s, p99 %s (%s)%n",
                SERVICES, millis(times[ONE_BY_ONE / 2]), millis(times[ONE_BY_ONE * 99 / 100]), load());
    }

    /// When the last of all services was named.
    private static final class Moment {
        private final Set<String> named = ConcurrentHashMap.newKeySet();
        private volatile long last;

        void of(String service) {
            if (named.add(service) && named.size() == SERVICES) {
                last = System.nanoTime();
            }
        }

        long await() throws InterruptedException {
            while (last == 0) {
                Thread.sleep(1);
            }
            return last;
        }
    }

    private void rest() throws Exception {
        try (var engine = engine()) {
            await(engine, MassDeathBenchmark::isRunning);
            for (int i = 0; i < 5; i++) {
                System.gc();
            }
            Thread.sleep(REST.dividedBy(12));
            var before = ticks();
            Thread.sleep(REST);
            var used = ticks() - before;
            System.out.printf(
                    "%d adopted services at rest: %.2f %% of one core over %d s (%s)%n",
                    SERVICES, 100.0 * used / TICKS_PER_SECOND / REST.toSeconds(), REST.toSeconds(), load());
        }
    }

    /// What this process has used, user and system.
    private static long ticks() throws IOException {
        var stat = Files.readString(Path.of("/proc/self/stat"));
        var fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static String millis(long nanos) {
        return String.format("%.0f ms", nanos / 1e6);
    }

    private static String load() throws IOException {
        return "load " + Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0] + " on "
                + Runtime.getRuntime().availableProcessors() + " cores";
    }
}

package dev.signalbox.driver.process;

import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// What the engine costs with real services: how long starts take beside a bare loop that spawns the same
/// processes, what a restart takes, and what running services need while nothing happens. Prints the load of the
/// machine with each figure.
public final class ServicesBenchmark {
    private static final int ROUNDS = 5;
    private static final int RESTARTS = 200;
    private static final int RESTING = 500;
    private static final Duration REST = Duration.ofSeconds(30);
    /// A service without a probe has started when it has stayed up for so long. It is no work.
    private static final long SETTLE = Duration.ofMillis(200).toNanos();

    private final Path folder;

    private ServicesBenchmark(Path folder) {
        this.folder = folder;
    }

    /// @param args `start`, `restart`, `rest`
    public static void main(String[] args) throws Exception {
        for (var part : args) {
            var benchmark = new ServicesBenchmark(Files.createTempDirectory("services"));
            switch (part) {
                case "start" -> benchmark.start();
                case "restart" -> benchmark.restart();
                case "rest" -> benchmark.rest();
                default -> throw new IllegalArgumentException("no such benchmark: " + part);
            }
        }
    }

    private LocalEngine engine(int services) throws Exception {
        var text = new StringBuilder("name: bench\ndefaults: { timeout: 5m }\nservices:\n");
        for (int i = 0; i < services; i++) {
            text.append("  s").append(i).append(": { command: [sleep, \"1000\"] }\n");
        }
        var file = Files.writeString(folder.resolve("signalbox.yaml"), text.toString());
        var environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        return LocalEngine.open(WorkspaceFile.load(file, environment), environment);
    }

    /// @return nanoseconds from the first submission to the last outcome
    private static long all(LocalEngine engine, OperationKind kind) {
        var begin = System.nanoTime();
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        for (var supervisor : engine.supervisors()) {
            outcomes.add(submit(engine, supervisor.definition().id(), kind));
        }
        for (var outcome : outcomes) {
            if (!(outcome.join() instanceof Outcome.Succeeded)) {
                throw new IllegalStateException(kind + " came out as " + outcome.join());
            }
        }
        return System.nanoTime() - begin;
    }

    private static CompletableFuture<Outcome> submit(LocalEngine engine, String service, OperationKind kind) {
        return engine.queue()
                .submit(service, kind, Source.OPERATOR)
                .thenCompose(answer -> switch (answer) {
                    case Submission.Accepted(var ticket) -> ticket.outcome();
                    case Submission.Refused(var reason, var _) -> throw new IllegalStateException(reason);
                })
                .toCompletableFuture();
    }

    private void start() throws Exception {
        for (int services : new int[] {100, 500}) {
            try (var engine = engine(services)) {
                var engines = new long[ROUNDS];
                var bares = new long[ROUNDS];
                all(engine, OperationKind.START);
                all(engine, OperationKind.STOP);
                bare(services);
                for (int i = 0; i < ROUNDS; i++) {
                    bares[i] = bare(services);
                    engines[i] = all(engine, OperationKind.START) - SETTLE;
                    all(engine, OperationKind.STOP);
                }
                Arrays.sort(engines);
                Arrays.sort(bares);
                var ratio = (double) engines[ROUNDS / 2] / bares[ROUNDS / 2];
                System.out.printf(
                        "%d starts: %s, bare %s, ratio %.2f (medians of %d, settling excluded; %s)%n",
                        services, millis(engines[ROUNDS / 2]), millis(bares[ROUNDS / 2]), ratio, ROUNDS, load());
            }
        }
    }

    /// Spawns the same processes in a loop.
    ///
    /// @return nanoseconds until the last service runs
    private long bare(int services) throws IOException, InterruptedException {
        var runs = Files.createTempDirectory(folder, "bare");
        var files = new ArrayList<RunFiles>();
        var processes = new ArrayList<Process>();
        var begin = System.nanoTime();
        for (int i = 0; i < services; i++) {
            var run = RunFiles.in(runs, "s" + i);
            var words = new ArrayList<>(List.of("setsid"));
            words.addAll(Launcher.wrapper(run, null));
            words.addAll(List.of("sleep", "1000"));
            var builder = new ProcessBuilder(words)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.appendTo(runs.resolve("out").toFile()))
                    .redirectError(Redirect.appendTo(runs.resolve("err").toFile()));
            builder.environment().put(ProcessTable.COOKIE, "bare:s" + i + ":1");
            processes.add(builder.start());
            files.add(run);
        }
        for (int i = 0; i < services; i++) {
            while (files.get(i).servicePid("bare:s" + i + ":1").isEmpty()) {
                Thread.sleep(1);
            }
        }
        var time = System.nanoTime() - begin;
        var table = new LinuxProcessTable(text -> text);
        for (var process : processes) {
            table.signal(-process.pid(), 9);
        }
        for (var process : processes) {
            process.waitFor();
        }
        return time;
    }

    private void restart() throws Exception {
        try (var engine = engine(1)) {
            all(engine, OperationKind.START);
            var times = new long[RESTARTS];
            for (int i = -RESTARTS / 10; i < RESTARTS; i++) {
                var time = all(engine, OperationKind.RESTART) - SETTLE;
                if (i >= 0) {
                    times[i] = time;
                }
            }
            all(engine, OperationKind.STOP);
            Arrays.sort(times);
            System.out.printf(
                    "%d restarts of a service that ends at once: p50 %s, p99 %s (settling excluded; %s)%n",
                    RESTARTS, millis(times[RESTARTS / 2]), millis(times[RESTARTS * 99 / 100]), load());
        }
        try (var engine = engine(200)) {
            all(engine, OperationKind.START);
            var together = all(engine, OperationKind.RESTART) - SETTLE;
            all(engine, OperationKind.STOP);
            System.out.printf("200 services restarted at once: %s (settling excluded; %s)%n", millis(together), load());
        }
    }

    private void rest() throws Exception {
        try (var engine = engine(RESTING)) {
            report("an engine with " + RESTING + " stopped services");
            all(engine, OperationKind.START);
            report(RESTING + " running services");
        }
        // The next console, which did not start them.
        var begin = System.nanoTime();
        try (var engine = engine(RESTING)) {
            System.out.printf("%d services adopted within %s%n", RESTING, millis(System.nanoTime() - begin));
            report(RESTING + " adopted services");
            System.out.printf("%d services stopped at once: %s%n", RESTING, millis(all(engine, OperationKind.STOP)));
        }
    }

    private static void report(String what) throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        var cpu = cpu();
        Thread.sleep(REST);
        var used = cpu().minus(cpu);
        System.out.printf(
                "%s: %.2f %% of one core at rest, RSS %d MB, heap %.1f MB, %d platform threads (%s)%n",
                what,
                100.0 * used.toNanos() / REST.toNanos(),
                resident() / 1_000_000,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6,
                Thread.getAllStackTraces().size(),
                load());
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static String millis(long nanos) {
        return String.format("%.1f ms", nanos / 1e6);
    }

    private static String load() throws IOException {
        return "load " + Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0] + " on "
                + Runtime.getRuntime().availableProcessors() + " cores";
    }
}

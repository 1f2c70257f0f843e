package dev.signalbox.bench;

import dev.signalbox.service.Answer;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.TestDefinitions;
import dev.signalbox.service.probe.Probes;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/// What probes cost the engine: processor time of this process alone, with the services in another one, and
/// platform threads. Each service is asked once a second.
public final class ProbeBenchmark {
    private static final int SERVICES = 500;
    private static final int EXECUTING = 100;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);
    private static final long WARM_UP_MILLIS = 20_000;
    private static final long MEASURED_MILLIS = 30_000;
    private static final long SEED = 20_260_101;

    private ProbeBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var listeners = Listeners.start(SERVICES);
        try {
            var ports = Listeners.ports(listeners, SERVICES);
            measure("tcp", SERVICES, i -> new Check.Tcp(ports[i]));
            measure("http", SERVICES, i -> new Check.Http(URI.create("http://127.0.0.1:" + ports[i] + "/"), 200, null));
            measure("exec /bin/true", EXECUTING, _ -> new Check.Exec(List.of("/bin/true")));
        } finally {
            listeners.destroy();
        }
    }

    private static void measure(String what, int services, IntFunction<Check> checks) throws InterruptedException {
        var good = new LongAdder();
        var bad = new LongAdder();
        var threadsBefore = platformThreads();
        try (var time = new SystemTime();
                var probes = new Probes(time, new Random(SEED))) {
            for (var i = 0; i < services; i++) {
                var probe = new Probe(checks.apply(i), EVERY, TRY_TIMEOUT, 3, Duration.ZERO);
                var service = TestDefinitions.argv("service-" + i, "true");
                probes.prepare(service, probe, TRY_TIMEOUT, null, (_, _) -> null, answer -> count(answer, good, bad))
                        .begin(true);
            }
            Thread.sleep(WARM_UP_MILLIS);
            var answersBefore = good.sum() + bad.sum();
            var cpuBefore = cpu();
            var began = System.nanoTime();
            Thread.sleep(MEASURED_MILLIS);
            var spent = cpu().minus(cpuBefore);
            var passed = Duration.ofNanos(System.nanoTime() - began);
            var answers = good.sum() + bad.sum() - answersBefore;
            System.out.printf(
                    "%-15s %3d services, %.0f answers/s (%d not ok): %.1f %% of one core, %.0f µs a try, %s%n",
                    what,
                    services,
                    answers * 1e9 / passed.toNanos(),
                    bad.sum(),
                    100.0 * spent.toNanos() / passed.toNanos(),
                    spent.toNanos() / 1e3 / answers,
                    threadsSince(threadsBefore));
        }
    }

    private static void count(Answer answer, LongAdder good, LongAdder bad) {
        (answer.isGood() ? good : bad).increment();
        if (!answer.isGood() && bad.sum() == 1) {
            System.out.println("a try that was not ok: " + answer);
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static Set<Thread> platformThreads() {
        return Thread.getAllStackTraces().keySet();
    }

    /// Those that were not there before the probes were.
    private static String threadsSince(Set<Thread> before) {
        var names = platformThreads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .sorted()
                .toList();
        return names.size() + " threads more " + names;
    }
}

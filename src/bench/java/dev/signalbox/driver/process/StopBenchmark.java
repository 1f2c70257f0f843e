package dev.signalbox.driver.process;

import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.TestDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a stop costs, and until an end is told, with control groups and without, on a machine that has other
/// processes too. The two take turns.
public final class StopBenchmark {
    private static final int ROUNDS = 100;
    private static final int WARM = 20;

    private StopBenchmark() {}

    /// @param args how many idle processes there are beside
    public static void main(String[] args) throws Exception {
        for (var arg : args) {
            var beside = Integer.parseInt(arg);
            var others = others(beside);
            try {
                compare(beside, "start", (bench, times, round) -> {
                    var begin = System.nanoTime();
                    bench.start();
                    times[round] = System.nanoTime() - begin;
                    bench.stop();
                });
                compare(beside, "stop", (bench, times, round) -> {
                    bench.start();
                    var begin = System.nanoTime();
                    bench.stop();
                    times[round] = System.nanoTime() - begin;
                });
                compare(beside, "exit", (bench, times, round) -> {
                    bench.start();
                    bench.news.clear();
                    var begin = System.nanoTime();
                    bench.table.signal(bench.pid(), 9);
                    while (bench.news.stream().noneMatch(Exited.class::isInstance)) {
                        Thread.onSpinWait();
                    }
                    times[round] = System.nanoTime() - begin;
                    bench.stop();
                });
            } finally {
                others.forEach(Process::destroyForcibly);
            }
        }
    }

    private static List<Process> others(int count) throws IOException {
        var others = new ArrayList<Process>();
        for (var i = 0; i < count; i++) {
            others.add(new ProcessBuilder("sleep", "1000").start());
        }
        return others;
    }

    /// One round of what is measured.
    private interface Round {
        void run(Bench bench, long[] times, int round) throws Exception;
    }

    private static void compare(int beside, String what, Round round) throws Exception {
        var definition = definition();
        try (var group = new Bench(Files.createTempDirectory("stops"), definition, Members.BY_GROUP);
                var scan = new Bench(Files.createTempDirectory("stops"), definition, Members.BY_SCAN)) {
            var byGroup = new long[ROUNDS];
            var byScan = new long[ROUNDS];
            for (var i = 0; i < WARM; i++) {
                round.run(group, byGroup, i);
                round.run(scan, byScan, i);
            }
            for (var i = 0; i < ROUNDS; i++) {
                round.run(group, byGroup, i);
                round.run(scan, byScan, i);
            }
            Arrays.sort(byGroup);
            Arrays.sort(byScan);
            var ratio = (double) byGroup[ROUNDS / 2] / byScan[ROUNDS / 2];
            System.out.printf(
                    "%s, %d processes beside: %s %.1f ms (p90 %.1f), by looking at /proc %.1f ms (p90 %.1f), ratio"
                            + " %.2f (medians of %d)%n",
                    what,
                    beside,
                    group.drivers.members().replaceAll(" /.*", ""),
                    millis(byGroup[ROUNDS / 2]),
                    millis(byGroup[ROUNDS * 9 / 10]),
                    millis(byScan[ROUNDS / 2]),
                    millis(byScan[ROUNDS * 9 / 10]),
                    ratio,
                    ROUNDS);
        }
    }

    private static ServiceDefinition definition() {
        return TestDefinitions.argv("service", "sleep", "1000")
                .but()
                .settle(Duration.ZERO)
                .build();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}

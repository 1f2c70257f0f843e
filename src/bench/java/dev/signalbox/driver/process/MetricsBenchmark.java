package dev.signalbox.driver.process;

import dev.signalbox.metrics.MetricsStore;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.TestDefinitions;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;

/// What it costs to look once a second what services use that run, each of them a wrapper, a shell and a program.
public final class MetricsBenchmark {
    private static final int LOOKS = 60;
    private static final int WARM = 400;
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private MetricsBenchmark() {}

    /// @param args how many services there are
    public static void main(String[] args) throws Exception {
        for (var arg : args) {
            for (var members : Members.values()) {
                measure(Integer.parseInt(arg), members);
            }
        }
    }

    private static void measure(int services, Members members) throws Exception {
        var folder = Files.createTempDirectory("metrics");
        var started = new ArrayList<ServiceDriver>();
        try (var bench = new Bench(folder, TestDefinitions.argv("first", "sleep", "1000"), members)) {
            for (var i = 0; i < services; i++) {
                var definition = TestDefinitions.argv("s" + i, "sh", "-c", "sleep 1000; true")
                        .but()
                        .settle(Duration.ZERO)
                        .build();
                var driver = bench.drivers.driver(definition);
                driver.open(_ -> {});
                driver.start(TestWork.start());
                started.add(driver);
            }
            var readings = bench.drivers.readings();
            try (var store = new MetricsStore(folder.resolve("metrics"), InstantSource.system())) {
                for (var i = 0; i < WARM; i++) {
                    store.take(readings.look(), PERIOD.toNanos());
                }
                var before = cpu();
                var found = 0;
                for (var i = 0; i < LOOKS; i++) {
                    Thread.sleep(PERIOD);
                    var all = readings.look();
                    store.take(all, PERIOD.toNanos());
                    found = all.values().stream().mapToInt(one -> one.tasks()).sum();
                }
                var used = cpu().minus(before);
                System.out.printf(
                        "%d services with %d processes %s, looked at once a second: %.1f ms of CPU each time, %.2f %% of"
                                + " one core%n",
                        readings.look().size(),
                        found,
                        bench.drivers.members().replaceAll(":.*| /.*", ""),
                        used.toNanos() / 1e6 / LOOKS,
                        used.toNanos() / 1e7 / LOOKS);
            } finally {
                for (var driver : started) {
                    driver.stop(TestWork.stop());
                    driver.close();
                }
            }
        }
    }

    /// All that this program has used.
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }
}

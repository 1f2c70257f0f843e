package dev.signalbox.driver.process;

import dev.signalbox.service.TestDefinitions;
import java.nio.file.Files;
import java.util.Arrays;

/// Prints how long starts and stops of a service take that ends as soon as it is asked to.
final class StopLatency {
    private static final int RUNS = 60;

    private StopLatency() {}

    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("latency");
        var starts = new long[RUNS];
        var stops = new long[RUNS];
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "1000"))) {
            for (int i = 0; i < RUNS; i++) {
                var begin = System.nanoTime();
                bench.start();
                var running = System.nanoTime();
                bench.stop();
                starts[i] = running - begin;
                stops[i] = System.nanoTime() - running;
            }
        }
        print("start, settling included", starts);
        print("stop", stops);
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s: p50 %.1f ms, p90 %.1f ms%n",
                what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 9 / 10] / 1e6);
    }
}

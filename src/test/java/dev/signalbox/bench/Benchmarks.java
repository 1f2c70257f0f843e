package dev.signalbox.bench;

import java.util.TreeMap;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [SubmitBenchmark] and says how each median relates to that of bare threads in the same run.
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(SubmitBenchmark.class.getSimpleName())
                .build();
        var medians = new TreeMap<String, Double>();
        for (var result : new Runner(options).run()) {
            var primary = result.getPrimaryResult();
            medians.put(primary.getLabel(), primary.getStatistics().getPercentile(50));
        }
        System.out.printf("%n%-24s %12s  %s%n", "", "median µs/op", "of bare threads, started and joined");
        medians.forEach((label, median) -> {
            var bare = medians.get(label.startsWith("idle") ? "idleBareThread" : "queuedBareThread");
            System.out.printf("%-24s %12.3f  × %.2f%n", label, median, median / bare);
        });
    }
}

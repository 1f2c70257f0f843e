package dev.signalbox.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs [SubmitBenchmark] and says how its figures relate to a bare thread of the same run.
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws RunnerException {
        var options = new OptionsBuilder()
                .include(SubmitBenchmark.class.getSimpleName())
                .build();
        var results = new Runner(options).run();
        var thread = score(results, "idleBareThread");
        System.out.printf("%n%-24s %8s  %s%n", "", "µs/op", "of one bare thread, started and joined");
        for (var result : results) {
            var score = result.getPrimaryResult().getScore();
            System.out.printf("%-24s %8.3f  × %.2f%n", result.getPrimaryResult().getLabel(), score, score / thread);
        }
    }

    private static double score(Collection<RunResult> results, String label) {
        return results.stream()
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().equals(label))
                .findFirst()
                .orElseThrow()
                .getScore();
    }
}

package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// How long typical questions to a large journal take. `HistoryBenchmark FILE OPERATIONS`; the
/// file is filled if it is not there.
public final class HistoryBenchmark {
    private static final int ROUNDS = 9;

    private HistoryBenchmark() {}

    private static Map<String, HistoryFilter> filters(Instant now) {
        var all = HistoryFilter.ALL;
        var filters = new LinkedHashMap<String, HistoryFilter>();
        filters.put("no filter", all);
        filters.put("all, as if with gaps", all.between(Instant.EPOCH, null));
        filters.put("outcome failed", all.endedAs(Set.of("failed")));
        filters.put("outcome succeeded", all.endedAs(Set.of("succeeded")));
        filters.put("failed or timed out", all.endedAs(Set.of("failed", "timed_out")));
        filters.put("running or waiting", all.endedAs(Set.of("running", "waiting")));
        filters.put("words in 1 % of causes", all.saying("PORT 8000"));
        filters.put("words that are nowhere", all.saying("no such words"));
        filters.put("a word of an outcome", all.saying("fail"));
        filters.put("words of three columns", all.saying("back ci-deploy restart"));
        filters.put("one service", HistoryFilter.of("backend"));
        filters.put("two services", all.ofServices(Set.of("backend", "frontend")));
        filters.put("one service, failed", HistoryFilter.of("backend").endedAs(Set.of("failed")));
        filters.put("kind restart", all.ofKinds(Set.of(OperationKind.RESTART)));
        filters.put("by the HTTP API", all.by(Set.of(Road.HTTP_API)));
        filters.put("by ci-deploy", all.by(Set.of(Road.HTTP_API), "ci-deploy"));
        filters.put("last hour", all.between(now.minus(Duration.ofHours(1)), null));
        filters.put("last 7 days", all.between(now.minus(Duration.ofDays(7)), null));
        filters.put("40 to 70 days ago", all.between(now.minus(Duration.ofDays(70)), now.minus(Duration.ofDays(40))));
        filters.put("a plan", all.ofPlan(0));
        return filters;
    }

    public static void main(String[] arguments) throws Exception {
        var file = Path.of(arguments[0]);
        var now = Instant.now();
        if (Files.notExists(file)) {
            var begin = System.nanoTime();
            LargeJournal.fill(file, now, Integer.parseInt(arguments[1]));
            System.out.printf("filled in %d ms%n", millis(begin));
        }
        System.out.printf("%d MB%n", Files.size(file) / 1_000_000);
        try (var history = new SqlHistory(new Database(file, Schema.MIGRATIONS), InstantSource.system())) {
            var plan = history.find(HistoryFilter.ALL).page(0, 1_000).stream()
                    .mapToLong(row -> row.operation().plan())
                    .max()
                    .orElseThrow();
            for (var entry : filters(now).entrySet()) {
                var filter = entry.getKey().equals("a plan") ? HistoryFilter.ALL.ofPlan(plan) : entry.getValue();
                measure(history, entry.getKey(), filter);
            }
            var hits = history.find(HistoryFilter.ALL);
            var begin = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                hits.page(i * (hits.count() / 101), 100);
            }
            System.out.printf("%-24s %4d µs%n", "page of 100", (System.nanoTime() - begin) / 100_000);
            var id = hits.page(hits.count() / 2, 1).getFirst().id();
            begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                history.details(id + i).orElseThrow();
            }
            System.out.printf("%-24s %4d µs%n", "details", (System.nanoTime() - begin) / 20_000);
        }
    }

    private static void measure(History history, String name, HistoryFilter filter) throws JournalException {
        var begin = System.nanoTime();
        var count = history.find(filter).count();
        var first = millis(begin);
        var best = Long.MAX_VALUE;
        var worst = 0L;
        for (int i = 0; i < ROUNDS; i++) {
            begin = System.nanoTime();
            history.find(filter);
            best = Math.min(best, millis(begin));
            worst = Math.max(worst, millis(begin));
        }
        System.out.printf("%-24s %,9d found; first %4d, then %4d to %4d ms%n", name, count, first, best, worst);
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }
}

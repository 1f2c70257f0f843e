package dev.signalbox.journal;

import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// How many submissions a second are durable, and how long each submitter waits for it, beside what the disk and
/// SQLite give by themselves: `JournalBenchmark [FOLDER]`, the folder being on the disk to be measured.
public final class JournalBenchmark {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED = Duration.ofSeconds(4);
    private static final int PAGE = 4_096;

    private final Path folder;
    private int files;

    private JournalBenchmark(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "target"), "journal");
        try {
            new JournalBenchmark(folder).run();
        } finally {
            try (var left = Files.list(folder)) {
                left.forEach(file -> file.toFile().delete());
            }
            Files.delete(folder);
        }
    }

    private void run() throws Exception {
        System.out.printf("%d cores%n", Runtime.getRuntime().availableProcessors());
        var sync = syncs();
        System.out.printf("fdatasync of an appended page  %,9.0f/s%n", sync);
        System.out.println(
                "                     submissions/s   p50 ms   p99 ms   per fdatasync   SQLite alone/s   of it");
        for (var submitters : List.of(1, 16, 64)) {
            submissions(submitters, WARM_UP);
            var latencies = submissions(submitters, MEASURED);
            var rate = latencies.length / seconds(MEASURED);
            var alone = alone(submitters);
            System.out.printf(
                    "%2d submitters        %,13.0f %8.2f %8.2f %15.2f %,16.0f %5.0f %%%n",
                    submitters,
                    rate,
                    quantile(latencies, 0.5),
                    quantile(latencies, 0.99),
                    rate / sync,
                    alone,
                    100 * rate / alone);
        }
    }

    /// What the disk gives: a page is appended and synchronised, one after the other.
    private double syncs() throws IOException {
        try (var file =
                FileChannel.open(folder.resolve("raw"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocateDirect(PAGE);
            var count = 0;
            var begin = System.nanoTime();
            while (System.nanoTime() - begin < MEASURED.toNanos()) {
                file.write(page.clear());
                file.force(false);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - begin);
        }
    }

    /// What SQLite gives if it is handed batches as large as those that wait at once.
    private double alone(int batch) throws SQLException, IOException {
        try (var store = new Store(new Database(nextFile(), Schema.MIGRATIONS), InstantSource.system())) {
            store.open();
            var id = 1L;
            var begin = System.nanoTime();
            while (System.nanoTime() - begin < MEASURED.toNanos()) {
                var records = new ArrayList<JournalRecord>();
                for (int i = 0; i < batch; i++) {
                    records.add(Records.accepted(Records.operation(id++, "service-" + i, OperationKind.RESTART)));
                }
                store.write(records, List.of());
            }
            return (id - 1) * 1e9 / (System.nanoTime() - begin);
        }
    }

    /// Each submitter asks for the next as soon as it was told that the last was accepted. All queues are held,
    /// so that nothing but submissions is recorded.
    private long[] submissions(int submitters, Duration span) throws Exception {
        try (var time = new SystemTime();
                var journal = Journal.open(nextFile(), InstantSource.system(), Retention.DEFAULT);
                var queue = new OperationQueue(journal, time, journal.firstId());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            queue.holdAll();
            var end = System.nanoTime() + span.toNanos();
            var tasks = IntStream.range(0, submitters)
                    .mapToObj(i -> submitter(queue, "service-" + i, end))
                    .toList();
            var all = executor.invokeAll(tasks).stream()
                    .flatMapToLong(answer -> Arrays.stream(answer.resultNow()))
                    .sorted()
                    .toArray();
            IntStream.range(0, submitters).forEach(i -> queue.clear("service-" + i));
            return all;
        }
    }

    private static Callable<long[]> submitter(OperationQueue queue, String service, long end) {
        queue.register(service, QueueSettings.DEFAULT, _ -> null);
        return () -> {
            var latencies = new ArrayList<Long>();
            for (var begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                var answer = queue.submit(service, OperationKind.RESTART, Source.OPERATOR)
                        .toCompletableFuture()
                        .join();
                if (answer instanceof Submission.Refused(var reason, var _)) {
                    throw new IllegalStateException(reason);
                }
                latencies.add(System.nanoTime() - begin);
            }
            return latencies.stream().mapToLong(Long::longValue).toArray();
        };
    }

    private Path nextFile() {
        return folder.resolve("journal-" + ++files + ".db");
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static double quantile(long[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }
}

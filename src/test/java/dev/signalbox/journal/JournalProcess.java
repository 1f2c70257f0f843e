package dev.signalbox.journal;

import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.time.SystemTime;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// An engine as a process of its own that a test can kill: `JournalProcess FOLDER SEED many|one COUNT`, or with
/// `memory` behind it without a durable journal. Notes in `FOLDER/seen` what anybody was told, each line by one
/// write of the kernel's, which survives the process.
final class JournalProcess {
    private static final int SERVICES = 5;
    private static final int SUBMITTERS = 8;

    private final OutputStream seen;
    private final long seed;
    private final OperationQueue queue;

    private JournalProcess(Path folder, long seed, boolean durable) throws IOException {
        this.seed = seed;
        seen = new FileOutputStream(folder.resolve("seen").toFile(), true);
        see("opening");
        OperationJournal journal = new InMemoryJournal(10);
        var firstId = 1L;
        if (durable) {
            var opened = Journal.open(folder.resolve("journal.db"), InstantSource.system(), Retention.DEFAULT);
            journal = opened;
            firstId = opened.firstId();
        }
        see("opened " + firstId);
        queue = new OperationQueue(journal, new SystemTime(), firstId);
        for (int i = 0; i < SERVICES; i++) {
            queue.register("service-" + i, QueueSettings.DEFAULT, work -> {
                var id = work.operation().id();
                see("body " + id);
                var random = new Random(seed ^ id);
                LockSupport.parkNanos(random.nextInt(500_000));
                see("done " + id);
                if (random.nextInt(4) == 0) {
                    throw new IOException("as it was asked to");
                }
                return null;
            });
        }
    }

    public static void main(String[] args) throws Exception {
        var durable = args.length == 4;
        var process = new JournalProcess(Path.of(args[0]), Long.parseLong(args[1]), durable);
        if (args[2].equals("many")) {
            for (int i = 0; i < SUBMITTERS; i++) {
                var random = new Random(process.seed + i);
                Thread.ofPlatform().start(() -> process.submit(random, Integer.parseInt(args[3])));
            }
        } else {
            process.submit(new Random(process.seed), Integer.parseInt(args[3]));
            System.exit(0);
        }
    }

    private void submit(Random random, int count) {
        var kinds = OperationKind.values();
        for (int i = 0; i < count; i++) {
            see("submitting");
            var service = "service-" + random.nextInt(SERVICES);
            var answer = queue.submit(service, kinds[random.nextInt(kinds.length)], Source.OPERATOR)
                    .toCompletableFuture()
                    .join();
            switch (answer) {
                case Submission.Accepted(var ticket) -> {
                    var id = ticket.operation().id();
                    see("accepted " + id);
                    var told = ticket.outcome().thenAccept(outcome -> see("ended " + id + " " + outcome.word()));
                    // Some wait for the end, so that queues neither run empty nor grow without end.
                    if (count < 1_000 || random.nextInt(3) > 0) {
                        told.toCompletableFuture().join();
                    }
                }
                case Submission.Refused(var reason) -> see("refused " + reason);
            }
        }
    }

    private void see(String line) {
        try {
            seen.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

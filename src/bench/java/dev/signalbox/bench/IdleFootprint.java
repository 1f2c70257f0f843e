package dev.signalbox.bench;

import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.time.SystemTime;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// What ten thousand idle services cost: heap that survives collections, and threads, virtual ones included.
/// Measured when they were just registered, and when each has run an operation.
public final class IdleFootprint {
    private static final int SERVICES = 10_000;

    private IdleFootprint() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var names = new ArrayList<String>(SERVICES);
        for (var i = 0; i < SERVICES; i++) {
            names.add("service-" + i);
        }
        var time = new SystemTime();
        var queue = new OperationQueue(new InMemoryJournal(1), time, 1);
        queue.register("warm-up", QueueSettings.DEFAULT, _ -> null);
        run(queue, "warm-up");
        var heap = heap();
        var threads = threads();

        names.forEach(name -> queue.register(name, QueueSettings.DEFAULT, _ -> null));
        report("registered", heap, threads);
        names.forEach(name -> run(queue, name));
        report("idle after one operation each", heap, threads);
        Reference.reachabilityFence(queue);
        time.close();
    }

    private static void run(OperationQueue queue, String name) {
        SubmitBenchmark.outcome(SubmitBenchmark.ticket(queue.submit(name, OperationKind.START, Source.OPERATOR)));
    }

    private static void report(String what, long heapBefore, long threadsBefore)
            throws IOException, InterruptedException {
        System.out.printf(
                "%,d services, %s: %,d bytes of heap each, %d threads more%n",
                SERVICES, what, (heap() - heapBefore) / SERVICES, threads() - threadsBefore);
    }

    private static long heap() {
        var runtime = Runtime.getRuntime();
        for (var i = 0; i < 5; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// All live threads, from a dump of the JDK's own tool, which lists the virtual ones too.
    private static long threads() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("threads");
        var dump = folder.resolve("dump.txt");
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            var pid = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder(jcmd.toString(), pid, "Thread.dump_to_file", dump.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            try (var lines = Files.lines(dump)) {
                return lines.filter(line -> line.startsWith("#")).count();
            }
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }
}

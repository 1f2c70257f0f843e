package dev.signalbox.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.QueueSettings;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.SystemTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.util.ArrayList;

/// What ten thousand idle services cost: heap that survives collections, and threads, virtual ones included. Measured
/// when they were just registered, and when each has run an operation.
public final class IdleFootprint {
    private static final int SERVICES = 10_000;

    private IdleFootprint() {}

    public static void main(String[] args) throws IOException {
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

    private static void report(String what, long heapBefore, long threadsBefore) throws IOException {
        System.out.printf(
                "%,d services, %s: %,d bytes of heap each, %d threads more%n",
                SERVICES, what, (heap() - heapBefore) / SERVICES, threads() - threadsBefore);
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (var i = 0; i < 5; i++) {
            System.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    /// All live threads: a dump lists the virtual ones too.
    private static long threads() throws IOException {
        var folder = Files.createTempDirectory("threads");
        var file = folder.resolve("dump.json");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
            try (var lines = Files.lines(file)) {
                return lines.filter(line -> line.contains("\"tid\"")).count();
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}

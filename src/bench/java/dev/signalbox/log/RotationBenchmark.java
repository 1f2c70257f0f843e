package dev.signalbox.log;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// What rotation costs: a look at the logs of 500 idle services, and to copy, compress and free 200 MB.
public final class RotationBenchmark {
    private static final int SERVICES = 500;
    private static final int ROUNDS = 500;
    private static final long BYTES = 200_000_000;

    private RotationBenchmark() {}

    public static void main(String[] args) throws IOException {
        var folder = Files.createTempDirectory("rotation");
        try {
            idle(folder);
            busy(folder);
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static LogKeeper keeper(Path folder) throws IOException {
        return new LogKeeper(folder, Long.MAX_VALUE, new SystemDisk(Holes::punch), (_, _) -> {}, Runnable::run);
    }

    private static void idle(Path folder) throws IOException {
        var limits = new HashMap<LogFiles, Limits>();
        for (int i = 0; i < SERVICES; i++) {
            var log = LogFiles.in(folder, "service-" + i);
            Files.writeString(log.out(), "started\n");
            Files.writeString(log.err(), "");
            limits.put(log, new Limits(50_000_000, 5, null));
        }
        var keeper = keeper(folder);
        var nanos = IntStream.range(0, ROUNDS)
                .mapToLong(_ -> {
                    var begun = System.nanoTime();
                    keeper.tick(Instant.EPOCH, limits);
                    return System.nanoTime() - begun;
                })
                .sorted()
                .toArray();
        System.out.printf("a look at %d idle services: %.2f ms (median)%n", SERVICES, nanos[ROUNDS / 2] / 1e6);
    }

    private static void busy(Path folder) throws IOException {
        var log = LogFiles.in(folder, "busy");
        var random = new Random(1);
        try (var out = Files.newBufferedWriter(log.out())) {
            for (long written = 0; written < BYTES; ) {
                var line = String.format(
                        "2026-01-01T12:%02d:%02d.%03d INFO [worker-%d] request %016x took %d ms, status %d%n",
                        written / 10_000_000,
                        written / 200_000 % 60,
                        written / 200 % 1000,
                        random.nextInt(16),
                        random.nextLong(),
                        random.nextInt(500),
                        random.nextInt(10) == 0 ? 500 : 200);
                out.write(line);
                written += line.length();
            }
        }
        var keeper = keeper(folder);
        var limits = Map.of(log, new Limits(50_000_000, 5, null));
        var begun = System.nanoTime();
        while (keeper.tick(Instant.EPOCH, limits)) {}
        var seconds = (System.nanoTime() - begun) / 1e9;
        var rotated = RotatedFile.of(log.out());
        var in = rotated.getLast().end();
        var stored = rotated.stream().mapToLong(RotatedFile::bytes).sum();
        System.out.printf(
                "rotated %d MB in %d pieces at %.0f MB/s, to %.0f %% of their size%n",
                in / 1_000_000, rotated.size(), in / 1e6 / seconds, 100.0 * stored / in);
    }
}

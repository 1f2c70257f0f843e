package dev.signalbox.log;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// What it costs to read and to search a log of some gigabytes, part of it rotated, beside `grep -c` on the part that
/// is
/// not. Deletes what it has made.
public final class WholeLogBenchmark {
    private static final int BLOCK = 4_000_000;
    private static final long PART = 500_000_000;

    private WholeLogBenchmark() {}

    /// @param args gigabytes in all, of which a tenth is rotated, and the folder
    public static void main(String[] args) throws IOException, InterruptedException {
        var bytes = (long) (Double.parseDouble(args[0]) * 1e9);
        var folder = Files.createTempDirectory(Path.of(args[1]).toAbsolutePath(), "whole-log");
        try {
            measure(folder, bytes);
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(Path folder, long bytes) throws IOException, InterruptedException {
        var log = LogFiles.in(folder, "service");
        var rotated = bytes / 10;
        write(log, rotated);
        var keeper = new LogKeeper(folder, Long.MAX_VALUE, new SystemDisk(Holes::punch), (_, _) -> {}, Runnable::run);
        while (keeper.tick(Instant.EPOCH, Map.of(log, new Limits(PART / 10, 1_000, null)))) {}
        write(log, bytes - rotated);
        Files.writeString(log.notes(), "1000 0 0\n2000 " + bytes / 2 + " 0\n3000 " + bytes + " 0\n");

        var logs = Map.of("service", log);
        var begun = System.nanoTime();
        try (var reader = new LogReader(logs)) {
            var page = reader.read(new LogFrom.Newest(), 60, 0);
            System.out.printf(
                    "first screen of %.1f GB: %.0f ms (%d lines)%n",
                    bytes / 1e9, millis(begun), page.lines().size());
            begun = System.nanoTime();
            for (int i = 0; i <= 100; i++) {
                reader.read(new LogFrom.Share(i / 100.0), 30, 30);
            }
            System.out.printf("a screen anywhere in it: %.1f ms (mean of 101)%n", millis(begun) / 101);
        }
        search(
                logs,
                bytes,
                "text that is rare",
                new LogQuery("needle 77", false, true, Set.of(), Set.of(), null, null));
        search(
                logs,
                bytes,
                "the same, capitals or not",
                new LogQuery("needle 77", false, false, Set.of(), Set.of(), null, null));
        search(logs, bytes, "expression", new LogQuery("needle \\d7\\b", true, true, Set.of(), Set.of(), null, null));
        begun = System.nanoTime();
        try (var survey = new LogSurvey(logs)) {
            while (survey.counts().done() < 1) {
                Thread.sleep(10);
            }
            System.out.printf("outline: %.2f s, %.0f MB/s%n", millis(begun) / 1e3, bytes / 1e3 / millis(begun));
        }
        grep(log.out(), Head.offset(log.out()));
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void search(Map<String, LogFiles> logs, long bytes, String what, LogQuery query)
            throws InterruptedException {
        var begun = System.nanoTime();
        try (var search = new LogSearcher(logs, query)) {
            while (!search.findings().isDone()) {
                Thread.sleep(5);
            }
            System.out.printf(
                    "search for %s: %.2f s, %.0f MB/s, %,d found, heap %.0f MB%n",
                    what,
                    millis(begun) / 1e3,
                    bytes / 1e3 / millis(begun),
                    search.findings().count(),
                    kept() / 1e6);
        }
    }

    /// What is kept in memory, without garbage.
    private static long kept() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void grep(Path file, long head) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        var _ = new ProcessBuilder("grep", "-c", "needle 77", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        var length = Files.size(file) - head;
        System.out.printf(
                "grep -c in what is not rotated: %.2f s, %.0f MB/s%n",
                millis(begun) / 1e3, length / 1e3 / millis(begun));
    }

    private static void write(LogFiles log, long bytes) throws IOException {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.length() < BLOCK) {
            var number = random.nextInt(1_000_000);
            text.append("2026-01-31 12:00:00.000 ")
                    .append(number % 500 == 0 ? "ERROR" : number % 100 == 0 ? "WARN" : "INFO")
                    .append(" request ")
                    .append(number)
                    .append(number % 10_000 == 777 ? " needle 77" : " to /api/blocks/latest took 12 ms from 10.0.0.7")
                    .append('\n');
        }
        var block = text.toString().getBytes(StandardCharsets.UTF_8);
        try (var out = Files.newOutputStream(log.out(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var left = bytes; left > 0; left -= block.length) {
                out.write(block);
            }
        }
    }
}

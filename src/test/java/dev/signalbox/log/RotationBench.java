package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The logs of a workspace, a clock that is set, and a disk that can fail.
final class RotationBench {
    final Path folder;
    final LogFiles log;
    final FailingDisk disk = new FailingDisk();
    final List<String> markers = new ArrayList<>();
    final Map<LogFiles, Limits> limits = new HashMap<>();
    Instant now = Instant.ofEpochMilli(1_000_000);
    long total = Long.MAX_VALUE;
    private LogKeeper keeper;

    RotationBench(Path folder) throws IOException {
        this.folder = folder;
        this.log = LogFiles.in(folder, "service");
        this.keeper = keeper();
    }

    private LogKeeper keeper() throws IOException {
        return new LogKeeper(folder, total, disk, (_, text) -> markers.add(text));
    }

    /// As another console would.
    void reopen() throws IOException {
        keeper = keeper();
    }

    /// What the next console does first, wherever the one before was ended.
    static void settle(Path folder) throws IOException {
        var _ = new LogKeeper(folder, Long.MAX_VALUE, new SystemDisk(Holes::punch), (_, _) -> {})
                .tick(Instant.EPOCH, Map.of());
    }

    void keep(long maxSize, int keep) {
        limits.put(log, new Limits(maxSize, keep, null));
    }

    /// Until there is nothing to do.
    void rotate() {
        while (keeper.tick(now, limits)) {}
    }

    Map<String, String> problems() {
        return keeper.problems();
    }

    static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Numbered lines of ten bytes each.
    static String lines(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(String.format("%09d%n", i));
        }
        return text.toString();
    }

    /// What is in the files that were rotated out of `file`, and in itself.
    static String all(Path file) throws IOException {
        var text = new StringBuilder();
        var end = -1L;
        for (var rotated : RotatedFile.of(file)) {
            var piece = unzip(rotated.path());
            assertThat(piece).hasSize((int) (rotated.end() - rotated.start()));
            assertThat(rotated.start()).isEqualTo(end < 0 ? rotated.start() : end);
            end = rotated.end();
            text.append(piece);
        }
        assertThat(Head.of(file).position()).isEqualTo(end < 0 ? Head.of(file).position() : end);
        return text + live(file);
    }

    static String unzip(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String live(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Head.offset(file));
            var bytes = new byte[(int) (in.length() - in.getFilePointer())];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// Whether all that is before the head reads as zeros.
    static boolean isFreed(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (int i = 0; i < Head.of(file).offset(); i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// The names of the files in the folder.
    List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

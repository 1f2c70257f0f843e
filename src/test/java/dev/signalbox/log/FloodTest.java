package dev.signalbox.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogRotation.Limits;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes numbered lines as fast as few services do, while its log is rotated and followed.
final class FloodTest {
    private static final long FIRST = 1_000_000_000;
    /// Ten digits and a line end.
    private static final int LENGTH = 11;

    @TempDir
    private Path folder;

    @Test
    void rotate_flood_everyLineIsFoundOnce() throws IOException, InterruptedException {
        flood(20, 500_000, new Limits(5_000_000, 40, null));
    }

    /// Some 1.6 gigabytes, at what the machine can do.
    @Test
    @Tag("soak")
    void rotate_longFlood_everyLineIsFoundOnce() throws IOException, InterruptedException {
        flood(100, 1_500_000, new Limits(50_000_000, 40, null));
    }

    private void flood(int bursts, long perBurst, Limits limits) throws IOException, InterruptedException {
        var log = LogFiles.in(folder, "flood");
        var begun = System.nanoTime();
        var nulls = 0L;
        var shown = 0L;
        try (var notes = new LogNotes(InstantSource.system());
                var rotation = new LogRotation(folder, 10_000_000_000L, notes, InstantSource.system())) {
            rotation.keep(log, limits);
            var writer = write(log.out(), bursts, perBurst);
            notes.follow(log);
            var tail = LogTail.open(log, 1000);
            do {
                for (var line : tail.poll()) {
                    shown++;
                    nulls += line.text().indexOf('\0') < 0 ? 0 : 1;
                }
            } while (!writer.waitFor(100, TimeUnit.MILLISECONDS));
            assertThat(writer.exitValue()).isZero();
            assertThat(rotation.problems()).isEmpty();
        }
        var seconds = (System.nanoTime() - begun) / 1e9;
        // The rotation was broken off wherever it was, as by the end of a console.
        RotationBench.settle(folder);

        var next = new Numbers();
        for (var rotated : RotatedFile.of(log.out())) {
            assertThat(rotated.start()).isEqualTo(next.bytes);
            try (var in = new GZIPInputStream(new FileInputStream(rotated.path().toFile()), 1 << 16)) {
                next.check(in);
            }
            assertThat(rotated.end()).isEqualTo(next.bytes);
        }
        try (var in = new FileInputStream(log.out().toFile())) {
            in.skipNBytes(Head.offset(log.out()));
            next.check(in);
        }
        assertThat(next.bytes).isEqualTo(bursts * perBurst * LENGTH);
        assertThat(nulls).isZero();
        System.out.printf(
                "%,d lines, %,d MB at %.0f MB/s, in %d rotated files; %,d lines were shown meanwhile%n",
                bursts * perBurst,
                next.bytes / 1_000_000,
                next.bytes / 1e6 / seconds,
                RotatedFile.of(log.out()).size(),
                shown);
    }

    private static Process write(Path file, int bursts, long perBurst) throws IOException {
        var script = "n=" + FIRST + "; for i in $(seq " + bursts + "); do seq $n $((n + " + perBurst
                + " - 1)) || exit; " + "n=$((n + " + perBurst + ")); sleep 0.1; done";
        return new ProcessBuilder("sh", "-c", script)
                .redirectOutput(Redirect.appendTo(file.toFile()))
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /// Compares what is read with the one sequence that it must be.
    private static final class Numbers {
        long bytes;
        private byte[] line = new byte[0];

        void check(InputStream stream) throws IOException {
            var in = new BufferedInputStream(stream, 1 << 16);
            for (int b; (b = in.read()) >= 0; bytes++) {
                var column = (int) (bytes % LENGTH);
                if (column == 0) {
                    line = (FIRST + bytes / LENGTH + "\n").getBytes(StandardCharsets.US_ASCII);
                }
                if (b != line[column]) {
                    throw new AssertionError("byte " + bytes + " is " + b + " and not " + line[column]);
                }
            }
        }
    }
}

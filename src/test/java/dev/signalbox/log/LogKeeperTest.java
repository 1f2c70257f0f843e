package dev.signalbox.log;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.log.RotationBench.all;
import static dev.signalbox.log.RotationBench.isFreed;
import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.live;
import static dev.signalbox.log.RotationBench.unzip;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogKeeperTest {
    @TempDir
    private Path folder;

    private RotationBench bench;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        bench = new RotationBench(folder);
        out = bench.log.out();
    }

    @Test
    void tick_serviceIsGoneAndHasLeftNothing_isForgotten() throws IOException {
        var keeper = new LogKeeper(folder, Long.MAX_VALUE, new SystemDisk(Holes::punch), (_, _) -> {}, Runnable::run);
        var gone = comeAndGo(keeper);
        await().until(() -> {
            System.gc();
            return gone.get() == null;
        });
    }

    private WeakReference<LogFiles> comeAndGo(LogKeeper keeper) {
        var files = LogFiles.in(folder, "gone");
        keeper.tick(Instant.EPOCH, Map.of(files, new Limits(1000, 5, null)));
        keeper.tick(Instant.EPOCH, Map.of());
        return new WeakReference<>(files);
    }

    @Test
    void logThatItsServiceMadeATerabyteLong_isPassedOverWhereNothingWasWritten() throws IOException {
        write(out, lines(0, 1_000));
        try (var file = new RandomAccessFile(out.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        write(out, lines(1_000, 2_000));
        bench.total = 100_000_000;
        bench.reopen();
        bench.keep(1_000_000, 3);

        bench.rotate();

        assertThat(bench.markers).anyMatch(text -> text.contains("nothing was written there"));
        assertThat(RotatedFile.of(out)).allMatch(file -> file.bytes() < 100_000);
        assertThat(live(out)).endsWith(lines(1_000, 2_000)).hasSizeLessThan(1_000_000);
        assertThat(LogTail.open(bench.log, 10_000).poll())
                .extracting(LogLine::text)
                .noneMatch(text -> text.length() > 100);
    }

    @Test
    void logThatItsServiceMadeLongerAndNotWritten_isEmptyAgain() throws IOException {
        try (var file = new RandomAccessFile(Files.createFile(out).toFile(), "rw")) {
            file.setLength(30L << 30);
        }
        bench.keep(5_000_000, 10);

        bench.rotate();

        assertThat(RotatedFile.of(out)).isEmpty();
        assertThat(live(out)).isEmpty();
        assertThat(bench.markers)
                .containsExactly("32,212,254,720 bytes of service.out.log were left out by its service: nothing was"
                        + " written there");
    }

    @Test
    void logThatIsBusyForLong_letsTheOthersNotGrow_andIsRotatedByOneAtATime() throws Exception {
        var disk = new FailingDisk();
        var busy = LogFiles.in(folder, "busy");
        var other = LogFiles.in(folder, "other");
        var limits = Map.of(busy, new Limits(1000, 5, null), other, new Limits(1000, 5, null));
        var end = new CountDownLatch(1);
        disk.held.put(busy.out(), end);
        write(busy.out(), lines(0, 150));
        write(other.out(), lines(0, 150));
        try (var workers = Executors.newCachedThreadPool()) {
            var keeper = new LogKeeper(folder, 100_000, disk, (_, _) -> {}, workers);
            keeper.tick(Instant.EPOCH, limits);
            await().until(() -> RotatedFile.of(other.out()).size() == 1);

            write(other.out(), lines(150, 250));
            await().until(() -> {
                keeper.tick(Instant.EPOCH, limits);
                return RotatedFile.of(other.out()).size() == 2;
            });

            assertThat(disk.copies(busy.out())).isEqualTo(1);
            assertThat(RotatedFile.of(busy.out())).isEmpty();
            end.countDown();
            await().until(() -> RotatedFile.of(busy.out()).size() == 1);
        }
        assertThat(all(busy.out())).isEqualTo(lines(0, 150));
        assertThat(all(other.out())).isEqualTo(lines(0, 250));
    }

    @Test
    void logThatGotTooLongToBeCompressed_isCut_andItsReadersAreToldSo() throws IOException {
        bench.keep(1000, 100);
        write(out, lines(0, 5000));

        bench.rotate();

        assertThat(all(out)).isEqualTo(lines(3000, 5000));
        assertThat(bench.markers)
                .containsExactly("30,000 bytes of service.out.log were given up: it was longer than 20 times its"
                        + " max_size of 1,000 bytes");
    }

    @Test
    void tick_withinLimits_leavesTheFile() throws IOException {
        bench.keep(1000, 5);
        write(out, lines(0, 100));
        bench.rotate();

        assertThat(bench.names()).containsExactly("service.out.log");
    }

    @Test
    void tick_tooLong_rotatesWholeLines() throws IOException {
        bench.keep(1000, 5);
        write(out, lines(0, 150) + "no end yet");
        bench.rotate();

        var name = "service.out.000000000000000-000000000001000.log.gz";
        assertThat(bench.names()).containsExactly(name, "service.out.log", "service.out.log.head");
        assertThat(unzip(folder.resolve(name))).isEqualTo(lines(0, 100));
        assertThat(live(out)).isEqualTo(lines(100, 150) + "no end yet");
        assertThat(isFreed(out)).isTrue();
        assertThat(out).hasSize(1510);
        for (var file : bench.names()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo(file.equals("service.out.log") ? "rw-r--r--" : "rw-------");
        }
    }

    @Test
    void tick_manyRotations_keepsTheNewest() throws IOException {
        bench.keep(1000, 3);
        for (int i = 0; i < 40; i++) {
            write(out, lines(30 * i, 30 * i + 30));
            bench.rotate();
        }

        assertThat(RotatedFile.of(out)).hasSize(3);
        assertThat(lines(0, 1200)).endsWith(all(out));
        assertThat(all(out).length()).isBetween(2000, 4000);
    }

    @Test
    void tick_farTooLong_rotatesWhatIsKeptOnly() throws IOException {
        bench.keep(1000, 3);
        write(out, lines(0, 10_000));
        bench.rotate();

        assertThat(RotatedFile.of(out)).hasSize(3);
        assertThat(bench.disk.steps).isLessThan(20);
        assertThat(lines(0, 10_000)).endsWith(all(out));
        assertThat(all(out).length()).isGreaterThanOrEqualTo(3000);
    }

    @Test
    void tick_keepNone_freesOnly() throws IOException {
        bench.keep(1000, 0);
        write(out, lines(0, 150));
        bench.rotate();

        assertThat(bench.names()).containsExactly("service.out.log", "service.out.log.head");
        assertThat(lines(0, 150)).endsWith(live(out));
        assertThat(live(out).length()).isBetween(200, 1000);
    }

    @Test
    void tick_keepLessThanBefore_deletesTheOldest() throws IOException {
        bench.keep(1000, 10);
        write(out, lines(0, 1000));
        bench.rotate();
        bench.keep(1000, 2);
        bench.rotate();

        assertThat(RotatedFile.of(out)).hasSize(2);
        assertThat(lines(0, 1000)).endsWith(all(out));
    }

    @Test
    void tick_lineLongerThanALog_isCut() throws IOException {
        bench.keep(1000, 50);
        write(out, "x".repeat(5000) + "\n" + lines(0, 10));
        bench.rotate();

        assertThat(all(out)).isEqualTo("x".repeat(5000) + "\n" + lines(0, 10));
        assertThat(RotatedFile.of(out)).allMatch(file -> file.end() - file.start() <= 1000);
    }

    @Test
    void tick_tooOld_rotatesAll() throws IOException {
        bench.limits.put(bench.log, new Limits(1000, 5, Duration.ofHours(1)));
        write(out, lines(0, 10));
        bench.rotate();
        bench.now = bench.now.plus(Duration.ofMinutes(59));
        write(out, lines(10, 20));
        bench.rotate();
        assertThat(RotatedFile.of(out)).isEmpty();

        bench.now = bench.now.plus(Duration.ofMinutes(2));
        bench.rotate();

        assertThat(RotatedFile.of(out)).hasSize(1);
        assertThat(live(out)).isEmpty();
        assertThat(all(out)).isEqualTo(lines(0, 20));
        bench.now = bench.now.plus(Duration.ofHours(3));
        bench.rotate();
        assertThat(RotatedFile.of(out)).as("nothing is not old").hasSize(1);
    }

    @Test
    void tick_oldWhileAway_ageIsThatOfItsNote() throws IOException {
        bench.limits.put(bench.log, new Limits(1000, 5, Duration.ofHours(1)));
        write(out, lines(0, 10));
        var written = bench.now.minus(Duration.ofMinutes(50));
        write(bench.log.notes(), "5 0 0\n- 0 0\n" + written.toEpochMilli() + " 100 0\n");
        bench.rotate();
        assertThat(RotatedFile.of(out)).isEmpty();

        bench.now = bench.now.plus(Duration.ofMinutes(11));
        bench.rotate();

        assertThat(all(out)).isEqualTo(lines(0, 10));
        assertThat(RotatedFile.of(out)).hasSize(1);
    }

    @Test
    void tick_bothStreams_areRotatedApart() throws IOException {
        bench.keep(1000, 5);
        write(out, lines(0, 150));
        write(bench.log.err(), lines(0, 170));
        bench.rotate();

        assertThat(all(out)).isEqualTo(lines(0, 150));
        assertThat(all(bench.log.err())).isEqualTo(lines(0, 170));
        assertThat(RotatedFile.of(bench.log.err())).hasSize(1);
    }

    @Test
    void tick_allTogetherTooMuch_deletesTheOldestOfAny() throws IOException {
        var other = LogFiles.in(folder, "other");
        var random = new Random(1);
        bench.total = 100_000;
        bench.reopen();
        bench.limits.put(bench.log, new Limits(10_000, 100, null));
        bench.limits.put(other, new Limits(10_000, 100, null));
        for (int i = 0; i < 50; i++) {
            bench.now = bench.now.plusSeconds(1);
            write(i < 25 ? out : other.out(), noise(random, 6000));
            bench.rotate();
            assertThat(taken()).isLessThanOrEqualTo(100_000);
        }

        assertThat(taken()).isGreaterThan(80_000);
        assertThat(RotatedFile.of(out)).isEmpty();
        assertThat(RotatedFile.of(other.out())).isNotEmpty();
    }

    @Test
    void tick_manyLogsWithinTheirLimits_rotatesTheLargestEarly() throws IOException {
        bench.total = 100_000;
        bench.reopen();
        for (int i = 0; i < 10; i++) {
            var log = LogFiles.in(folder, "service-" + i);
            bench.limits.put(log, new Limits(100_000, 5, null));
            write(log.out(), lines(0, 100 * i + 800));
        }
        bench.rotate();

        for (int i = 0; i < 10; i++) {
            assertThat(all(LogFiles.in(folder, "service-" + i).out())).isEqualTo(lines(0, 100 * i + 800));
        }
        assertThat(RotatedFile.of(LogFiles.in(folder, "service-0").out())).isEmpty();
        assertThat(RotatedFile.of(LogFiles.in(folder, "service-9").out())).isNotEmpty();
    }

    @Test
    void tick_serviceIsGone_itsFilesCount() throws IOException {
        var gone = LogFiles.in(folder, "gone");
        bench.limits.put(gone, new Limits(10_000, 100, null));
        write(gone.out(), noise(new Random(1), 15_000));
        bench.rotate();
        bench.limits.clear();
        bench.total = 14_000;
        bench.reopen();
        bench.rotate();

        assertThat(taken()).isLessThanOrEqualTo(14_000);
    }

    private long taken() throws IOException {
        var taken = 0L;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                taken += name.endsWith(".gz") ? Files.size(file) : 0;
                taken += name.endsWith(".log") ? Files.size(file) - Head.offset(file) : 0;
            }
        }
        return taken;
    }

    /// Lines that compress to little less than they are.
    private static String noise(Random random, int length) {
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(random.nextInt() % 50 == 0 ? '\n' : (char) random.nextInt(32, 127));
        }
        return text.append('\n').toString();
    }
}

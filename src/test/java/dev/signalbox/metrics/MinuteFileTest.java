package dev.signalbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The minutes on the disk.
final class MinuteFileTest {
    private static final long MINUTE = 29_500_000;
    private static final int RECORD = 44;

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("web.metrics");
    }

    private static Sum sum(double... memories) {
        var sum = new Sum();
        for (var memory : memories) {
            sum.add(new Sample(0.41, memory, 12, Double.NaN));
        }
        return sum;
    }

    private List<Long> minutes(long from, long to) {
        return new MinuteFile(path())
                .read(from, to).stream()
                        .map(point -> point.at().getEpochSecond() / 60 - MINUTE)
                        .toList();
    }

    @Test
    void minute_isReadByTheNextEngineAsItWas() {
        new MinuteFile(path()).write(MINUTE, sum(811e6, 812e6, 813e6));

        var point = new MinuteFile(path()).read(MINUTE - 5, MINUTE + 5).getFirst();

        assertThat(point.at().getEpochSecond()).isEqualTo(MINUTE * 60);
        assertThat(point.memory().min()).isCloseTo(811e6, within(2e4));
        assertThat(point.memory().mean()).isCloseTo(812e6, within(2e4));
        assertThat(point.memory().max()).isCloseTo(813e6, within(2e4));
        assertThat(point.cpu().mean()).isCloseTo(0.41, within(1e-5));
        assertThat(point.tasks().max()).isEqualTo(12);
        assertThat(point.files().isKnown()).isFalse();
    }

    @Test
    void minutesOfThirtyDays_takeLessThanTwoMegabytes_andTheNextOnesTakeTheirPlace() throws IOException {
        var file = new MinuteFile(path());
        file.write(MINUTE, sum(1));
        file.write(MINUTE + 1, sum(2));
        file.write(MINUTE - 1 + MinuteFile.MINUTES, sum(3));
        file.write(MINUTE + MinuteFile.MINUTES, sum(4));

        assertThat(minutes(MINUTE, MINUTE + MinuteFile.MINUTES + 1))
                .as("of which the oldest is gone")
                .containsExactly(1L, MinuteFile.MINUTES - 1L, (long) MinuteFile.MINUTES);
        assertThat(MinuteFile.MOST_BYTES + SecondRing.SECONDS * 4 * Float.BYTES)
                .as("with what is in memory")
                .isLessThan(2_000_000);
        assertThat(Files.size(path())).isLessThanOrEqualTo(MinuteFile.MOST_BYTES);
    }

    @Test
    void minutesAcrossTheEndOfTheFile_areToldInOrder() {
        var turn = (MINUTE / MinuteFile.MINUTES + 1) * MinuteFile.MINUTES;
        var file = new MinuteFile(path());
        for (var minute = turn + 2; minute >= turn - 3; minute--) {
            file.write(minute, sum(1));
        }

        assertThat(file.read(turn - 2, turn + 2))
                .extracting(point -> point.at().getEpochSecond() / 60 - turn)
                .containsExactly(-2L, -1L, 0L, 1L);
    }

    @Test
    void minuteThatACrashHasTorn_isAGap() throws IOException {
        var file = new MinuteFile(path());
        for (int i = 0; i < 3; i++) {
            file.write(MINUTE + i, sum(i));
        }
        // At each byte of the last record at which the write may have ended.
        var last = Files.size(path());
        try (var torn = new RandomAccessFile(path().toFile(), "rw")) {
            for (var length = last - 1; length >= last - RECORD; length--) {
                torn.setLength(length);
                assertThat(minutes(MINUTE, MINUTE + 3)).as("%d bytes", length).containsExactly(0L, 1L);
            }
            torn.seek(last - RECORD - 10);
            torn.write(99);
        }
        assertThat(minutes(MINUTE, MINUTE + 3)).as("as of a bad disk").containsExactly(0L);
        new MinuteFile(path()).write(MINUTE + 2, sum(7));
        assertThat(minutes(MINUTE, MINUTE + 3)).containsExactly(0L, 2L);
    }

    @Test
    void fileOfSomethingElse_isSetAsideAndAnotherBegun() throws IOException {
        Files.writeString(path(), "my own notes");

        assertThat(minutes(MINUTE, MINUTE + 1)).isEmpty();
        new MinuteFile(path()).write(MINUTE, sum(1));

        assertThat(folder.resolve("web.metrics.damaged-1")).hasContent("my own notes");
        assertThat(minutes(MINUTE, MINUTE + 1)).containsExactly(0L);
    }

    @Test
    void linkToTheFileOfSomebodyElse_isSetAside_andNothingIsWrittenThere() throws IOException {
        var theirs = Files.writeString(folder.resolve("theirs"), "");
        Files.createSymbolicLink(path(), theirs);
        var file = new MinuteFile(path());

        file.write(MINUTE, sum(1));

        assertThat(theirs).isEmptyFile();
        assertThat(folder.resolve("web.metrics.damaged-1")).isSymbolicLink();
        assertThat(minutes(MINUTE, MINUTE + 1)).containsExactly(0L);
    }

    @Test
    void fileThatIsLongerThanAnyIs_isSetAside() throws IOException {
        new MinuteFile(path()).write(MINUTE, sum(1));
        try (var longer = new RandomAccessFile(path().toFile(), "rw")) {
            longer.setLength(MinuteFile.MOST_BYTES + 1);
        }

        assertThat(minutes(MINUTE, MINUTE + 1)).isEmpty();
        assertThat(folder.resolve("web.metrics.damaged-1")).exists();
    }

    @Test
    void fileThatCannotBeWritten_isAGapAndNothingElse() throws IOException {
        var file = new MinuteFile(folder.resolve("gone").resolve("web.metrics"));

        file.write(MINUTE, sum(1));

        assertThat(file.read(MINUTE, MINUTE + 1)).isEmpty();
    }

    @Test
    void file_isForItsOwnerAlone() throws IOException {
        new MinuteFile(path()).write(MINUTE, sum(1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }
}

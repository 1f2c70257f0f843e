package dev.signalbox.log;

import static dev.signalbox.log.RotationBench.all;
import static dev.signalbox.log.RotationBench.isFreed;
import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.FailingDisk.Crash;
import dev.signalbox.log.FailingDisk.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever fails, and whenever: no byte is lost, and none is in two places.
final class RotationFailureTest {
    /// For two pieces: look for holes once; copy, publish, record and free each; delete one.
    private static final int STEPS = 10;

    @TempDir
    private Path root;

    private RotationBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RotationBench(root);
    }

    @ParameterizedTest
    @EnumSource
    void rotate_failsAtAnyStep_isMadeGood(Failure failure) throws IOException {
        for (var step = 0; step < STEPS; step++) {
            bench = new RotationBench(Files.createDirectory(root.resolve("step-" + step)));
            failOnce(step, failure);
        }
    }

    private void failOnce(int step, Failure failure) throws IOException {
        bench.keep(1000, 1);
        write(bench.log.out(), lines(0, 250));
        bench.disk.failAt(step, failure);
        var crashed = false;
        try {
            bench.rotate();
        } catch (Crash e) {
            crashed = true;
        }
        assertThat(crashed).as("step %s", step).isEqualTo(failure.name().startsWith("CRASH"));
        assertThat(bench.problems().isEmpty()).isEqualTo(crashed);
        write(bench.log.out(), lines(250, 290));
        if (crashed) {
            bench.reopen();
        } else {
            assertThat(bench.problems())
                    .containsEntry("service", "service.out.log cannot be rotated: No space left on device");
            bench.now = bench.now.plusSeconds(10);
        }
        bench.disk.failAt(-1, failure);

        bench.rotate();

        assertThat(bench.problems()).isEmpty();
        assertThat(isFreed(bench.log.out())).isTrue();
        var kept = all(bench.log.out());
        assertThat(lines(0, 290)).as("step %s", step).endsWith(kept);
        assertThat(kept.length()).as("step %s", step).isGreaterThan(750);
        assertThat(bench.names()).hasSize(3).noneMatch(name -> name.endsWith(".rotating"));
    }

    @Test
    void rotate_failsForLong_everythingStays() throws IOException {
        bench.keep(1000, 5);
        write(bench.log.out(), lines(0, 150));
        bench.disk.full = true;
        bench.rotate();
        for (int i = 15; i < 30; i++) {
            write(bench.log.out(), lines(10 * i, 10 * i + 10));
            bench.now = bench.now.plusSeconds(5);
            bench.rotate();
        }

        assertThat(bench.problems()).hasSize(1);
        assertThat(bench.names()).containsExactly("service.out.log");
        bench.disk.full = false;
        bench.now = bench.now.plusSeconds(10);
        bench.rotate();
        assertThat(bench.problems()).isEmpty();
        assertThat(all(bench.log.out())).isEqualTo(lines(0, 300));
        assertThat(RotatedFile.of(bench.log.out())).hasSizeBetween(2, 3);
    }

    @Test
    void rotate_noHoles_leavesTheLogAndSaysSoOnce() throws IOException {
        bench.keep(1000, 5);
        bench.disk.noHoles = true;
        write(bench.log.out(), lines(0, 150));
        for (int i = 0; i < 10; i++) {
            bench.rotate();
            bench.now = bench.now.plus(Duration.ofHours(1));
        }

        var text = "service.out.log cannot be rotated: "
                + "its file system cannot free the beginning of a file, so it grows until its service is started anew";
        assertThat(bench.problems()).containsEntry("service", text);
        assertThat(bench.markers).containsExactly(text);
        assertThat(bench.names()).containsExactly("service.out.log");
        assertThat(all(bench.log.out())).isEqualTo(lines(0, 150));
    }

    @Test
    void rotate_headIsLost_isFoundByTheRotatedFiles() throws IOException {
        bench.keep(1000, 2);
        for (int i = 0; i < 6; i++) {
            write(bench.log.out(), lines(100 * i, 100 * i + 100));
            bench.rotate();
        }
        var before = all(bench.log.out());
        Files.delete(Head.file(bench.log.out()));
        bench.reopen();
        bench.rotate();

        assertThat(all(bench.log.out())).isEqualTo(before);
    }

    @Test
    void rotate_serviceCutItsLog_beginsAnew() throws IOException {
        bench.keep(1000, 10);
        write(bench.log.out(), lines(0, 150));
        bench.rotate();
        var rotated = RotatedFile.of(bench.log.out()).getFirst();
        Files.writeString(bench.log.out(), lines(1000, 1010));
        bench.rotate();

        assertThat(Head.of(bench.log.out())).isEqualTo(new Head(0, rotated.end()));
        write(bench.log.out(), lines(1010, 1150));
        bench.rotate();
        assertThat(all(bench.log.out())).isEqualTo(RotationBench.unzip(rotated.path()) + lines(1000, 1150));
        assertThat(bench.markers).isEmpty();
    }

    @Test
    void rotate_logWasCutWhileAway_keepsWhatIsNew() throws IOException {
        bench.keep(1000, 10);
        write(bench.log.out(), lines(0, 150));
        bench.disk.failAt(3, Failure.CRASH_BEFORE);
        try {
            bench.rotate();
        } catch (Crash e) {
            // Published, and not recorded.
        }
        var rotated = RotatedFile.of(bench.log.out()).getFirst();
        Files.writeString(bench.log.out(), "new\n");
        bench.disk.failAt(-1, Failure.CRASH_BEFORE);
        bench.reopen();
        bench.rotate();

        assertThat(all(bench.log.out())).isEqualTo(RotationBench.unzip(rotated.path()) + "new\n");
        assertThat(List.of(Head.of(bench.log.out()))).containsExactly(new Head(0, rotated.end()));
    }
}

package dev.signalbox.log;

import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What some services write from now on")
final class LogFollowerTest {
    @TempDir
    private Path folder;

    private RotationBench bench;
    private LogFiles other;

    @BeforeEach
    void open() throws IOException {
        bench = new RotationBench(folder);
        bench.keep(1000, 100);
        other = LogFiles.in(folder, "another");
    }

    private LogFollower follower() throws IOException {
        return new LogFollower(Map.of("service", bench.log, "another", other));
    }

    private static List<String> poll(LogFollower follower) throws IOException {
        return follower.poll(1000).stream()
                .map(line -> line.service() + ": " + line.line().text())
                .toList();
    }

    @Test
    void eachLine_isGivenOnce_withTheMarksBetween() throws IOException {
        write(bench.log.out(), "before\n");
        write(bench.log.notes(), "1000 7 0 started pid 7\n");
        try (var follower = follower()) {
            assertThat(poll(follower)).isEmpty();

            write(bench.log.out(), "a\n");
            write(other.err(), "b\n");
            write(bench.log.notes(), "2000 9 0 restart #1 by operator\n");
            write(other.notes(), "1500 0 0\n1600 0 2\n");

            assertThat(poll(follower)).containsExactly("another: b", "service: a", "service: restart #1 by operator");
            assertThat(poll(follower)).isEmpty();
        }
    }

    @Test
    void lineThatHadOnlyBegun_isGivenAsAWhole() throws IOException {
        write(bench.log.out(), "half");
        try (var follower = follower()) {
            assertThat(poll(follower)).isEmpty();
            write(bench.log.out(), " a line\nprompt> ");
            assertThat(poll(follower)).containsExactly("service: half a line");
            assertThat(bench.log.out().toFile().setLastModified(System.currentTimeMillis() - 5_000))
                    .isTrue();
            assertThat(poll(follower)).containsExactly("service: prompt> ");
        }
    }

    @Test
    void rotationMeanwhile_losesNothing_andGivesNothingTwice() throws IOException {
        try (var follower = follower()) {
            for (int i = 0; i < 20; i++) {
                write(bench.log.out(), lines(100 * i, 100 * i + 100));
                if (i % 3 > 0) {
                    bench.rotate();
                }
                assertThat(poll(follower))
                        .isEqualTo(lines(100 * i, 100 * i + 100)
                                .lines()
                                .map(line -> "service: " + line)
                                .toList());
            }
        }
    }

    @Test
    void flood_isGivenInPieces() throws IOException {
        try (var follower = follower()) {
            write(bench.log.out(), lines(0, 2500));
            assertThat(follower.poll(1000)).hasSize(1000);
            assertThat(follower.poll(1000)).hasSize(1000);
            assertThat(poll(follower)).hasSize(500).endsWith("service: 000002499");
        }
    }

    @Test
    void logThatItsServiceCuts_isFollowedFromItsBegin() throws IOException {
        write(bench.log.out(), lines(0, 150));
        bench.rotate();
        try (var follower = follower()) {
            assertThat(poll(follower)).isEmpty();
            Files.writeString(bench.log.out(), "new\n");

            assertThat(poll(follower)).containsExactly("service: new");
        }
    }
}

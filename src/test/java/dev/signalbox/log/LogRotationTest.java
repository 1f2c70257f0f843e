package dev.signalbox.log;

import static dev.signalbox.Waiting.await;
import static dev.signalbox.log.RotationBench.all;
import static dev.signalbox.log.RotationBench.lines;
import static dev.signalbox.log.RotationBench.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.log.LogRotation.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogRotationTest {
    @TempDir
    private Path folder;

    @Test
    void keep_service_isRotatedUntilForgotten() throws IOException {
        var log = LogFiles.in(folder, "service");
        write(log.out(), lines(0, 150));
        try (var notes = new LogNotes(InstantSource.system());
                var rotation = new LogRotation(folder, 1_000_000, notes, InstantSource.system())) {
            rotation.keep(log, new Limits(1000, 5, null));
            await().until(() -> RotatedFile.of(log.out()).size() == 1);
            rotation.keep(log, new Limits(100, 50, null));
            await().until(() -> RotatedFile.of(log.out()).size() > 1);

            assertThat(rotation.problems()).isEmpty();
            rotation.forget(log);
        }
        RotationBench.settle(folder);
        assertThat(all(log.out())).isEqualTo(lines(0, 150));
    }

    @Test
    void watch_diskIsFull_isToldOfTheProblemAndItsEnd() throws IOException {
        var log = LogFiles.in(folder, "service");
        write(log.out(), lines(0, 150));
        var disk = new FailingDisk();
        disk.full = true;
        // An hour each time that it is looked at, so that the next try is never far.
        var clock = new HourlyClock();
        var told = new CopyOnWriteArrayList<Map<String, String>>();
        try (var rotation = new LogRotation(
                workers -> new LogKeeper(folder, 1_000_000, disk, (_, _) -> {}, workers), Map::of, clock)) {
            rotation.watch(() -> told.add(rotation.problems()));
            rotation.keep(log, new Limits(1000, 5, null));
            await().until(() -> told.size() == 1);
            disk.full = false;
            await().until(() -> told.size() == 2);
        }

        assertThat(told)
                .isEqualTo(List.of(
                        Map.of("service", "service.out.log cannot be rotated: No space left on device"), Map.of()));
        RotationBench.settle(folder);
        assertThat(all(log.out())).isEqualTo(lines(0, 150));
    }

    @Test
    void limits_senseless_areRefused() {
        assertThatThrownBy(() -> new Limits(0, 5, null))
                .hasMessage("maxSize is 0 and keep is 5, but must be more than zero, and at least zero");
        assertThatThrownBy(() -> new Limits(1, -1, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final class HourlyClock implements InstantSource {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusSeconds(3600);
            return now;
        }
    }
}

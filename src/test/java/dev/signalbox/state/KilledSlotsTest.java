package dev.signalbox.state;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.journal.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A `kill -9` at random moments: what was told to be durable is in the file, and every text is a whole one.
final class KilledSlotsTest {
    private static final int KILLS = 20;
    private static final int MOST_BYTES = 2_000;

    @TempDir
    private Path folder;

    /// The highest number of each key that anybody has seen.
    private final Map<String, Long> known = new HashMap<>();

    @Test
    void kill_atRandomMoments_leavesTheLastThatWasToldOrTheNext() throws Exception {
        var seed = Seed.of(KilledSlotsTest.class);
        var random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            killOne(random);
            check();
        }
    }

    private void killOne(Random random) throws IOException, InterruptedException {
        var seen = folder.resolve("seen").toFile();
        // A kill in five comes when little more than the opening has been done.
        var until = seen.length() + (random.nextInt(5) == 0 ? 1 : random.nextInt(MOST_BYTES));
        var process = Processes.java(folder, SlotProcess.class, folder, Long.MAX_VALUE / 2);
        try {
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !process.isAlive() || seen.length() >= until);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Processes.errors(folder)).isEqualTo(128 + 9);
    }

    private void check() throws IOException {
        for (var line : Files.readAllLines(folder.resolve("seen"))) {
            var words = line.split(" ");
            known.merge(words[0], Long.valueOf(words[1]), Math::max);
        }
        try (var slots = SlotFile.open(folder.resolve("slots"))) {
            assertThat(slots.problems()).isEmpty();
            for (int i = 0; i < SlotProcess.KEYS; i++) {
                var key = "key-" + i;
                var text = slots.find(key);
                long last = known.getOrDefault(key, 0L);
                var found = text == null ? 0 : SlotProcess.number(text);
                assertThat(found).as(key).isBetween(last, last + 1);
                known.put(key, found);
            }
            assertThat(slots.texts())
                    .allSatisfy((key, text) -> assertThat(SlotProcess.isOf(key, text))
                            .as("%s: %s", key, SlotProcess.number(text))
                            .isTrue());
        }
    }
}

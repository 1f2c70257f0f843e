package dev.signalbox.journal;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.operation.Cancellation;
import dev.signalbox.operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A `kill -9` of the engine at random moments under load: what anybody was told is in the journal, and what was
/// under way has the outcome of rule 23.
class KilledJournalTest {
    private static final int MOST_BYTES = 15_000;

    @TempDir
    private Path folder;

    @Test
    void kill_atRandomMoments_losesNothingThatWasSeen() throws Exception {
        kill(20);
    }

    @Test
    @Tag("soak")
    void kill_atManyRandomMoments_losesNothingThatWasSeen() throws Exception {
        kill(200);
    }

    private void kill(int kills) throws IOException, InterruptedException, JournalException {
        var seed = Seed.of(KilledJournalTest.class);
        var random = new Random(seed);
        var crashed = new int[2];
        for (int i = 0; i < kills; i++) {
            killOne(random);
            // Else the next process finds what this one has left.
            if (random.nextBoolean() || i == kills - 1) {
                check(crashed);
            }
        }
        // The kills have hit what they were meant for.
        assertThat(crashed[0]).as("cancelled").isPositive();
        assertThat(crashed[1]).as("failed").isPositive();
    }

    private void killOne(Random random) throws IOException, InterruptedException {
        var seen = folder.resolve("seen");
        var before = Files.exists(seen) ? Files.size(seen) : 0;
        // A kill in ten comes while the file is opened.
        var until = before + (random.nextInt(10) == 0 ? 1 : random.nextInt(MOST_BYTES));
        var process = Processes.java(folder, JournalProcess.class, folder, random.nextLong(), "many", 1_000_000);
        try {
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !process.isAlive() || seen.toFile().length() >= until);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Processes.errors(folder)).isEqualTo(128 + 9);
    }

    private void check(int[] crashed) throws IOException, JournalException {
        var accepted = new HashSet<Long>();
        var ended = new HashMap<Long, String>();
        var begun = new HashSet<Long>();
        read(accepted, begun, ended);
        try (var journal = Journal.open(folder.resolve("journal.db"), InstantSource.system(), Retention.DEFAULT)) {
            assertThat(journal.notice()).isEmpty();
            var hits = journal.history().find(HistoryFilter.ALL);
            var found = new HashMap<Long, RecordedOperation>();
            hits.page(0, hits.count()).forEach(operation -> found.put(operation.id(), operation));
            assertThat(found.keySet()).containsAll(accepted);
            for (var operation : found.values()) {
                var end = operation.end();
                assertThat(end).as("end of %s", operation).isNotNull();
                if (ended.containsKey(operation.id())) {
                    assertThat(operation.word()).as("%s", operation).isEqualTo(ended.get(operation.id()));
                    assertThat(end.outcome()).isNotEqualTo(Outcomes.CRASHED);
                } else if (begun.contains(operation.id())) {
                    assertThat(operation.startedAt()).as("%s", operation).isNotNull();
                }
                if (end.outcome().equals(new Outcome.Cancelled(new Cancellation.Crash()))) {
                    assertThat(begun).doesNotContain(operation.id());
                    crashed[0]++;
                } else if (end.outcome().equals(Outcomes.CRASHED)) {
                    crashed[1]++;
                }
            }
        }
    }

    /// What was told, and that nothing was told twice and no id given twice.
    private void read(Set<Long> accepted, Set<Long> begun, Map<Long, String> ended) throws IOException {
        for (var line : Files.readAllLines(folder.resolve("seen"))) {
            var words = line.split(" ");
            switch (words[0]) {
                case "opened" ->
                    assertThat(accepted).allMatch(id -> id < Long.parseLong(words[1]), "below " + words[1]);
                case "accepted" ->
                    assertThat(accepted.add(Long.parseLong(words[1]))).as(line).isTrue();
                case "body" ->
                    assertThat(begun.add(Long.parseLong(words[1]))).as(line).isTrue();
                case "ended" ->
                    assertThat(ended.put(Long.parseLong(words[1]), words[2]))
                            .as(line)
                            .isNull();
                default -> assertThat(words[0]).isIn(List.of("opening", "submitting", "done"));
            }
        }
    }
}

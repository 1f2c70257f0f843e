package dev.signalbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.time.SystemTime;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a snapshot promises of a merge is what the merge does.
class MergeableTest {
    private static final int MOST_WAITING = 12;

    static LongStream seeds() {
        return Seed.orAll(LongStream.range(0, 200));
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void mergeable_isAsManyAsAreMerged(long seed) {
        var random = new Random(seed);
        try (var time = new SystemTime();
                var queue = new OperationQueue(new InMemoryJournal(100), time, 1)) {
            queue.register("service", QueueSettings.DEFAULT, _ -> null);
            queue.hold("service");
            var kinds = OperationKind.values();
            var size = random.nextInt(MOST_WAITING);
            for (int i = 0; i < size; i++) {
                var parameters = random.nextInt(5) == 0 ? Map.of("image", "new") : Map.<String, String>of();
                queue.submit("service", kinds[random.nextInt(kinds.length)], Source.OPERATOR, parameters)
                        .toCompletableFuture()
                        .join();
            }
            var before = queue.snapshot("service");
            assertThat(before.waiting()).hasSize(size);

            assertThat(queue.mergeDuplicates("service")).isEqualTo(before.mergeable());

            assertThat(queue.snapshot("service").mergeable()).isZero();
        }
    }
}

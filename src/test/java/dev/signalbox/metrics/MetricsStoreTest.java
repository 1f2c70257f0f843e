package dev.signalbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.time.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of what services use, and used.
final class MetricsStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Instant now = NOON;
    private MetricsStore store;

    @BeforeEach
    void open() throws IOException {
        store = new MetricsStore(folder, () -> now);
    }

    /// The next engine.
    private void reopen() throws IOException {
        store.close();
        open();
    }

    private static Reading reading(double megabytes) {
        var limits = new Limits(1_000_000_000L, null, 1_024L);
        return new Reading(NOON, 410_000_000, (long) (megabytes * 1e6), 41, 387, 380, List.of(8000), limits);
    }

    /// Looks once a second at a service that uses so much.
    private void run(Duration length, double megabytes) {
        for (var end = now.plus(length); now.isBefore(end); now = now.plus(SECOND)) {
            store.take(Map.of("web", reading(megabytes)), SECOND.toNanos());
        }
    }

    /// Looks once a second while it does not run.
    private void rest(Duration length) {
        for (var end = now.plus(length); now.isBefore(end); now = now.plus(SECOND)) {
            store.take(Map.of(), SECOND.toNanos());
        }
    }

    private List<Point> points(Duration back, Duration step) {
        return store.series("web", now.minus(back), step).points();
    }

    private static double megabytes(Point point) {
        return Math.round(point.memory().mean() / 1e6);
    }

    @Test
    void service_thatRuns_usesWhatTheLastLookFound() {
        run(SECOND, 812);

        var usage = Objects.requireNonNull(store.usages().services().get("web"));
        assertThat(usage.cpu()).isCloseTo(0.41, within(1e-9));
        assertThat(usage.memory()).isEqualTo(812_000_000);
        assertThat(usage.ports()).containsExactly(8000);
        assertThat(store.usages().machine().cores()).isPositive();
        assertThat(store.usages().machine().memory()).isPositive();

        rest(SECOND);
        assertThat(store.usages().services()).isEmpty();
    }

    @Test
    void cpu_atTheFirstLook_isNotKnownRatherThanNone() {
        store.take(Map.of("web", reading(1)), 0);

        assertThat(Objects.requireNonNull(store.usages().services().get("web")).cpu())
                .isNaN();
        now = now.plus(SECOND);
        assertThat(points(MINUTE, SECOND).getFirst().cpu().isKnown()).isFalse();
    }

    @Test
    void lastHour_isKnownByTheSecond_andWhatWasBeforeByTheMinute() {
        run(Duration.ofMinutes(90), 100);
        run(Duration.ofMinutes(30), 200);

        var hour = points(Duration.ofHours(1).minusSeconds(1), SECOND);
        assertThat(hour).hasSize(3599);
        assertThat(megabytes(hour.getFirst())).isEqualTo(100);
        assertThat(megabytes(hour.getLast())).isEqualTo(200);
        assertThat(points(Duration.ofHours(2), Duration.ofSeconds(2)))
                .as("an hour of minutes and one of seconds")
                .hasSize(60 + 1800);
        assertThat(points(Duration.ofHours(2), MINUTE)).hasSize(120);
        assertThat(points(Duration.ofHours(2), Duration.ofMinutes(10))).hasSize(12);
    }

    @Test
    void steps_tellTheLeastAndTheMostOfWhatIsInThem() {
        run(Duration.ofSeconds(90), 100);
        run(Duration.ofSeconds(30), 400);

        var second = points(Duration.ofMinutes(2), MINUTE).get(1).memory();
        assertThat(second.min()).isCloseTo(100e6, within(1e4));
        assertThat(second.mean()).isCloseTo(250e6, within(1e4));
        assertThat(second.max()).isCloseTo(400e6, within(1e4));
    }

    @Test
    void timeInWhichItDidNotRun_isAGapAndNoZero() {
        run(Duration.ofMinutes(2), 100);
        rest(Duration.ofMinutes(3));
        run(Duration.ofMinutes(2), 100);

        for (var step : List.of(SECOND, MINUTE)) {
            var points = points(Duration.ofMinutes(7), step);
            assertThat(points).as("steps of %s", step).hasSize((int)
                    Duration.ofMinutes(4).dividedBy(step));
            assertThat(points).allSatisfy(point -> assertThat(megabytes(point)).isEqualTo(100));
        }
    }

    @Test
    void engine_thatWasAway_leavesAGap_andWhatWasBeforeIsKnownByTheMinute() throws IOException {
        run(Duration.ofMinutes(10), 100);
        reopen();
        now = now.plus(Duration.ofMinutes(5));
        run(Duration.ofMinutes(10), 300);

        assertThat(points(Duration.ofMinutes(25), MINUTE))
                .extracting(MetricsStoreTest::megabytes)
                .hasSize(20)
                .startsWith(100.0)
                .endsWith(300.0);
        assertThat(points(Duration.ofMinutes(25), SECOND)).hasSize(10 + 600);
    }

    @Test
    void engine_thatEndsInTheMiddleOfAMinute_keepsItsBeginning() throws IOException {
        run(Duration.ofSeconds(80), 100);
        reopen();
        now = now.plus(Duration.ofMinutes(2));

        assertThat(points(Duration.ofMinutes(5), MINUTE)).hasSize(2);
    }

    @Test
    void look_thatIsLateByASecond_leavesNoGap() {
        run(Duration.ofSeconds(10), 100);
        now = now.plus(SECOND);
        run(Duration.ofSeconds(10), 100);

        assertThat(points(Duration.ofSeconds(21), SECOND)).hasSize(21);
    }

    @Test
    void clock_thatIsSetBack_doesNotMixUpWhatWasBefore() {
        run(Duration.ofMinutes(10), 100);
        now = now.minus(Duration.ofHours(3));
        run(Duration.ofMinutes(1), 300);

        assertThat(points(Duration.ofMinutes(2), SECOND))
                .extracting(MetricsStoreTest::megabytes)
                .hasSize(60)
                .containsOnly(300.0);
    }

    @Test
    void whatWasUsedMoreThanThirtyDaysAgo_isNotTold() {
        run(Duration.ofMinutes(2), 100);
        now = now.plus(Duration.ofDays(31));
        run(Duration.ofMinutes(1), 200);

        assertThat(points(Duration.ofDays(40), Duration.ofHours(1)))
                .extracting(MetricsStoreTest::megabytes)
                .containsExactly(200.0);
    }

    @Test
    void memory_thatGrew_isToldToGrowByTheNextEngineToo() throws IOException {
        for (int minute = 0; minute < 70; minute++) {
            now = NOON.plus(Duration.ofMinutes(minute));
            store.take(Map.of("web", reading(500 + minute)), SECOND.toNanos());
        }
        reopen();
        now = now.plus(MINUTE);
        store.take(Map.of("web", reading(570)), SECOND.toNanos());

        var growth =
                Objects.requireNonNull(store.usages().services().get("web")).growth();
        assertThat(Objects.requireNonNull(growth).bytesPerHour()).isCloseTo(60e6, within(2e6));
        assertThat(growth.since()).isEqualTo(NOON);
        assertThat(Objects.requireNonNull(growth.meetsLimitAt())).isAfter(now.plus(Duration.ofHours(6)));
    }

    @Test
    void removedService_isForgotten_whenNothingOfItWouldBeToldAnyMore() throws IOException {
        run(MINUTE, 100);
        store.close();
        var file = folder.resolve("web.metrics");
        Files.setLastModifiedTime(file, FileTime.from(now));

        store.prune(_ -> false);
        assertThat(file).as("as it may come back").exists();
        now = now.plus(Duration.ofDays(31));
        store.prune(_ -> true);
        assertThat(file).as("of a service that is there").exists();
        store.prune(_ -> false);
        assertThat(file).doesNotExist();
    }

    @Test
    void looksThatComeAtOnce_asOneWasLate_countAsOne() {
        var time = new FakeTime();
        var sampler = new Sampler(
                () -> Map.of("web", reading(1)), store, time, Thread.ofVirtual().factory());
        sampler.look();
        time.advance(SECOND.multipliedBy(5));
        sampler.look();
        sampler.look();
        assertThat(Objects.requireNonNull(store.usages().services().get("web")).cpu())
                .isCloseTo(0.41 / 5, within(1e-9));
        sampler.close();
    }
}

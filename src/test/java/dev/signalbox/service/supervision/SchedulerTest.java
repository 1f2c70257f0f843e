package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Schedule;
import dev.signalbox.time.FakeTime;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/// Times of a schedule, on a wall clock that jumps.
final class SchedulerTest {
    private static final Schedule EVERY_TEN_MINUTES = Schedule.parse("*/10 * * * *");

    private final FakeTime time = new FakeTime();
    private final JumpingTime clock = new JumpingTime();
    private int runs;
    private final Scheduler scheduler = new Scheduler(clock, () -> runs++);

    /// A wall clock that can be set, over timers that do not see that.
    private final class JumpingTime implements TimeSource {
        private Duration ahead = Duration.ZERO;

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant now() {
            return time.now().plus(ahead);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return time.schedule(delay, task);
        }
    }

    private void pass(long minutes) {
        time.advance(Duration.ofMinutes(minutes));
    }

    @Test
    void time_isDue_runsOnceEach() {
        scheduler.follow(EVERY_TEN_MINUTES);
        pass(9);
        assertThat(runs).isZero();
        pass(1);
        assertThat(runs).isOne();
        pass(25);
        assertThat(runs).isEqualTo(3);
        assertThat(scheduler.next()).isEqualTo(Instant.EPOCH.plus(Duration.ofMinutes(40)));
    }

    @Test
    void follow_another_keepsNoTimerOfTheFirst() {
        for (int i = 0; i < 10; i++) {
            scheduler.follow(EVERY_TEN_MINUTES);
        }
        assertThat(time.timers()).isOne();
        scheduler.follow(null);
        assertThat(time.timers()).isZero();
    }

    @Test
    void clockJumpsAhead_whatWasMissed_runsOnceWithinAMinute() {
        scheduler.follow(EVERY_TEN_MINUTES);
        clock.ahead = Duration.ofMinutes(45);
        pass(1);
        assertThat(runs).isOne();
        assertThat(scheduler.next()).isEqualTo(Instant.EPOCH.plus(Duration.ofMinutes(50)));
    }

    @Test
    void clockIsSetBack_runsAtTheTimesThatItShows() {
        pass(60);
        scheduler.follow(EVERY_TEN_MINUTES);
        clock.ahead = Duration.ofMinutes(-35);
        pass(1);
        assertThat(scheduler.next()).isEqualTo(Instant.EPOCH.plus(Duration.ofMinutes(30)));
        pass(4);
        assertThat(runs).isOne();
    }

    /// The machine itself may be anywhere.
    @Test
    void nightly_whereTheClocksAreChanged_isDoneOnceANight_butInTheHourThatThereIsNot() {
        var berlin = ZoneId.of("Europe/Berlin");
        clock.ahead = Duration.between(Instant.EPOCH, Instant.parse("2026-10-24T12:00:00Z"));
        scheduler.follow(Schedule.parse("30 2 * * *", berlin, Schedule.Missed.SKIP, Schedule.Overlap.SKIP));
        pass(24 * 60);
        assertThat(runs).as("the night with 2:30 twice").isOne();
        assertThat(scheduler.next()).isEqualTo("2026-10-26T01:30:00Z");
        clock.ahead = clock.ahead.plus(Duration.between(clock.now(), Instant.parse("2027-03-27T12:00:00Z")));
        scheduler.follow(Schedule.parse("30 2 * * *", berlin, Schedule.Missed.SKIP, Schedule.Overlap.SKIP));
        pass(24 * 60);
        assertThat(runs).as("the night without 2:30").isOne();
        assertThat(scheduler.next()).isEqualTo("2027-03-29T00:30:00Z");
    }

    @Test
    void hourly_whereTheClocksAreChanged_isDoneEachHourThatPasses() {
        clock.ahead = Duration.between(Instant.EPOCH, Instant.parse("2026-10-24T22:00:00Z"));
        var berlin = ZoneId.of("Europe/Berlin");
        scheduler.follow(Schedule.parse("@hourly", berlin, Schedule.Missed.SKIP, Schedule.Overlap.SKIP));
        pass(10 * 60);
        assertThat(runs).isEqualTo(10);
    }

    @Test
    void follow_another_forgetsTheFirst() {
        scheduler.follow(EVERY_TEN_MINUTES);
        scheduler.follow(Schedule.parse("0 * * * *"));
        pass(59);
        assertThat(runs).isZero();
        pass(1);
        assertThat(runs).isOne();
    }

    @Test
    void follow_none_isNeverDue() {
        scheduler.follow(EVERY_TEN_MINUTES);
        scheduler.follow(null);
        assertThat(scheduler.next()).isNull();
        pass(60);
        assertThat(runs).isZero();
    }
}

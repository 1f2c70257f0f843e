package dev.signalbox.service.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Seed;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
import dev.signalbox.service.supervision.Backoff.Decision;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = 1_000_000_000;
    private static final RestartPolicy PATIENT =
            new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1000, Duration.ofMinutes(1));

    /// Always the largest number that is allowed.
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private static Duration delay(Backoff backoff, long now) {
        return ((Decision.Retry) backoff.ended(PATIENT, true, true, now)).delay();
    }

    @Test
    void bound_doublesWithEachFailure_upToTheLongest() {
        var backoff = new Backoff(LARGEST);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(delay(backoff, 0)).isEqualTo(Duration.ofSeconds(seconds));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(delay(backoff, 0)).as("no overflow").isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void delay_isAnyPartOfTheBound() {
        var seed = Seed.of(BackoffTest.class);
        var random = new Random(seed);
        var parts = new int[4];
        for (int i = 0; i < 1000; i++) {
            var delay = delay(new Backoff(random), 0);
            assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(1));
            parts[(int) Math.min(3, delay.toNanos() * 4 / SECOND)]++;
        }
        assertThat(parts).as("quarters of the second, seed %d", seed).doesNotContain(0);
    }

    @Test
    void readyForAWhile_startsAnew() {
        var backoff = new Backoff(LARGEST);
        delay(backoff, 0);
        delay(backoff, SECOND);
        backoff.ready(2 * SECOND);
        assertThat(delay(backoff, 61 * SECOND)).as("not long enough").isEqualTo(Duration.ofSeconds(4));
        backoff.ready(62 * SECOND);
        assertThat(delay(backoff, 122 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void giveUp_countsWhatWasWithinItsTime() {
        var policy =
                new RestartPolicy(On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofMinutes(1));
        var backoff = new Backoff(LARGEST);
        assertThat(backoff.ended(policy, false, false, 0)).isInstanceOf(Decision.Retry.class);
        assertThat(backoff.ended(policy, false, false, 59 * SECOND)).isInstanceOf(Decision.Retry.class);
        assertThat(backoff.ended(policy, false, false, 61 * SECOND)).isInstanceOf(Decision.Retry.class);
        assertThat(backoff.ended(policy, false, false, 62 * SECOND)).isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void policy_saysWhichEndsCount() {
        var never = new RestartPolicy(On.NEVER, Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofMinutes(1));
        assertThat(new Backoff(LARGEST).ended(never, true, true, 0)).isInstanceOf(Decision.Leave.class);
        assertThat(new Backoff(LARGEST).ended(PATIENT, false, true, 0)).isInstanceOf(Decision.Leave.class);
        assertThat(new Backoff(LARGEST).ended(PATIENT, true, true, 0)).isInstanceOf(Decision.Retry.class);
    }

    @Test
    void fifthStartInARow_thatDidNotLast_isASecondAwayFromTheNext_whateverThePolicySays() {
        var hasty =
                new RestartPolicy(On.ALWAYS, Duration.ofMillis(1), Duration.ofMillis(1), 1000, Duration.ofMinutes(1));
        var backoff = new Backoff(LARGEST);
        for (int i = 1; i < 5; i++) {
            assertThat(backoff.ended(hasty, true, false, 0)).isEqualTo(retry(Duration.ofMillis(1)));
        }
        assertThat(backoff.ended(hasty, true, false, 0)).isEqualTo(retry(Duration.ofSeconds(1)));
        assertThat(backoff.ended(hasty, false, false, 0)).isEqualTo(retry(Duration.ofSeconds(1)));
        assertThat(backoff.ended(hasty, true, true, 0)).as("it lasted").isEqualTo(retry(Duration.ofMillis(1)));
        assertThat(backoff.ended(hasty, true, false, 0)).isEqualTo(retry(Duration.ofMillis(1)));
    }

    @Test
    void goodEndAfterAProperRun_isFollowedByTheFirstPause_andCountsForNoLoop() {
        var policy =
                new RestartPolicy(On.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(60), 2, Duration.ofMinutes(1));
        var backoff = new Backoff(LARGEST);
        assertThat(backoff.ended(policy, true, true, 0)).isEqualTo(retry(Duration.ofSeconds(1)));
        for (int i = 0; i < 5; i++) {
            assertThat(backoff.ended(policy, false, true, SECOND)).isEqualTo(retry(Duration.ofSeconds(1)));
        }
        assertThat(backoff.ended(policy, true, true, SECOND)).isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void giveUpNever_neverGivesUp() {
        var policy =
                new RestartPolicy(On.FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(2), 0, Duration.ofMinutes(1));
        var backoff = new Backoff(LARGEST);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.ended(policy, true, false, 0)).isInstanceOf(Decision.Retry.class);
        }
    }

    private static Decision retry(Duration delay) {
        return new Decision.Retry(delay);
    }
}

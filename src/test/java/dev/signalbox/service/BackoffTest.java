package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.service.Backoff.Decision;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceDefinition.RestartPolicy.On;
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
        return ((Decision.Retry) backoff.ended(PATIENT, true, now)).delay();
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
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
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
        assertThat(backoff.ended(policy, false, 0)).isInstanceOf(Decision.Retry.class);
        assertThat(backoff.ended(policy, false, 59 * SECOND)).isInstanceOf(Decision.Retry.class);
        assertThat(backoff.ended(policy, false, 61 * SECOND)).isInstanceOf(Decision.Retry.class);
        assertThat(backoff.ended(policy, false, 62 * SECOND)).isInstanceOf(Decision.GiveUp.class);
    }

    @Test
    void policy_saysWhichEndsCount() {
        var never = new RestartPolicy(On.NEVER, Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofMinutes(1));
        assertThat(new Backoff(LARGEST).ended(never, true, 0)).isInstanceOf(Decision.Leave.class);
        assertThat(new Backoff(LARGEST).ended(PATIENT, false, 0)).isInstanceOf(Decision.Leave.class);
        assertThat(new Backoff(LARGEST).ended(PATIENT, true, 0)).isInstanceOf(Decision.Retry.class);
    }
}

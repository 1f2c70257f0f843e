package dev.signalbox.service.supervision;

import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceStatus;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What comes of a service's ends that nobody asked for: the next try, or the end of all tries. Guarded by the
/// lock of its [Supervisor].
final class Recovery {
    private final TimeSource time;
    private final Backoff backoff;
    private final Appointment retry;
    private final Appointment calm;
    private final Runnable look;
    private volatile ServiceStatus.@Nullable Recovery outlook;
    /// Whether the time of the next try has not come, on the clock that never jumps.
    private volatile boolean waits;
    /// The process that runs, `null` if none was seen since the last operation began or the last end.
    private @Nullable Running living;
    /// When it began, on the clock that never jumps.
    private long bornNanos;

    /// @param look called under no lock, on the timer's thread, when the service may be started again, and when
    ///     [#runs] may have more to tell
    Recovery(TimeSource time, RandomGenerator random, Runnable look) {
        this.time = time;
        this.backoff = new Backoff(random);
        this.retry = new Appointment(time);
        this.calm = new Appointment(time);
        this.look = look;
    }

    /// What there is to tell, `null` for nothing.
    ServiceStatus.@Nullable Recovery outlook() {
        return outlook;
    }

    /// It ended by itself, or could not be started.
    ///
    /// @param failed false if it ended well
    ///
    /// @return what comes of it
    Backoff.Decision ended(RestartPolicy policy, boolean failed) {
        var lasted = hasLasted(policy);
        living = null;
        if (gaveUp()) {
            return new Backoff.Decision.GiveUp();
        }
        var decision = backoff.ended(policy, failed, lasted, time.nanoTime());
        switch (decision) {
            case Backoff.Decision.Leave() -> cancel();
            case Backoff.Decision.Retry(var delay) -> retryAfter(delay, policy);
            case Backoff.Decision.GiveUp() -> giveUp();
        }
        return decision;
    }

    /// It is unhealthy, and to be restarted.
    ///
    /// @return false if it was too often, and is not to be restarted any more
    boolean unhealthy(RestartPolicy policy) {
        if (gaveUp()) {
            return false;
        }
        if (backoff.isOneTooMany(policy, hasLasted(policy), time.nanoTime())) {
            giveUp();
            return false;
        }
        return true;
    }

    /// When the next try is, while that is not yet; `null` if nothing needs to be waited for. For any thread.
    @Nullable
    Instant waitsUntil() {
        var now = outlook;
        return now != null && waits ? now.retryAt() : null;
    }

    private void retryAfter(Duration delay, RestartPolicy policy) {
        var counts = policy.givesUp();
        outlook = new ServiceStatus.Recovery(
                backoff.failures(),
                time.now().plus(delay),
                false,
                counts ? backoff.ends() + 1 : 0,
                counts ? policy.giveUpAfter() : 0);
        waits = true;
        retry.set(delay, () -> {
            waits = false;
            look.run();
        });
    }

    private void giveUp() {
        retry.cancel();
        waits = false;
        outlook = new ServiceStatus.Recovery(backoff.ends(), null, true);
    }

    private boolean gaveUp() {
        return outlook != null && outlook.crashLoop();
    }

    /// The next try begins, or somebody was quicker.
    void trying() {
        retry.cancel();
        waits = false;
        if (outlook != null) {
            outlook =
                    new ServiceStatus.Recovery(outlook.failures(), null, false, outlook.attempt(), outlook.attempts());
        }
    }

    /// An operation begins, of which nobody knows yet what it makes of the process.
    void operationBegins() {
        living = null;
    }

    /// This process is there.
    void lives(Running seen) {
        if (!seen.equals(living)) {
            living = seen;
            var age = Duration.between(seen.since(), time.now()); // an earlier engine may have started it
            bornNanos = time.nanoTime() - (age.isNegative() ? 0 : age.toNanos());
        }
    }

    private boolean hasLasted(RestartPolicy policy) {
        return living != null
                && time.nanoTime() - bornNanos >= policy.minUptime().toNanos();
    }

    /// It runs.
    ///
    /// @param ready whether it does what it is there for
    void runs(RestartPolicy policy, boolean ready) {
        if (ready) {
            backoff.ready(time.nanoTime());
        } else {
            backoff.notReady(policy, time.nanoTime());
        }
        if (!gaveUp() || backoff.hasRecovered(policy, time.nanoTime())) {
            cancel();
        } else if (ready) {
            // Nothing else may happen until then.
            calm.set(Backoff.calm(policy), look);
        }
    }

    /// There will be no next try.
    void cancel() {
        retry.cancel();
        waits = false;
        calm.cancel();
        outlook = null;
    }

    /// As if it had never failed.
    void reset() {
        cancel();
        backoff.reset();
    }
}

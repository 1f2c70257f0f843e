package dev.signalbox.service.probe;

import dev.signalbox.log.LogFiles;
import dev.signalbox.operation.TimeSource;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.ServiceDefinition;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks the probes of all services of a workspace. While none is being asked, there is no thread for any of them. Safe
/// to use from any thread.
public final class Probes implements AutoCloseable {
    private final TimeSource time;
    private final RandomGenerator random;
    private final ReentrantLock randomLock = new ReentrantLock();
    private final Set<Probing> open = ConcurrentHashMap.newKeySet();

    /// @param random by which first tries are staggered
    public Probes(TimeSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /// Prepares to ask `probe` of a service. Nothing is asked before [Probing#begin()]. The probe's own `timeout` and
    /// `failures` are the caller's concern. A log probe takes note of where the output ends now, and looks at newer
    /// output only: prepare it before the service starts.
    ///
    /// @param service whose folder and variables an exec probe gets, and whose secrets no answer shows
    /// @param tryTimeout after which a try is broken off; its answer is "no answer within 2 s"
    /// @param log the service's output, for a log probe; others do not need it
    /// @param listener told each answer, one at a time and in order, on a virtual thread. It may block, which
    delays the
    ///     next try, and may close the probing
    /// @return to be begun, and closed
    public Probing prepare(
            ServiceDefinition service,
            Probe probe,
            Duration tryTimeout,
            @Nullable LogFiles log,
            Consumer<Answer> listener) {
        var question = question(probe.check());
        var schedule = new Probing.Schedule(probe.every(), probe.initialDelay(), part(probe.every()), tryTimeout);
        return new Probing(service.id(), question, time, schedule, text -> text, listener);
    }

    private static Question question(Check check) {
        return switch (check) {
            case Check.Tcp(var port) -> new TcpQuestion(port);
            default -> throw new UnsupportedOperationException(check.text());
        };
    }

    private Duration part(Duration every) {
        randomLock.lock();
        try {
            return Duration.ofNanos(random.nextLong(Math.max(1, every.toNanos())));
        } finally {
            randomLock.unlock();
        }
    }

    /// Closes every probing, and waits a moment until what was being asked has ended, so that no program of an exec
    /// probe is left.
    @Override
    public void close() {
        open.forEach(Probing::close);
    }
}

package dev.signalbox.service.probe;

import dev.signalbox.log.LogFiles;
import dev.signalbox.log.NewOutput;
import dev.signalbox.service.Answer;
import dev.signalbox.service.Listeners;
import dev.signalbox.service.OwnEnvironment;
import dev.signalbox.service.Probe;
import dev.signalbox.service.Probe.Check;
import dev.signalbox.service.Prober;
import dev.signalbox.service.Secrets;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.time.SideThread;
import dev.signalbox.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks the probes of all services of a workspace. While none is being asked, there is no thread for any of them.
/// Safe to use from any thread.
public final class Probes implements Prober, AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final TimeSource time;
    private final Map<String, String> environment = OwnEnvironment.read();
    private final RandomGenerator random;
    private final ReentrantLock randomLock = new ReentrantLock();
    private final Set<Probing> open = ConcurrentHashMap.newKeySet();
    /// What may hang, by the ids of services. None is forgotten: a call may hang for longer than the process that it
    /// was about.
    private final Map<String, SideThread> lookups = new ConcurrentHashMap<>();

    private final Map<String, SideThread> launches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param random by which first tries are staggered
    public Probes(TimeSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    @Override
    public Probing prepare(
            ServiceDefinition service,
            Probe probe,
            Duration tryTimeout,
            @Nullable LogFiles log,
            Listeners listeners,
            Consumer<Answer> listener) {
        var secrets = new Secrets();
        secrets.add(service);
        var question = question(service, probe.check(), tryTimeout, secrets, log, listeners);
        var schedule = new Schedule(probe.every(), probe.initialDelay(), part(probe.every()), tryTimeout);
        Consumer<Answer> shown = answer ->
                listener.accept(new Answer(answer.kind(), Texts.brief(secrets.mask(answer.text())), answer.attempt()));
        var threads = Thread.ofVirtual().name("probe " + service.id()).factory();
        var probing = new Probing(service.id(), threads, question, time, schedule, shown, open::remove);
        open.add(probing);
        if (closed) {
            probing.close();
        }
        return probing;
    }

    private Question question(
            ServiceDefinition service,
            Check check,
            Duration tryTimeout,
            Secrets secrets,
            @Nullable LogFiles log,
            Listeners listeners) {
        var connections = new Connections(tryTimeout, listeners);
        return switch (check) {
            case Check.Http http ->
                new HttpQuestion(
                        http,
                        lookup(service, tryTimeout),
                        connections,
                        new Tls(http.request(), side(lookups, service)));
            case Check.Tcp tcp -> new TcpQuestion(tcp, lookup(service, tryTimeout), connections);
            case Check.Exec(var command) ->
                new ExecQuestion(command, service, environment, secrets, side(launches, service));
            case Check.Log(var pattern) -> {
                if (log == null) {
                    throw new IllegalArgumentException("a log probe of " + service.id() + " without its log");
                }
                yield new LogQuestion(pattern, NewOutput.of(log, time::now));
            }
        };
    }

    private Lookup lookup(ServiceDefinition service, Duration tryTimeout) {
        return new Lookup(side(lookups, service), tryTimeout);
    }

    private static SideThread side(Map<String, SideThread> sides, ServiceDefinition service) {
        return sides.computeIfAbsent(service.id(), _ -> new SideThread());
    }

    private Duration part(Duration every) {
        randomLock.lock();
        try {
            return Duration.ofNanos(random.nextLong(Math.max(1, every.toNanos())));
        } finally {
            randomLock.unlock();
        }
    }

    /// Closes every probing, and waits a moment for what was being asked, so that no program of an exec probe is
    /// left.
    @Override
    public void close() {
        closed = true;
        var last = List.copyOf(open);
        last.forEach(Probing::close);
        var end = System.nanoTime() + GRACE.toNanos();
        try {
            for (var probing : last) {
                probing.await(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

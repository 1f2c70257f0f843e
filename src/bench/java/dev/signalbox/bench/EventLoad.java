package dev.signalbox.bench;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Source;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Makes a queue tell of so many events a second, spread over all of its services: live operations report, end,
/// and others are submitted, up to a few of them waiting behind the live one.
final class EventLoad implements Runnable {
    private static final Source SOURCE = new Source(Source.Road.HTTP_API, "load");
    private static final OperationKind[] KINDS = OperationKind.values();
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MOST_PENDING = 5;
    private static final double SUBMITS = 0.1;
    private static final double ENDS = 0.1;
    private static final double FACTS = 0.2;

    private final OperationQueue queue;
    private final Map<String, BusyService> services;
    private final String[] ids;
    private final int eventsPerSecond;
    private final Random random;
    private volatile boolean stopped;

    EventLoad(OperationQueue queue, Map<String, BusyService> services, int eventsPerSecond, long seed) {
        this.queue = queue;
        this.services = services;
        this.ids = services.keySet().toArray(String[]::new);
        this.eventsPerSecond = eventsPerSecond;
        this.random = new Random(seed);
    }

    /// Runs until it is stopped.
    @Override
    public void run() {
        var began = System.nanoTime();
        long made = 0;
        while (!stopped) {
            var due = (System.nanoTime() - began) / 1_000_000_000.0 * eventsPerSecond;
            // Should every service be between two operations, none can be made to tell anything now.
            for (var tries = 0; made < due && tries < eventsPerSecond; tries++) {
                made += act(ids[random.nextInt(ids.length)]);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    void stop() {
        stopped = true;
    }

    /// @return how many events will come of it: an operation is accepted and started, ends and frees its service
    private int act(String id) {
        var service = services.get(id);
        var work = service.live();
        var dice = random.nextDouble();
        if (work == null) {
            return service.pending == 0 ? submit(id, service) : 0;
        }
        if (dice < SUBMITS && service.pending < MOST_PENDING) {
            return submit(id, service);
        }
        if (dice < SUBMITS + ENDS) {
            service.end();
            return 2;
        }
        if (dice < SUBMITS + ENDS + FACTS) {
            work.step("block " + random.nextInt(10_000) + " written");
        } else {
            work.doing("waiting for " + random.nextInt(100) + " processes");
        }
        return 1;
    }

    private int submit(String id, BusyService service) {
        service.pending++;
        var _ = queue.submit(id, KINDS[random.nextInt(KINDS.length)], SOURCE);
        return 2;
    }
}

package dev.signalbox.engine.local;

import dev.signalbox.journal.Retention;
import dev.signalbox.log.LogRotation;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.Intent;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.RestartPolicy;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.supervision.Holds;
import dev.signalbox.service.supervision.Intents;
import dev.signalbox.service.supervision.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services of an engine: those of the workspace, and those that it names no more until they have been
/// stopped. Safe to use from any thread.
final class Services implements AutoCloseable {
    /// The heading of services that the workspace file names no more.
    static final String REMOVED_GROUP = "Not in the workspace file";

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final OperationQueue queue;
    private final Function<ServiceDefinition, Supervisor> supervisors;
    private final Intents intents;
    private final Holds holds;
    private final LogRotation logs;
    private final InstantSource clock;
    private volatile Duration kept = Retention.DEFAULT.age();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// Held while services come and go, never while one is worked on.
    private final ReentrantLock lock = new ReentrantLock();

    /// Held while removed services are forgotten, which waits for the disk.
    private final ReentrantLock pruning = new ReentrantLock();
    /// What is about to be among the members.
    private final Set<String> coming = ConcurrentHashMap.newKeySet();

    private volatile ServiceWork.Sources sources = ServiceWork.Sources.NONE;
    private volatile Consumer<Supervisor> decided = _ -> {};
    private volatile boolean closed;

    /// In the order in which they are shown. Replaced as a whole, under the lock, so that who looks never waits.
    private volatile Map<String, ServiceWork> members = Map.of();

    /// @param supervisors makes one, not opened yet, for a service
    /// @param intents has room for each service; what is wanted of one is kept when it goes, as it may come back
    /// @param holds holds the queues that were held before
    /// @param logs told of every service's log
    /// @param clock by which removed services are forgotten
    Services(
            OperationQueue queue,
            Function<ServiceDefinition, Supervisor> supervisors,
            Intents intents,
            Holds holds,
            LogRotation logs,
            InstantSource clock) {
        this.queue = queue;
        this.supervisors = supervisors;
        this.intents = intents;
        this.holds = holds;
        this.logs = logs;
        this.clock = clock;
    }

    // --- looking ---

    List<Supervisor> all() {
        return members.values().stream().map(ServiceWork::supervisor).toList();
    }

    /// In the order in which they are shown.
    List<String> ids() {
        return List.copyOf(members.keySet());
    }

    /// What one is like now; `null` if there is none (any more).
    @Nullable
    ServiceSnapshot snapshot(String id) {
        var work = members.get(id);
        // A reload may have let go of it.
        var snapshot = queue.find(id);
        return work == null || snapshot == null ? null : work.supervisor().snapshot(snapshot, work.isRemoved());
    }

    /// The ids of those that the workspace file names no more.
    Set<String> removed() {
        return members.values().stream()
                .filter(ServiceWork::isRemoved)
                .map(ServiceWork::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Nullable
    ServiceWork find(String id) {
        return members.get(id);
    }

    /// Whether a person wants it to be stopped, also where it is not there now.
    boolean isStoppedByAPerson(String id) {
        var intent = intents.of(id);
        return intent.desired().value() == Intent.Value.STOPPED && !intent.isRemovedBefore(oldest());
    }

    /// Whether a person had it started before it was removed, so recently that it runs again when it is put back.
    boolean isWantedByAPerson(String id) {
        var intent = intents.of(id);
        return intent.desired().value() == Intent.Value.RUNNING && !intent.isRemovedBefore(oldest());
    }

    /// Tells `listener` after services have come, gone, moved or changed, on any thread. It must not block.
    void onChanged(Runnable listener) {
        listeners.add(listener);
    }

    // --- changing ---

    /// Tells `listener` of each service of which something was seen or decided, on any thread. It must not
    /// block. Set once.
    void onDecided(Consumer<Supervisor> listener) {
        decided = listener;
        all().forEach(listener);
    }

    /// Lets starts look again at what was missing of a service.
    void readFrom(ServiceWork.Sources from) {
        sources = from;
    }

    /// Adds a service, or takes one back that was removed and has not been stopped.
    void add(ServiceDefinition definition) {
        coming.add(definition.id());
        try {
            locked(() -> {
                var present = members.get(definition.id());
                tellProblem(definition.id(), intents.comes(definition.id(), present == null ? oldest() : Instant.MIN));
                if (present == null) {
                    return open(definition);
                }
                queue.withdrawAll(definition.id()); // the stop of its removal may wait
                present.takeBack();
                redefine(present, definition);
                return present;
            });
        } finally {
            coming.remove(definition.id());
        }
    }

    private ServiceWork open(ServiceDefinition definition) {
        reserve(definition.id());
        var work = new ServiceWork(supervisors.apply(definition), this::settle, () -> sources);
        work.supervisor().watch(() -> decided.accept(work.supervisor()));
        work.supervisor().open();
        queue.register(definition.id(), definition.queue(), work);
        holds.restore(definition.id());
        change(next -> next.put(definition.id(), work));
        work.supervisor().leaveToPersons(false); // it can be started from now on
        keepLog(work, definition);
        return work;
    }

    /// While there is room on the disk, as a stop must be kept also when there is none.
    private void reserve(String id) {
        try {
            intents.reserve(id);
        } catch (IOException e) {
            LOG.warn("{}: the next engine may not know what is wanted of it: {}", id, e.getMessage());
        }
    }

    private void keepLog(ServiceWork work, ServiceDefinition definition) {
        var log = work.supervisor().driver().log();
        if (log != null) {
            var settings = definition.log();
            logs.keep(log, new LogRotation.Limits(settings.maxSize(), settings.keep(), settings.maxAge()));
        }
    }

    /// Lets another definition of a service that is there take effect, without a restart.
    void redefine(ServiceWork work, ServiceDefinition definition) {
        work.supervisor().redefine(definition);
        queue.reconfigure(definition.id(), definition.queue());
        keepLog(work, definition);
    }

    /// Adds what may still run of a service that the workspace file names no more; nothing if it does not run.
    ///
    /// @param folder exists
    void addLeftover(String id, Path folder) {
        locked(() -> {
            var work = open(ServiceDefinition.builder(id, ServiceDefinition.UNKNOWN_COMMAND, folder)
                    .group(REMOVED_GROUP)
                    .build());
            work.remove();
            work.leave();
            var alive = switch (work.supervisor().driver().status()) {
                case DriverStatus.Running _, DriverStatus.Unknown _ -> true;
                case DriverStatus.Stopped _ -> false;
                case DriverStatus.Exited exited -> exited.leftovers() > 0;
            };
            if (!alive) {
                letGo(work);
            }
            return work;
        });
    }

    /// Lets a service be stopped only, and shows it with the others of its kind until it has been.
    void remove(ServiceDefinition definition) {
        var work = find(definition.id());
        if (work != null) {
            work.remove();
            var rest = definition
                    .but()
                    .group(REMOVED_GROUP)
                    .autostart(false)
                    .dependsOn(List.of())
                    .ready(null)
                    .alive(null)
                    .restart(RestartPolicy.DEFAULT)
                    .schedule(null);
            redefine(work, rest.build());
        }
    }

    /// Lets others wait for the ports of these, which are about to be stopped.
    ///
    /// @return to be run when their stops are in the queue, or will not be
    Runnable expectStops(Collection<String> ids) {
        var stopping = ids.stream()
                .flatMap(id -> Stream.ofNullable(find(id)))
                .map(ServiceWork::supervisor)
                .toList();
        stopping.forEach(supervisor -> supervisor.expectStop(true));
        return () -> stopping.forEach(supervisor -> supervisor.expectStop(false));
    }

    /// Lets go of removed services as soon as they have been stopped, by whomever.
    void release(Collection<String> ids) {
        for (var id : ids) {
            var work = find(id);
            if (work != null) {
                work.leave();
                settle(work);
            }
        }
    }

    private void settle(ServiceWork work) {
        if (!work.isGone()) { // nearly always
            return;
        }
        var gone = locked(() -> {
            // What waits still may be a stop that others wait for.
            var isGone = work.isGone()
                    && members.containsValue(work)
                    && queue.snapshot(work.id()).waiting().isEmpty();
            if (isGone) {
                letGo(work);
            }
            return isGone;
        });
        if (gone) {
            tell();
        }
    }

    private void letGo(ServiceWork work) {
        change(next -> next.remove(work.id()));
        tellProblem(work.id(), intents.goes(work.id(), clock.instant()));
        var log = work.supervisor().driver().log();
        if (log != null) {
            logs.forget(log);
        }
        var _ = queue.unregister(work.id()).thenRun(work.supervisor()::close);
    }

    // --- what is kept of removed ones ---

    /// Keeps what is wanted of a removed service for so long from now on, see [#prune()].
    void keepRemoved(Duration age) {
        kept = age;
    }

    private Instant oldest() {
        return clock.instant().minus(kept);
    }

    /// Forgets what was wanted of services that were removed too long ago, and notes which others are not there.
    /// Blocks on the disk.
    void prune() {
        pruning.lock();
        try {
            if (!closed) {
                intents.prune(id -> members.containsKey(id) || coming.contains(id), clock.instant(), oldest());
            }
        } catch (IOException e) {
            LOG.warn("what was wanted of removed services cannot be forgotten: {}", e.getMessage());
        } finally {
            pruning.unlock();
        }
    }

    private static void tellProblem(String id, CompletionStage<Void> durable) {
        durable.exceptionally(e -> {
            LOG.warn("{}: the next engine may not know since when it is removed: {}", id, e.getMessage());
            return null;
        });
    }

    /// Shows the services in the order of `ids`, and the others after them.
    void order(List<String> ids) {
        locked(() -> change(next -> {
            var before = Map.copyOf(next);
            var rest = new LinkedHashMap<>(next);
            next.clear();
            ids.stream().filter(before::containsKey).forEach(id -> next.put(id, before.get(id)));
            rest.forEach(next::putIfAbsent);
        }));
        tell();
    }

    private Map<String, ServiceWork> change(Consumer<Map<String, ServiceWork>> change) {
        var next = new LinkedHashMap<>(members);
        change.accept(next);
        members = Collections.unmodifiableMap(next);
        return members;
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the watching of all of them. They are left as they are.
    @Override
    public void close() {
        closed = true;
        all().forEach(Supervisor::close);
    }
}

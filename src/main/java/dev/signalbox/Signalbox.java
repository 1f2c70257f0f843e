package dev.signalbox;

import dev.signalbox.driver.process.ProcessDrivers;
import dev.signalbox.log.LogNotes;
import dev.signalbox.log.LogRotation;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.PatientTime;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.SystemTime;
import dev.signalbox.service.Intentions;
import dev.signalbox.service.Supervision;
import dev.signalbox.service.Supervisor;
import dev.signalbox.service.probe.Probes;
import dev.signalbox.workspace.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of one workspace, whole: builds the parts, and closes them in reverse.
public final class Signalbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signalbox.class);
    private static final int JOURNAL_RECORDS = 50_000;
    private static final int LOG_BUFFER = 50_000;
    private static final long LOG_TOTAL = 2_000_000_000;
    private static final Duration CLOSING = Duration.ofSeconds(15);

    private final Workspace workspace;
    private final StateFolder state;
    private final InMemoryJournal journal = new InMemoryJournal(JOURNAL_RECORDS);
    private final SystemTime time;
    private final LogRotation rotation;
    private final OperationQueue queue;
    private final List<Supervisor> supervisors = new ArrayList<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Signalbox(Workspace workspace, StateFolder state, EngineLock lock) throws IOException {
        this.workspace = workspace;
        this.state = state;
        parts.push(lock);
        time = closedLater(new SystemTime());
        var notes = closedLater(new LogNotes(InstantSource.system()));
        rotation = closedLater(new LogRotation(state.log(), LOG_TOTAL, notes, InstantSource.system()));
        var drivers = closedLater(new ProcessDrivers(state.root(), state.key(), notes, InstantSource.system()));
        queue = new OperationQueue(journal, time, 1);
        closedLater(queue.subscribe(LOG_BUFFER, new OperationLog()));
        var intentions = new Intentions(state.run());
        var probes = closedLater(new Probes(time, new Random()));
        var shared = new Supervision(queue, new PatientTime(time), new Random(), probes);
        for (var definition : workspace.services()) {
            add(new Supervisor(definition, drivers::driver, intentions, shared));
        }
    }

    private void add(Supervisor supervisor) {
        closedLater(supervisor);
        var definition = supervisor.definition();
        queue.register(definition.id(), definition.queue(), supervisor);
        supervisor.open();
        supervisors.add(supervisor);
        var log = supervisor.driver().log();
        if (log != null) {
            var settings = definition.log();
            rotation.keep(log, new LogRotation.Limits(settings.maxSize(), settings.keep(), settings.maxAge()));
        }
    }

    /// Opens a workspace: takes its lock and adopts the services that run already. Starts nothing.
    ///
    /// @param environment for the place of the state folder
    /// @throws IOException if another engine has the workspace, or its state cannot be kept; with a message for
    ///     people
    public static Signalbox open(Workspace workspace, Map<String, String> environment) throws IOException {
        var state = StateFolder.of(workspace.name(), workspace.file(), environment);
        var lock = EngineLock.take(state);
        try {
            return new Signalbox(workspace, state, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T closedLater(T part) {
        parts.push(part);
        return part;
    }

    /// Queues a start of each service that shall start with the console and does not run.
    public void autostart() {
        for (var supervisor : supervisors) {
            if (supervisor.wantsAutostart() && supervisor.status().pid() < 0) {
                queue.submit(supervisor.definition().id(), OperationKind.START, Source.AUTOSTART);
            }
        }
    }

    public Workspace workspace() {
        return workspace;
    }

    public StateFolder state() {
        return state;
    }

    public InMemoryJournal journal() {
        return journal;
    }

    public SystemTime time() {
        return time;
    }

    /// What keeps the services' logs within their limits, and knows where it cannot.
    public LogRotation rotation() {
        return rotation;
    }

    public OperationQueue queue() {
        return queue;
    }

    /// One for each service, in the order of the workspace.
    public List<Supervisor> supervisors() {
        return List.copyOf(supervisors);
    }

    /// Cancels what waits, asks what is active to stop and waits some seconds for it, then lets go of everything.
    /// Services that run are left running. May be called twice.
    @Override
    public synchronized void close() {
        queue.close();
        try {
            queue.drain().toCompletableFuture().get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("an operation has not ended within {} s; its effect is unknown", CLOSING.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
        while (!parts.isEmpty()) {
            closeQuietly(parts.pop());
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} could not be closed", part.getClass().getSimpleName(), e);
        }
    }
}

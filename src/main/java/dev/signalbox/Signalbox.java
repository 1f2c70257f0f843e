package dev.signalbox;

import dev.signalbox.driver.process.ProcessDrivers;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.Retention;
import dev.signalbox.journal.ServiceChronicle;
import dev.signalbox.log.LogNotes;
import dev.signalbox.log.LogRotation;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.PatientTime;
import dev.signalbox.operation.SystemTime;
import dev.signalbox.operation.Threads;
import dev.signalbox.service.Holds;
import dev.signalbox.service.Intents;
import dev.signalbox.service.Reconciler;
import dev.signalbox.service.Supervision;
import dev.signalbox.service.Supervisor;
import dev.signalbox.service.probe.Probes;
import dev.signalbox.state.StateFolder;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of one workspace, whole: builds the parts, and closes them in reverse.
public final class Signalbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signalbox.class);
    private static final int LOG_BUFFER = 50_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(15);
    /// The same where the journal is not told of what ends, so that it is not known when all has.
    private static final Duration CLOSING_UNRECORDED = Duration.ofSeconds(2);

    private final StateFolder state;
    private final Journal journal;
    private final EventJournal events;
    private final SystemTime time;
    private final LogRotation rotation;
    private final OperationQueue queue;
    private final Intents intents;
    private final Holds holds;
    private final Reconciler reconciler;
    private final Services services;
    private final Reload reload;
    private final Deque<AutoCloseable> parts;

    /// @param parts what is to be closed, the last one first; here come those that are opened, also if one cannot
    ///     be
    private Signalbox(
            Workspace workspace, StateFolder state, Deque<AutoCloseable> parts, Map<String, String> environment)
            throws IOException {
        this.state = state;
        this.parts = parts;
        journal = closedLater(
                Journal.open(state.root().resolve("journal.db"), InstantSource.system(), retention(workspace)));
        events = closedLater(EventJournal.open(state.root().resolve("events.db")));
        time = closedLater(new SystemTime());
        var notes = closedLater(new LogNotes(InstantSource.system()));
        var drivers = closedLater(new ProcessDrivers(state.root(), state.key(), notes, InstantSource.system()));
        rotation = closedLater(new LogRotation(state.log(), workspace.logTotal(), notes, InstantSource.system()));
        intents = closedLater(Intents.open(state.root().resolve("desired"), drivers.bootId()));
        queue = new OperationQueue(
                new Records(journal, intents),
                time,
                Math.max(journal.firstId(), intents.firstNumber(journal.problem() == null)));
        journal.onOpenedLate(queue::idsFrom);
        closedLater(queue.subscribe(LOG_BUFFER, new OperationLog()));
        intents.problems().forEach(problem -> LOG.warn("what was wanted of services: {}", problem));
        new EarlierWishes(state.run()).takeOver(intents, journal.history());
        holds = new Holds(queue, intents, time);
        reconciler = closedLater(new Reconciler(queue));
        var probes = closedLater(new Probes(time, new Random()));
        var shared = new Supervision(queue, new PatientTime(time), new Random(), probes, intents, reconciler);
        var chronicle = new ServiceChronicle(journal, InstantSource.system());
        services = closedLater(new Services(
                queue,
                definition -> {
                    var supervisor = new Supervisor(definition, drivers::driver, shared);
                    supervisor.onStatus((before, after) -> chronicle.changed(definition.id(), before, after));
                    supervisor.onSkipped(what -> chronicle.skipped(definition.id(), what));
                    return supervisor;
                },
                intents,
                holds,
                rotation,
                InstantSource.system()));
        services.keepRemoved(workspace.journal().maxAge());
        workspace.services().forEach(services::add);
        for (var id : drivers.recorded()) {
            if (services.find(id) == null) {
                services.addLeftover(id, workspace.file().resolveSibling(""));
            }
        }
        services.prune();
        journal.onRetained(() -> Threads.VIRTUAL.start("forgetting removed services", services::prune));
        drivers.opened();
        reload = closedLater(new Reload(workspace, services, queue, this::takeSettings, environment));
        intents.engineRuns();
    }

    /// The journal, and beside it what it cannot be told of at present.
    private record Records(Journal journal, Intents intents) implements OperationJournal {
        @Override
        public CompletionStage<?> append(List<? extends JournalRecord> records) {
            records.stream()
                    .filter(JournalRecord.Accepted.class::isInstance)
                    .forEach(record -> intents.gives(record.operation().id()));
            return journal.append(records);
        }

        @Override
        public CompletionStage<?> keepNumber(long id) {
            return intents.keepNumber(id);
        }
    }

    private void takeSettings(Workspace workspace) {
        rotation.limitTotal(workspace.logTotal());
        journal.keep(retention(workspace));
        services.keepRemoved(workspace.journal().maxAge());
        services.prune(); // before others come that need room
    }

    private static Retention retention(Workspace workspace) {
        return new Retention(workspace.journal().maxAge(), workspace.journal().maxSize());
    }

    /// Opens a workspace: takes its lock and adopts the services that run already. Starts nothing.
    ///
    /// @param environment for the place of the state folder, and for what the file refers to when it is read
    ///     again
    /// @throws IOException if another engine has the workspace, or its state cannot be kept; with a message for
    ///     people
    public static Signalbox open(Workspace workspace, Map<String, String> environment) throws IOException {
        var state = StateFolder.of(workspace.name(), workspace.file(), environment);
        var parts = new ArrayDeque<AutoCloseable>();
        parts.push(EngineLock.take(state));
        try {
            return new Signalbox(workspace, state, parts, environment);
        } catch (IOException | RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private <T extends AutoCloseable> T closedLater(T part) {
        parts.push(part);
        return part;
    }

    /// From now on starts what shall run and is down.
    public void autostart() {
        reconciler.begin();
    }

    /// The engine ends, or does not after all: meanwhile nothing is started by itself, and the workspace stays as it
    /// is.
    public void closing(boolean ends) {
        reload.suspend(ends);
        reconciler.closing(ends);
        if (!ends) {
            note(intents::engineRuns);
        }
    }

    /// What was stopped as the engine ends is not to be gone on with: the next one begins from nothing.
    public void stoppedAll() {
        note(intents::engineStoppedAll);
    }

    private interface Note {
        void write() throws IOException;
    }

    private static void note(Note note) {
        try {
            note.write();
        } catch (IOException e) {
            LOG.warn("the next engine will not know how this one has ended: {}", e.getMessage());
        }
    }

    /// The version of the workspace in force.
    public Workspace workspace() {
        return reload.current();
    }

    public StateFolder state() {
        return state;
    }

    /// What is recorded, and was by the consoles before.
    public Journal journal() {
        return journal;
    }

    /// Why the journal does not record what happens, as far as is known; `null` if it does.
    public @Nullable String journalProblem() {
        var problem = journal.problem();
        return problem == null ? queue.journalTrouble() : problem;
    }

    /// What is told to readers of events.
    public EventJournal events() {
        return events;
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

    /// Who holds which queues, also when there is another engine.
    public Holds holds() {
        return holds;
    }

    /// One for each service, in the order of the workspace, and after them those of [#removed()].
    public List<Supervisor> supervisors() {
        return services.all();
    }

    /// The ids of services that the workspace file names no more, and that have not been stopped. They can be
    /// stopped only.
    public Set<String> removed() {
        return services.removed();
    }

    /// Tells `listener` after [#supervisors()] or their definitions have changed, on any thread. It must not
    /// block.
    public void onServicesChanged(Runnable listener) {
        services.onChanged(listener);
    }

    // --- reload ---

    /// Reads the workspace file again and tells what is different. Changes nothing; a file that only says the
    /// same in other words is in force from now on. Blocks on the file system; not for the FX thread.
    ///
    /// @throws InvalidWorkspaceException if the file has mistakes
    public ReloadPreview previewReload() throws InvalidWorkspaceException {
        return reload.preview();
    }

    /// Puts what `preview` shows in force: removed services are stopped and let go of, changed ones are restarted
    /// if they run and need it, new ones are added and started if they shall start with the console, the rest is
    /// not touched. Returns when that is queued. Blocks on the file system; not for the FX thread.
    ///
    /// @return completes when the stops and restarts have ended, however they did; never exceptionally
    /// @throws ReloadRefusedException if there was another reload, or the file has changed, since the preview was
    ///     made
    public CompletionStage<Void> apply(ReloadPreview preview) throws ReloadRefusedException {
        var applied = reload.apply(preview);
        var what = preview.changes().describe();
        journal.record(JournalEvent.console(time.now(), JournalEvent.Kind.RELOADED, what));
        return applied;
    }

    /// Watches the files of the workspace from now on. Called once at most.
    ///
    /// @param listener told `true` when they hold something else than what is in force, again after each further
    ///     change, and `false` when they do not any more; on a thread of the watch
    public synchronized void watchFiles(Consumer<Boolean> listener) {
        closedLater(new WorkspaceWatch(() -> workspace().fingerprint(), listener))
                .start(LOOK_EVERY);
    }

    /// Cancels what waits, asks what is active to stop and waits some seconds for it, then lets go of everything.
    /// Services that run are left running. May be called twice.
    @Override
    public synchronized void close() {
        queue.close();
        var patience = journalProblem() == null ? CLOSING : CLOSING_UNRECORDED;
        try {
            queue.drain().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("an operation has not ended within {} s, or is not recorded", patience.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
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

package dev.signalbox.engine.local;

import dev.signalbox.engine.Connection;
import dev.signalbox.engine.CutOff;
import dev.signalbox.engine.Ending;
import dev.signalbox.engine.EngineListener;
import dev.signalbox.engine.EngineRequests;
import dev.signalbox.engine.EngineSubscription;
import dev.signalbox.engine.Output;
import dev.signalbox.engine.Place;
import dev.signalbox.engine.Reloads;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.engine.WholeLog;
import dev.signalbox.journal.EarlierRequest;
import dev.signalbox.journal.EventJournal;
import dev.signalbox.journal.History;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalEvent;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.NativeLibrary;
import dev.signalbox.journal.Retention;
import dev.signalbox.journal.ServiceChronicle;
import dev.signalbox.log.LogFiles;
import dev.signalbox.log.LogNotes;
import dev.signalbox.log.LogRotation;
import dev.signalbox.log.LogSlice;
import dev.signalbox.metrics.MetricsStore;
import dev.signalbox.metrics.Readings;
import dev.signalbox.metrics.Sampler;
import dev.signalbox.metrics.Series;
import dev.signalbox.metrics.Usages;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.operation.Origin;
import dev.signalbox.operation.RequestKey;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Threads;
import dev.signalbox.operation.Ticket;
import dev.signalbox.service.OpenFiles;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDrivers;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.plan.BulkPlanner;
import dev.signalbox.service.supervision.Holds;
import dev.signalbox.service.supervision.Intents;
import dev.signalbox.service.supervision.Reconciler;
import dev.signalbox.service.supervision.Supervision;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.state.EngineLock;
import dev.signalbox.state.MovedFile;
import dev.signalbox.state.SocketPath;
import dev.signalbox.state.StateFolder;
import dev.signalbox.time.PatientTime;
import dev.signalbox.time.TimeSource;
import dev.signalbox.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of one workspace in this program, whole: builds the parts, and closes them in reverse.
public final class LocalEngine implements ServedEngine, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
    private static final int LOG_BUFFER = 50_000;
    private static final int EVENT_BUFFER = 50_000;
    private static final Duration CLOSING = Duration.ofSeconds(15);
    /// The same where the journal is not told of what ends, so that it is not known when all has.
    private static final Duration CLOSING_UNRECORDED = Duration.ofSeconds(2);

    private final StateFolder state;
    private final Journal journal;
    private final EventJournal events;
    private final TimeSource time;
    private final LogRotation rotation;
    private final OperationQueue queue;
    private final Intents intents;
    private final Holds holds;
    private final Reconciler reconciler;
    private final ServiceDrivers drivers;
    private final MetricsStore metrics;
    private final Services services;
    private final Reload reload;
    private final LocalEnding ending;
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> open;
    /// Whether what was cut off is told no more.
    private volatile boolean dismissed;

    /// @param parts makes those that touch the world
    /// @param open what is to be closed, the last one first; here come those that are opened, also if one cannot be
    private LocalEngine(
            Workspace workspace,
            StateFolder state,
            EngineParts parts,
            Deque<AutoCloseable> open,
            Map<String, String> environment)
            throws IOException {
        this.state = state;
        this.open = open;
        var clock = parts.clock();
        NativeLibrary.unpackInto(state.root().resolve("lib"));
        journal = closedLater(Journal.open(state.root().resolve("journal.db"), clock, retention(workspace)));
        events = closedLater(EventJournal.open(state.root().resolve("events.db")));
        time = closedLater(parts.time());
        var random = parts.random();
        var notes = closedLater(new LogNotes(clock));
        drivers = closedLater(parts.drivers(state, notes));
        rotation = closedLater(new LogRotation(state.log(), workspace.logTotal(), notes, clock));
        metrics = closedLater(new MetricsStore(state.root().resolve("metrics"), clock));
        intents = closedLater(Intents.open(state.root().resolve("desired"), drivers.bootId()));
        queue = new OperationQueue(
                parts.journal(new Records(journal, intents)),
                time,
                Math.max(journal.firstId(), intents.firstNumber(journal.problem() == null)));
        journal.onOpenedLate(queue::idsFrom);
        closedLater(queue.subscribe(LOG_BUFFER, closedLater(new OperationLog(time))));
        intents.problems().forEach(problem -> LOG.warn("what was wanted of services: {}", problem));
        if (!intents.knowsEngines() && drivers.recordedInThisBoot()) {
            intents.engineRuns(); // one of an earlier version did, and things go on from there
        }
        new EarlierWishes(state.run()).takeOver(intents, journal.history());
        holds = new Holds(queue, intents, time);
        reconciler = closedLater(new Reconciler(queue));
        var prober = closedLater(parts.prober(time, random));
        var shared = new Supervision(queue, new PatientTime(time), random, prober, intents, reconciler);
        var chronicle = new ServiceChronicle(journal, clock);
        services = closedLater(new Services(
                queue,
                definition -> supervisor(definition, drivers, shared, chronicle),
                intents,
                holds,
                rotation,
                clock));
        rotation.watch(this::tellLogProblems);
        services.keepRemoved(workspace.journal().maxAge());
        services.onChanged(() -> tell(EngineListener::onServicesChanged));
        workspace.services().forEach(services::add);
        for (var id : drivers.recorded()) {
            if (services.find(id) == null) {
                services.addLeftover(id, workspace.file().resolveSibling(""));
            }
        }
        prune();
        journal.onRetained(() -> Threads.VIRTUAL.start("forgetting removed services", this::prune));
        drivers.opened();
        sample();
        reload = closedLater(
                new Reload(workspace, services, queue, this::takeSettings, before -> parts.read(before, environment)));
        closedLater(new TroubleWatch(time, queue.threads(), services, reload));
        ending = new LocalEnding(reload, reconciler, intents, services, queue, this::planner);
        intents.engineRuns();
    }

    private void tellLogProblems() {
        var problems = rotation.problems();
        services.all()
                .forEach(supervisor -> supervisor.logProblem(
                        problems.getOrDefault(supervisor.definition().id(), "")));
    }

    private void prune() {
        services.prune();
        metrics.prune(id -> services.find(id) != null);
    }

    private void sample() {
        var readings = drivers.readings();
        if (!readings.equals(Readings.NONE)) {
            var threads = Thread.ofPlatform().daemon().name("metrics").factory();
            closedLater(new Sampler(readings, metrics, time, threads)).begin();
        }
    }

    private Supervisor supervisor(
            ServiceDefinition definition, ServiceDrivers drivers, Supervision shared, ServiceChronicle chronicle) {
        var id = definition.id();
        var supervisor = new Supervisor(definition, drivers::driver, shared);
        supervisor.onStatus((before, after) -> chronicle.changed(id, before, after));
        supervisor.onSkipped(what -> chronicle.skipped(id, what));
        supervisor.watch(() -> tell(listener -> listener.onStatus(id)));
        return supervisor;
    }

    /// Whoever caused it, such as an operation, goes on when one throws, and so do the other listeners.
    private void tell(Consumer<EngineListener> what) {
        for (var listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.error("a listener has failed", e);
            }
        }
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
    public static LocalEngine open(Workspace workspace, Map<String, String> environment) throws IOException {
        return open(workspace, environment, new EngineParts() {});
    }

    /// As [#open(Workspace, Map)], with other parts.
    public static LocalEngine open(Workspace workspace, Map<String, String> environment, EngineParts parts)
            throws IOException {
        workspace.warnings().forEach(LOG::warn);
        workspace.troubles().forEach(trouble -> LOG.warn("{}", trouble));
        var state = StateFolder.of(workspace.name(), workspace.file(), environment);
        state.warnings().forEach(LOG::warn);
        var open = new ArrayDeque<AutoCloseable>();
        var lock = EngineLock.take(state, workspace.file());
        open.push(lock);
        lock.warnings().forEach(LOG::warn);
        OpenFiles.warning().ifPresent(LOG::warn);
        try {
            MovedFile.warnings(state, workspace.name(), workspace.file(), environment)
                    .forEach(LOG::warn);
            return new LocalEngine(workspace, state, parts, open, Map.copyOf(environment));
        } catch (IOException | RuntimeException e) {
            closeAll(open);
            throw e;
        }
    }

    /// @return the same
    private <T> T closedLater(T part) {
        if (part instanceof AutoCloseable closeable) {
            open.push(closeable);
        }
        return part;
    }

    /// From now on starts what shall run and is down.
    public void autostart() {
        reconciler.begin();
    }

    private synchronized void closeLater(AutoCloseable part) {
        open.push(part);
    }

    // --- ending ---

    @Override
    public Ending ending() {
        return ending;
    }

    /// The ids of services of which anything may live. May wait while that is looked at.
    public List<String> living() {
        return ending.living();
    }

    // --- looking ---

    @Override
    public String workspace() {
        return reload.current().name();
    }

    @Override
    public Place place() {
        return new Place.Here(reload.current().file(), state.root());
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public Connection connection() {
        return new Connection.Local();
    }

    @Override
    public void reconnect() {
        // It is always there.
    }

    @Override
    public EngineSubscription subscribe(EngineListener listener) {
        listeners.add(listener);
        var subscription = queue.subscribe(EVENT_BUFFER, listener);
        return () -> {
            listeners.remove(listener);
            subscription.close();
        };
    }

    /// In the order of the workspace, and after them those that it names no more and that have not been stopped.
    @Override
    public List<String> services() {
        return services.ids();
    }

    @Override
    public @Nullable ServiceSnapshot find(String service) {
        return services.snapshot(service);
    }

    @Override
    public Output output(String service, @Nullable Operation from, int limit) {
        var files = log(service);
        return files == null
                ? Output.none("the output of " + service + " is not kept here")
                : new LocalOutput(files, from, limit);
    }

    @Override
    public WholeLog wholeLog(List<String> ids) {
        return new LocalWholeLog(logs(ids));
    }

    /// As the definitions are between reloads: half of one may be a circle.
    @Override
    public BulkPlanner planner() {
        return reload.between(() -> new BulkPlanner(snapshots()));
    }

    @Override
    public @Nullable LogFiles log(String service) {
        var work = services.find(service);
        return work == null ? null : work.supervisor().driver().log();
    }

    @Override
    public LogSlice written(Operation operation) {
        var files = log(operation.service());
        return files == null ? LogSlice.none(LogSlice.Remark.ELSEWHERE) : LogSlice.read(files, operation.mark());
    }

    @Override
    public Map<String, String> logProblems() {
        return rotation.problems();
    }

    @Override
    public History history() {
        return journal.history();
    }

    @Override
    public long recorded() {
        return journal.operations();
    }

    @Override
    public @Nullable String journalProblem() {
        var problem = journal.problem();
        return problem == null ? queue.journalTrouble() : problem;
    }

    @Override
    public String noticing() {
        return drivers.noticing();
    }

    @Override
    public String members() {
        return drivers.members();
    }

    @Override
    public @Nullable String journalNotice() {
        return journal.notice().orElse(null);
    }

    @Override
    public CompletionStage<@Nullable CutOff> cutOff() {
        var told = dismissed
                ? null
                : journal.interruption()
                        .map(interruption -> CutOff.of(interruption, this::find))
                        .orElse(null);
        return CompletableFuture.completedStage(told);
    }

    /// Tells nobody of it any more.
    ///
    /// @return false if it is another one
    boolean dismissCutOff(String id) {
        var same = journal.interruption()
                .filter(told -> CutOff.id(told).equals(id))
                .isPresent();
        dismissed = dismissed || same;
        return same;
    }

    boolean isCutOffDismissed() {
        return dismissed;
    }

    @Override
    public @Nullable Ticket ticket(long operation) {
        return queue.ticket(operation);
    }

    @Override
    public Optional<EarlierRequest> earlierRequest(String name) throws JournalException {
        return journal.earlierRequest(name);
    }

    @Override
    public EventJournal events() {
        return events;
    }

    /// Where its files are.
    public StateFolder state() {
        return state;
    }

    /// Where commands may ask it: good until it is closed.
    ///
    /// @throws IOException if its state folder is not there
    public Path socket() throws IOException {
        var path = SocketPath.of(state.socket());
        closeLater(path);
        return path.path();
    }

    public OperationQueue queue() {
        return queue;
    }

    /// What is wanted of services.
    Intents intents() {
        return intents;
    }

    /// One for each of [#services()].
    public List<Supervisor> supervisors() {
        return services.all();
    }

    @Override
    public Usages usages() {
        return metrics.usages();
    }

    @Override
    public Series metrics(String service, Instant since, Duration step) {
        return metrics.series(service, since, step);
    }

    // --- asking ---

    @Override
    public EngineRequests as(Source source, @Nullable RequestKey key) {
        return new LocalRequests(this, new Origin(source, "", key), services, holds);
    }

    @Override
    public Reloads reloads() {
        return new LocalReloads(reload, time, this::record, this::closeLater);
    }

    @Override
    public void record(JournalEvent event) {
        journal.record(event);
    }

    /// Cancels what waits, asks what is active to stop and waits some seconds for it, then lets go of everything.
    /// Services that run are left running. May be called twice.
    @Override
    public synchronized void close() {
        queue.close();
        try {
            drain();
        } finally {
            ending.note();
            closeAll(open);
        }
    }

    private void drain() {
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
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        while (!open.isEmpty()) {
            closeQuietly(open.pop());
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

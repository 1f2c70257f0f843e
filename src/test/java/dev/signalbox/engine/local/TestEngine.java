package dev.signalbox.engine.local;

import dev.signalbox.engine.ReloadRefusedException;
import dev.signalbox.log.LogNotes;
import dev.signalbox.operation.InMemoryJournal;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.OperationJournal;
import dev.signalbox.operation.OperationQueue;
import dev.signalbox.service.FakeDriver;
import dev.signalbox.service.Prober;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDriver;
import dev.signalbox.service.ServiceDrivers;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.service.supervision.TestSupervision;
import dev.signalbox.state.StateFolder;
import dev.signalbox.time.SystemTime;
import dev.signalbox.time.TimeSource;
import dev.signalbox.workspace.Fingerprint;
import dev.signalbox.workspace.InvalidWorkspaceException;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.Workspace.JournalSettings;
import dev.signalbox.workspace.Workspace.OnExit;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The engine as it ships, over services that exist in memory only. Opened at the first use, with the services that
/// were added until then; later ones come by reloads.
public final class TestEngine implements EngineParts, AutoCloseable {
    private static final long SEED = 1;

    private final Path folder;
    /// What is recorded, also for tests to look at.
    private final InMemoryJournal recorded = new InMemoryJournal(100_000);
    private final Map<String, ServiceDefinition> services = new LinkedHashMap<>();
    private final Map<String, ServiceDriver> drivers = new ConcurrentHashMap<>();
    private Function<ServiceDefinition, ServiceDriver> making = _ -> new FakeDriver();
    private OnExit onExit = OnExit.LEAVE;
    private String name = "demo";
    private InstantSource clock = InstantSource.system();
    private boolean broken;
    private boolean readsFile;
    private boolean ready;
    private @Nullable UnaryOperator<ServiceDriver> processes;
    private boolean starts = true;
    private volatile boolean journalDown;
    private @Nullable LocalEngine engine;

    /// @param folder for its state, and for the workspace file if there is one
    public TestEngine(Path folder) {
        this.folder = folder;
    }

    // --- before it is opened ---

    /// Defines a service, which takes effect with the next reload.
    public TestEngine define(ServiceDefinition definition) {
        services.put(definition.id(), definition);
        return this;
    }

    /// Adds a service, or defines it anew; where it is open already, this takes effect at once.
    public TestEngine add(ServiceDefinition definition) {
        define(definition);
        if (engine != null) {
            reload();
        }
        return this;
    }

    public TestEngine add(ServiceDefinition definition, ServiceDriver driver) {
        drivers.put(definition.id(), driver);
        return add(definition);
    }

    /// Makes the drivers of services that were added without one.
    public TestEngine driving(Function<ServiceDefinition, ServiceDriver> drivers) {
        making = drivers;
        return this;
    }

    /// Its services are processes.
    ///
    /// @param drivers puts something before each driver
    public TestEngine withProcesses(UnaryOperator<ServiceDriver> drivers) {
        processes = drivers;
        return this;
    }

    /// Its services are those of its workspace file.
    public TestEngine fromFile() {
        readsFile = true;
        return this;
    }

    /// The workspace's name; `demo` if not given.
    public TestEngine named(String workspace) {
        name = workspace;
        return this;
    }

    public TestEngine by(InstantSource wallClock) {
        clock = wallClock;
        return this;
    }

    public TestEngine onExit(OnExit what) {
        onExit = what;
        return this;
    }

    /// Every service that is asked answers well.
    public TestEngine withReadyServices() {
        ready = true;
        return this;
    }

    /// It starts nothing by itself.
    public TestEngine startingNothing() {
        starts = false;
        return this;
    }

    // --- it, and what it is made of ---

    public synchronized LocalEngine engine() {
        if (engine == null) {
            engine = open();
        }
        return engine;
    }

    private LocalEngine open() {
        try {
            var opened = LocalEngine.open(workspace(), environment(), this);
            if (starts) {
                opened.autostart();
            }
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidWorkspaceException e) {
            throw new IllegalArgumentException(e.problems().toString(), e);
        }
    }

    private Workspace workspace() throws InvalidWorkspaceException {
        if (readsFile) {
            return WorkspaceFile.load(file(), Map.of());
        }
        var file = writeFile();
        return new Workspace(
                name,
                file.toAbsolutePath(),
                onExit,
                Workspace.DEFAULT_LOG_TOTAL,
                JournalSettings.DEFAULT,
                List.copyOf(services.values()),
                fingerprint(file));
    }

    /// The file must be there, though the services are not in it.
    private Path writeFile() {
        var file = file();
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                Files.writeString(file, "services: { none: { command: [none] } }\n");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.of("XDG_STATE_HOME", folder.toAbsolutePath().toString());
    }

    private static Fingerprint fingerprint(Path file) throws InvalidWorkspaceException {
        return WorkspaceFile.load(file, Map.of()).fingerprint();
    }

    public Path file() {
        return folder.resolve("signalbox.yaml");
    }

    public OperationQueue queue() {
        return engine().queue();
    }

    public TimeSource time() {
        return new SystemTime();
    }

    /// What was recorded of operations.
    public List<JournalRecord> records() {
        return recorded.records();
    }

    /// From now on nothing can be recorded, or it can again.
    public void journalDown(boolean down) {
        journalDown = down;
    }

    /// From now on the workspace file has mistakes.
    public void breakFile() {
        broken = true;
    }

    /// From now on it is not kept what is wanted.
    public void closeIntents() {
        try {
            engine().intents().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves in `other` what a kill of the engine at this moment would leave in its folder.
    public void leaveKilled(Path other) throws IOException {
        Files.createDirectory(other);
        var copy = new TestEngine(other).named(name);
        var state = StateFolder.of(name, copy.writeFile(), copy.environment());
        var own = engine().state();
        for (var inside : List.of(own.root(), own.run())) {
            try (var files = Files.list(inside)) {
                for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                    Files.copy(
                            file,
                            state.root().resolve(own.root().relativize(file)),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    public FakeDriver driver(String id) {
        return (FakeDriver) drivers.get(id);
    }

    public Supervisor supervisor(String id) {
        return engine().supervisors().stream()
                .filter(each -> each.definition().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    // --- other services ---

    /// Removes those that are not among these, and brings the others into this order.
    public TestEngine keep(String... ids) {
        var before = new LinkedHashMap<>(services);
        services.clear();
        for (var id : ids) {
            services.put(id, before.get(id));
        }
        reload();
        return this;
    }

    private void reload() {
        try {
            engine().reloads()
                    .apply(engine().reloads().propose())
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (InvalidWorkspaceException | ReloadRefusedException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // --- parts ---

    @Override
    public RandomGenerator random() {
        return new Random(SEED);
    }

    @Override
    public OperationJournal journal(OperationJournal journal) {
        return new OperationJournal() {
            @Override
            public CompletionStage<?> append(List<? extends JournalRecord> records) {
                if (journalDown) {
                    return CompletableFuture.failedStage(new IOException("disk full"));
                }
                recorded.append(records);
                return journal.append(records);
            }

            @Override
            public CompletionStage<?> keepNumber(long id) {
                return journal.keepNumber(id);
            }
        };
    }

    @Override
    public Prober prober(TimeSource time, RandomGenerator random) {
        return ready ? TestSupervision.ready() : EngineParts.super.prober(time, random);
    }

    @Override
    public Workspace read(Workspace before, Map<String, String> environment) throws InvalidWorkspaceException {
        return broken ? WorkspaceFile.load(brokenFile(), environment) : workspace();
    }

    private Path brokenFile() {
        try {
            return Files.writeString(folder.resolve("broken.yaml"), "services: { a: { command: [x], comand: [x] } }");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public ServiceDrivers drivers(StateFolder state, LogNotes notes) throws IOException {
        var before = processes;
        if (before != null) {
            var real = EngineParts.super.drivers(state, notes);
            making = definition -> before.apply(real.driver(definition));
            return new Drivers(this, real);
        }
        return new Drivers(this, null);
    }

    /// The drivers that the test has given, or made.
    ///
    /// @param real what is behind them; `null` if nothing is
    private record Drivers(TestEngine test, @Nullable ServiceDrivers real) implements ServiceDrivers {
        @Override
        public String bootId() {
            return real == null ? "boot" : real.bootId();
        }

        @Override
        public Set<String> recorded() throws IOException {
            return real == null ? Set.of() : real.recorded();
        }

        @Override
        public ServiceDriver driver(ServiceDefinition definition) {
            return real == null
                    ? test.drivers.computeIfAbsent(definition.id(), _ -> test.making.apply(definition))
                    : test.making.apply(definition);
        }

        @Override
        public void opened() {
            if (real != null) {
                real.opened();
            }
        }

        @Override
        public void close() {
            if (real != null) {
                real.close();
            }
        }
    }

    @Override
    public synchronized void close() {
        release();
        if (engine != null) {
            engine.close();
        }
    }

    private void release() {
        for (var driver : new ArrayList<>(drivers.values())) {
            if (driver instanceof FakeDriver fake) {
                fake.release();
            }
        }
    }
}

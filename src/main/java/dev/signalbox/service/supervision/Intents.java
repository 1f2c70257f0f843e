package dev.signalbox.service.supervision;

import dev.signalbox.code.Code;
import dev.signalbox.operation.Threads;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Hold;
import dev.signalbox.state.SlotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is wanted of each service, kept so that it outlives the engine, a full disk and a database that is locked
/// (rule 25b). Safe to use from any thread.
public final class Intents implements AutoCloseable {
    /// The key of what concerns all services alike; no service can have it, nor the next.
    static final String ALL = "/all";

    /// What all keys begin with that are the engine's own, and no service's.
    private static final String OWN = "/";

    private static final String ENGINE = "/engine";
    private static final String NUMBERS = "/numbers";
    private static final long BLOCK = 1_000;

    /// Where texts are kept. All methods may block.
    interface Store extends AutoCloseable {
        Map<String, String> texts();

        void put(String key, String text) throws IOException;

        void reserve(String key) throws IOException;

        /// All that have room, with a text or without.
        Set<String> keys();

        void remove(String key) throws IOException;

        List<String> problems();

        @Override
        void close() throws IOException;
    }

    private record OnDisk(SlotFile file) implements Store {
        @Override
        public Map<String, String> texts() {
            return file.texts();
        }

        @Override
        public void put(String key, String text) throws IOException {
            file.put(key, text);
        }

        @Override
        public void reserve(String key) throws IOException {
            file.reserve(key);
        }

        @Override
        public Set<String> keys() {
            return file.keys();
        }

        @Override
        public void remove(String key) throws IOException {
            file.remove(key);
        }

        @Override
        public List<String> problems() {
            return file.problems();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Writes what holds when its turn comes.
    private interface Writing {
        void write() throws IOException;
    }

    private final Store file;
    private final String boot;
    private final Threads threads;
    /// Whether an engine has ever noted here that it ran.
    private final boolean knowsEngines;

    private volatile boolean goesOn;
    /// The highest number of an operation that the journal may not know, and the one below which all may have been
    /// given.
    private final AtomicLong highest;

    private final AtomicLong reserved;
    private final Map<String, Intent> known = new ConcurrentHashMap<>();
    /// What is on the disk; empty where something else is being written, or could not be.
    private final Map<String, Optional<Intent>> durable = new ConcurrentHashMap<>();
    private final List<String> unread = new ArrayList<>();
    private final Map<String, ReentrantLock> writing = new ConcurrentHashMap<>();

    Intents(Store file, String boot) {
        this(file, boot, Threads.VIRTUAL);
    }

    Intents(Store file, String boot, Threads threads) {
        this.threads = threads;
        this.file = file;
        this.boot = boot;
        var numbers = file.texts().getOrDefault(NUMBERS, "").split(" ", -1);
        this.highest = new AtomicLong(number(numbers[0]));
        this.reserved = new AtomicLong(number(numbers[numbers.length - 1]));
        var engine = file.texts().get(ENGINE);
        this.knowsEngines = engine != null;
        this.goesOn = ("ran " + boot).equals(engine);
        file.texts().forEach((key, text) -> {
            if (!key.equals(ENGINE) && !key.equals(NUMBERS)) {
                known.put(key, read(key, text));
            }
        });
        known.forEach((service, intent) -> durable.put(service, Optional.of(intent)));
    }

    /// What cannot be read counts as stopped: what does not start by itself can be started, but what starts against
    /// somebody's will is a surprise.
    private Intent read(String service, String text) {
        Intent intent;
        try {
            intent = IntentText.read(text);
        } catch (IllegalArgumentException e) {
            unread.add("what was wanted of " + service + " cannot be read, and it counts as stopped: " + text);
            return Intent.NONE.desiring(new Intent.Desired(Intent.Value.STOPPED, null, "nobody knows whom", 0));
        }
        var verdict = intent.verdict();
        return verdict == null || verdict.boot().equals(boot) ? intent : intent.judged(null);
    }

    /// Opens the file, or makes it.
    ///
    /// @param boot the id of the machine's boot
    /// @throws IOException if it cannot be opened
    public static Intents open(Path file, String boot) throws IOException {
        var intents = new Intents(new OnDisk(SlotFile.open(file)), boot);
        intents.reserve(ALL);
        intents.reserve(NUMBERS);
        return intents;
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /// The number of the next operation is at least this, as those below may have been given without the journal.
    ///
    /// @param journalIsKnown whether it is known what the journal has; else those before count too of which it may
    ///     know
    public long firstNumber(boolean journalIsKnown) {
        return (journalIsKnown ? highest.get() : Math.max(highest.get(), reserved.get())) + 1;
    }

    /// Takes note that an operation gets this number, which the journal is told of. Returns at once; the disk is
    /// written to once for a whole block.
    public void gives(long number) {
        var block = reserved.get();
        if (number > block - BLOCK / 2 && reserved.compareAndSet(block, number + BLOCK)) {
            writeNumbers().exceptionally(_ -> null); // it only matters where the journal cannot be opened
        }
    }

    /// Keeps that an operation has this number, which the journal does not know. Returns at once.
    ///
    /// @return completes when it is durable, or exceptionally, with a [DriverException], if it cannot be written
    public CompletionStage<Void> keepNumber(long number) {
        highest.accumulateAndGet(number, Math::max);
        return writeNumbers();
    }

    private CompletionStage<Void> writeNumbers() {
        return write(NUMBERS, () -> file.put(NUMBERS, highest.get() + " " + reserved.get()));
    }

    /// The machine's boot.
    public String boot() {
        return boot;
    }

    /// Whether an engine ran in this boot and did not stop its services as it ended: then what it wanted is wanted
    /// still, of all of them. Else things begin from nothing (rule 25c). Once this engine runs it is such a one:
    /// what comes back to it is as it was.
    public boolean goesOn() {
        return goesOn;
    }

    /// Whether an engine has noted that it ran, in whatever boot. One of an earlier version did not.
    public boolean knowsEngines() {
        return knowsEngines;
    }

    /// What was found wrong with the file.
    public List<String> problems() {
        return Stream.concat(file.problems().stream(), unread.stream()).toList();
    }

    /// What is wanted of `service`. Never waits.
    public Intent of(String service) {
        return known.getOrDefault(service, Intent.NONE);
    }

    /// What holds the queue of `service`: its own hold, or else that of all; `null` if nothing does. Never waits.
    @Nullable
    Hold hold(String service) {
        var own = of(service).hold();
        return own == null ? of(ALL).hold() : own;
    }

    /// Makes room for what will be wanted of `service`. Blocks on the disk.
    ///
    /// @throws IOException if there is none
    public void reserve(String service) throws IOException {
        file.reserve(service);
    }

    /// The workspace has `service`, or has it again: what is wanted of it is as it was, or unset if the service was
    /// removed before `oldest`. Returns at once.
    ///
    /// @return completes when it is durable, or exceptionally, with a [DriverException], if it cannot be written
    public CompletionStage<Void> comes(String service, Instant oldest) {
        return change(service, intent -> intent.isRemovedBefore(oldest) ? Intent.NONE : intent.removed(null));
    }

    /// The workspace has `service` no more. What is wanted of it is kept, as it may come back. Returns at once.
    ///
    /// @param now counts if it was not known before that it is gone
    /// @return completes when it is durable, or exceptionally, with a [DriverException], if it cannot be written
    public CompletionStage<Void> goes(String service, Instant now) {
        return change(service, intent -> {
            var isNew = intent.removed() == null && !intent.equals(Intent.NONE);
            return isNew ? intent.removed(now) : intent;
        });
    }

    /// Forgets services that were removed before `oldest`, and those of which nothing is wanted, so that others have
    /// their room. From when on a service is missing that was not known to be is noted now. Blocks on the disk.
    ///
    /// @param there tells whether a service is there; asked again right before one is forgotten
    /// @throws IOException if one of them cannot be forgotten or noted; all are tried
    public void prune(Predicate<String> there, Instant now, Instant oldest) throws IOException {
        IOException failed = null;
        var keys = new TreeSet<>(file.keys());
        keys.addAll(known.keySet());
        for (var key : keys) {
            try {
                if (!key.startsWith(OWN) && !there.test(key)) {
                    prune(key, there, now, oldest);
                }
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void prune(String service, Predicate<String> there, Instant now, Instant oldest) throws IOException {
        if (isPast(of(service), oldest)) {
            forget(service, there, oldest);
            return;
        }
        try {
            goes(service, now).toCompletableFuture().join();
        } catch (CompletionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage(), cause);
        }
    }

    private static boolean isPast(Intent intent, Instant oldest) {
        return intent.isRemovedBefore(oldest) || intent.removed(null).equals(Intent.NONE);
    }

    private void forget(String service, Predicate<String> there, Instant oldest) throws IOException {
        var lock = writing.computeIfAbsent(service, _ -> new ReentrantLock());
        lock.lock();
        try {
            // It may have come back meanwhile.
            var kept = known.computeIfPresent(service, (_, now) -> isPast(now, oldest) ? null : now);
            if (kept != null || there.test(service)) {
                return;
            }
            durable.put(service, Optional.empty()); // until it is known that there is nothing
            file.remove(service);
            durable.remove(service);
        } finally {
            lock.unlock();
        }
    }

    /// Changes what is wanted of `service`: for this engine at once, and on the disk soon.
    ///
    /// @return completes when it is durable, or exceptionally, with a [DriverException], if it cannot be written
    public CompletionStage<Void> change(String service, UnaryOperator<Intent> change) {
        var after = known.compute(service, (_, now) -> change.apply(now == null ? Intent.NONE : now));
        // Not what was wanted before: that may not have been written.
        var isDurable = durable.getOrDefault(service, Optional.of(Intent.NONE)).equals(Optional.of(after));
        return isDurable ? CompletableFuture.completedStage(null) : writeIntent(service);
    }

    private CompletionStage<Void> writeIntent(String service) {
        durable.put(service, Optional.empty());
        return write(service, () -> {
            durable.put(service, Optional.empty()); // before it is looked at: a change meanwhile is to be written too
            var written = of(service);
            file.put(service, IntentText.of(written));
            durable.put(service, Optional.of(written));
        });
    }

    /// On a thread of its own, as it blocks. Each writes what holds when its turn comes, so that the last to come
    /// writes what was wanted last.
    private CompletionStage<Void> write(String key, Writing what) {
        var done = new CompletableFuture<Void>();
        threads.start(key + " intent", () -> {
            var lock = writing.computeIfAbsent(key, _ -> new ReentrantLock());
            lock.lock();
            try {
                what.write();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(new DriverException(
                        Code.NOT_WRITTEN, "cannot write what is wanted of " + key + ": " + e.getMessage(), e));
            } finally {
                lock.unlock();
            }
        });
        return done;
    }

    /// Notes that an engine runs in this boot, and has looked after its services. Blocks on the disk.
    ///
    /// @throws IOException if it cannot be written
    public void engineRuns() throws IOException {
        goesOn = true;
        file.put(ENGINE, "ran " + boot);
    }

    /// Notes that the engine has stopped its services and ends. Blocks on the disk.
    ///
    /// @throws IOException if it cannot be written
    public void engineStoppedAll() throws IOException {
        file.put(ENGINE, "stopped " + boot);
    }

    /// Ends the writing; what is known is told still.
    @Override
    public void close() throws IOException {
        file.close();
    }
}

package dev.signalbox.log;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes when how much of a service's output had been written, and what the engine did meanwhile. The
/// output itself goes from the service to its files with nobody between, so this is how its lines get their
/// times, and how [LogTail] puts the two files into one order. One object serves all services of a
/// workspace, from any thread.
///
/// A notes file holds one note a line, `<time> <out> <err>[ <marker>]`:
///
/// - `1767225600250 5120 0`: at that time, in milliseconds since 1970, the output had 5120 bytes and the
///   errors none
/// - `1767225600250 5120 0 restart #12 began`: the same, and this marker belongs there
/// - `- 9216 0`: what was added since the note before was written at an unknown time, as no engine ran
/// - `|1767225600250 9216 0 pid 7 ended`: a run ended here, so a line that has no end yet ends
/// - `|1767225600250 9216 0`: a run begins here, and so do its lines. How it is called is known some milliseconds
///   later, when it may have written already; so the next note has that as its marker, with the same sizes
///
/// Sizes are sampled four times a second while a service is followed, and noted when they have changed. In a file
/// past a megabyte, notes on output that was rotated are dropped first, then the older times, and markers last.
public final class LogNotes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogNotes.class);
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final InstantSource clock;
    /// Of those that are followed.
    private final Map<LogFiles, NotesFile> files = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    /// Whether nothing was followed when it was looked last.
    private boolean idle;

    /// @param clock the wall clock
    public LogNotes(InstantSource clock) {
        this.clock = clock;
        Thread.ofPlatform().daemon().name("log notes").start(this::run);
    }

    /// Begins to sample the sizes of `log`, as its service runs from now on or was found running.
    public void follow(LogFiles log) {
        begin(log, null);
    }

    /// The same, and watches what others do to the two files. That is marked.
    ///
    /// @param cure asked at once, on a thread of this object
    public void follow(LogFiles log, Loss.Cure cure) {
        begin(log, cure);
    }

    private void begin(LogFiles log, Loss.@Nullable Cure cure) {
        locked(() -> {
            var file = files.computeIfAbsent(log, NotesFile::new);
            file.resume();
            file.watch(cure);
            if (idle) {
                // Else it wakes by itself, and each time looks at all.
                changed.signal();
            }
        });
    }

    /// Samples `log` a last time, as its service has ended.
    public void unfollow(LogFiles log) {
        locked(() -> {
            var file = files.remove(log);
            if (file != null) {
                file.goOn();
                file.sample(clock.instant());
            }
        });
    }

    /// Puts a marker where the output of `log` is now.
    ///
    /// @param text one line, for people
    public void mark(LogFiles log, String text) {
        locked(() -> file(log).mark(clock.instant(), text));
    }

    /// A run of a service that is followed begins where the output of `log` is now. To be called before it can write.
    public void begin(LogFiles log) {
        locked(() -> file(log).begin(clock.instant()));
    }

    /// Puts a marker where the run began that did so last, whatever it has written since.
    ///
    /// @param text one line, for people
    public void name(LogFiles log, String text) {
        locked(() -> file(log).name(clock.instant(), text));
    }

    /// Puts a marker where the output of `log` is now, as the process has ended that wrote it: a line whose end has not
    /// come by now has none.
    ///
    /// @param text one line, for people
    public void end(LogFiles log, String text) {
        locked(() -> file(log).end(clock.instant(), text));
    }

    private NotesFile file(LogFiles log) {
        var followed = files.get(log);
        if (followed != null) {
            return followed;
        }
        var file = new NotesFile(log);
        file.resume();
        return file;
    }

    /// Why output of services that run does not reach their logs, by service.
    Map<String, String> problems() {
        var problems = new TreeMap<String, String>();
        locked(() -> files.forEach((log, file) -> {
            var problem = file.problem();
            if (problem != null) {
                problems.put(log.service(), problem);
            }
        }));
        return problems;
    }

    @Override
    public void close() {
        locked(() -> {
            files.values().forEach(file -> {
                file.goOn();
                file.sample(clock.instant());
            });
            closed = true;
            changed.signal();
        });
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            if (!closed) {
                action.run();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                var now = clock.instant();
                files.values().forEach(file -> file.sample(now));
                idle = files.isEmpty();
                if (idle) {
                    changed.await();
                } else {
                    changed.awaitNanos(PERIOD.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    static void tell(LogFiles log, String loss) {
        LOG.warn("log of {}: {}", log.service(), loss);
    }

    /// Times are a convenience: without them the log is still complete, so nothing fails here.
    static void complain(LogFiles log, IOException e) {
        LOG.warn("cannot note the times of {}: {}", log.out().getFileName(), e.toString());
    }
}

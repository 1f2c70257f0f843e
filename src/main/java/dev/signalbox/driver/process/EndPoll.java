package dev.signalbox.driver.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Waits for the ends of processes that are no children of this one, by a [Pidfd] each: one thread sleeps in one
/// `poll(2)` until one of them ends. It exists from the first of them on until this is closed. Safe to use from any
/// thread.
final class EndPoll implements AutoCloseable {
    private record Watched(Run run, ProcessId process, int pidfd) {}

    private final ThreadFactory threads;
    private final Pidfd.Opening opening;
    private final BiConsumer<Run, ProcessId> ended;
    private final BiConsumer<List<Run>, String> givesUp;
    private final Map<Run, Watched> watched = new LinkedHashMap<>();
    /// Negative as long as there is no thread.
    private int bell = -1;
    private boolean closed;

    /// @param ended told of each process that has ended, once; must not block
    /// @param givesUp told of those that are watched no more, and why, for people
    EndPoll(Pidfd.Opening opening, BiConsumer<Run, ProcessId> ended, BiConsumer<List<Run>, String> givesUp) {
        this(Thread.ofPlatform().daemon().name("ends of adopted services").factory(), opening, ended, givesUp);
    }

    EndPoll(
            ThreadFactory threads,
            Pidfd.Opening opening,
            BiConsumer<Run, ProcessId> ended,
            BiConsumer<List<Run>, String> givesUp) {
        this.threads = threads;
        this.opening = opening;
        this.ended = ended;
        this.givesUp = givesUp;
    }

    /// Watches for the end of a process of a run, which has one at a time.
    ///
    /// @return 0 if it is watched, the negative [Pidfd#ESRCH] if it has ended, and others if it cannot be watched
    synchronized int watch(Run run, ProcessId process) {
        if (closed) {
            return 0;
        }
        if (bell < 0) {
            var made = Pidfd.bell();
            if (made < 0) {
                return made;
            }
            try {
                threads.newThread(this::poll).start();
            } catch (OutOfMemoryError e) {
                Pidfd.close(made);
                return -Pidfd.EAGAIN;
            }
            bell = made; // the thread waits for this lock
        }
        var pidfd = opening.open(process.pid());
        if (pidfd < 0) {
            return pidfd;
        }
        if (!run.isAlive(process)) {
            // It has ended before, and the handle may be on whoever has its number now.
            Pidfd.close(pidfd);
            return -Pidfd.ESRCH;
        }
        remove(run);
        watched.put(run, new Watched(run, process, pidfd));
        Pidfd.ring(bell);
        return 0;
    }

    synchronized void forget(Run run) {
        if (remove(run) && bell >= 0) {
            Pidfd.ring(bell);
        }
    }

    private boolean remove(Run run) {
        var one = watched.remove(run);
        if (one != null) {
            // A wait that knows it still is ended by the bell; what it says of this number is not believed.
            Pidfd.close(one.pidfd());
        }
        return one != null;
    }

    /// How many are watched.
    synchronized int size() {
        return watched.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(watched.keySet()).forEach(this::remove);
        if (bell >= 0) {
            Pidfd.ring(bell);
        }
    }

    private void poll() {
        try {
            for (var asked = next(); asked != null; asked = next()) {
                var handles = asked.stream().mapToInt(Watched::pidfd).toArray();
                for (var one : over(asked, handles)) {
                    ended.accept(one.run(), one.process());
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            givesUp.accept(giveUp(), e.toString());
        }
    }

    /// What is to be asked about; `null` if this is closed. The first is the bell.
    private synchronized @Nullable List<Watched> next() {
        if (closed) {
            Pidfd.close(bell);
            bell = -1;
            return null;
        }
        return List.copyOf(watched.values());
    }

    private List<Watched> over(List<Watched> asked, int[] pidfds) throws IOException {
        var handles = new int[pidfds.length + 1];
        System.arraycopy(pidfds, 0, handles, 1, pidfds.length);
        handles[0] = bell();
        var ready = Pidfd.poll(handles);
        if (ready.get(0)) {
            Pidfd.quieten(handles[0]);
        }
        return ready.stream()
                .filter(i -> i > 0)
                .mapToObj(i -> asked.get(i - 1))
                .filter(this::take)
                .toList();
    }

    private synchronized int bell() {
        return bell;
    }

    /// Whether it was watched still.
    private synchronized boolean take(Watched one) {
        return one.equals(watched.get(one.run())) && remove(one.run());
    }

    private synchronized List<Run> giveUp() {
        var runs = new ArrayList<>(watched.keySet());
        runs.forEach(this::remove);
        Pidfd.close(bell);
        bell = -1; // those who come later have another thread
        return runs;
    }
}

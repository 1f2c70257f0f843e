package dev.signalbox.driver.process;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices the ends of runs that nobody tells about, as their processes are no children of this one: by the kernel's
/// word where it has one, else by looks at `/proc`. Safe to use from any thread.
///
/// Each end is told on a thread of its own, so that none waits for what another one is in the middle of, be it a log
/// on a disk that hangs or a service's lock.
final class Ends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

    private final ExitScan scan = new ExitScan();
    private final Pidfd.Opening opening;
    private final EndPoll poll;
    private final ConcurrentMap<Run, Runnable> actions = new ConcurrentHashMap<>();
    /// Why the kernel could not be asked, when it last could not.
    private volatile String reason = "";

    /// @param opening how a process is held
    Ends(Pidfd.Opening opening) {
        this.opening = opening;
        this.poll = new EndPoll(opening, this::ended, this::look);
    }

    /// Runs `action` once, on a thread of its own, when `run` has ended.
    void watch(Run run, Runnable action) {
        actions.put(run, action);
        var due = follow(run);
        if (due != null) {
            tell(run.pid(), due);
        }
    }

    /// Of a run whose service has ended, its wrapper may live a moment longer.
    ///
    /// @return what is to be done if all of it has ended
    private @Nullable Runnable follow(Run run) {
        for (var process = run.living(); process != null; process = run.living()) {
            var result = poll.watch(run, process);
            if (result == 0) {
                return null;
            }
            if (result != -Pidfd.ESRCH) {
                look(List.of(run), Pidfd.reason(result));
                return null;
            }
        }
        return actions.remove(run);
    }

    /// On the thread that waits for all ends: what this reads is no process's memory, and never hangs.
    private void ended(Run run, ProcessId process) {
        try {
            if (process.equals(run.living())) {
                // The kernel and its /proc do not agree.
                look(List.of(run), "pid " + process.pid() + " was said to have ended");
                return;
            }
            var due = follow(run);
            if (due != null) {
                tell(run.pid(), due);
            }
        } catch (RuntimeException | Error e) {
            look(List.of(run), e.toString()); // the others are waited for by this thread too
        }
    }

    private void look(List<Run> runs, String why) {
        var isNews = !reason.equals(why);
        reason = why;
        for (var run : runs) {
            var action = actions.remove(run);
            if (action != null) {
                scan.watch(run, action);
            }
        }
        if (isNews) {
            LOG.warn("the ends of adopted services are noticed {}", means().text());
        }
    }

    void forget(Run run) {
        actions.remove(run);
        poll.forget(run);
        scan.forget(run);
    }

    /// How ends are noticed now.
    KernelMeans means() {
        var byPidfd = poll.size();
        var byLooks = scan.size();
        if (byPidfd == 0 && byLooks == 0) {
            tryItself();
        }
        return new KernelMeans(byPidfd, byLooks, reason);
    }

    private void tryItself() {
        var own = opening.open(ProcessHandle.current().pid());
        if (own >= 0) {
            Pidfd.close(own);
        }
        reason = own < 0 ? Pidfd.reason(own) : "";
    }

    @Override
    public void close() {
        actions.clear();
        poll.close();
        scan.close();
    }

    /// Runs `action` soon on a thread of its own, and logs what it throws. Returns at once.
    ///
    /// @param pid that has ended
    static void tell(long pid, Runnable action) {
        Runnable guarded = () -> run(pid, action);
        try {
            // No virtual one: it reads files, and a call that hangs in the kernel would hold a carrier.
            Thread.ofPlatform().daemon().name("end of pid " + pid).start(guarded);
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread can be started for the end of pid {}, so others wait for it", pid, e);
            guarded.run();
        }
    }

    private static void run(long pid, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("the end of pid {} could not be told", pid, e);
        }
    }
}

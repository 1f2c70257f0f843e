package dev.signalbox.driver.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for the ends of processes that are no children of this one, where the kernel cannot tell of them (see
/// [EndPoll]). Safe to use from any thread.
final class ExitScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitScan.class);
    static final Duration PERIOD = Duration.ofMillis(250);

    private static final int CLOSELY = 20;

    private final Rounds<Run> rounds;
    /// How many there were. Known to their thread only.
    private int count;

    ExitScan() {
        this(Thread.ofPlatform().daemon().name("exits of adopted services").factory());
    }

    ExitScan(ThreadFactory threads) {
        this.rounds = new Rounds<>(threads, "the ends of adopted services", this::look);
    }

    /// Runs `action` once, on a thread of its own, when `run` has ended. Where no thread can be had to look with, the
    /// next call of this tries again.
    void watch(Run run, Runnable action) {
        rounds.watch(run, action);
    }

    void forget(Run run) {
        var _ = rounds.forget(run);
    }

    /// How many are looked for.
    int size() {
        return rounds.size();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void look(Map<Run, Runnable> watched) throws InterruptedException {
        // A pid is not given again at once, so it need not be looked closely each time.
        var closely = ++count % CLOSELY == 0;
        for (var run : watched.keySet()) {
            var due = isAlive(run, closely) ? null : rounds.forget(run);
            if (due != null) {
                Ends.tell(run.pid(), due);
            }
        }
        Thread.sleep(PERIOD);
    }

    private static boolean isAlive(Run run, boolean closely) {
        try {
            return closely ? run.isAlive() : run.seemsAlive();
        } catch (RuntimeException | Error e) {
            // The other services are watched by this thread too; this one is looked at again.
            LOG.warn("it cannot be told whether pid {} is alive", run.pid(), e);
            return true;
        }
    }
}

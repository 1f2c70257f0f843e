package dev.signalbox.driver.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the end of a run is told: on a thread of its own (rule 31), so that none waits for what another end is in the
/// middle of, be it a log on a disk that hangs or a service's lock.
final class Ends {
    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

    private Ends() {}

    /// Runs `action` soon, and logs what it throws. Returns at once.
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

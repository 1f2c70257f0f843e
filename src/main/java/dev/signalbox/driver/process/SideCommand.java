package dev.signalbox.driver.process;

import dev.signalbox.service.ExitStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A command that runs beside a service. It carries the cookie of a run, so whatever ends that run ends it too.
final class SideCommand {
    private final String name;
    private final Process process;
    private final ProcessTree tree;
    private final long begin = System.nanoTime();

    /// @param name for people
    SideCommand(String name, ProcessTable table, Process process, String cookie) {
        this.name = name;
        this.process = process;
        var leader = table.find(process.pid());
        this.tree = new ProcessTree(table, cookie, leader == null ? null : leader.id(), true);
    }

    /// Waits for its end.
    ///
    /// @return false if the time was up before
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Whether it has ended with 0.
    boolean hasSucceeded() {
        return !process.isAlive() && process.exitValue() == 0;
    }

    /// How it came out, for people: `pre_start: exited 0 in 12 ms`.
    String outcome() {
        var millis = (System.nanoTime() - begin) / 1_000_000;
        if (process.isAlive()) {
            return name + ": has not ended within " + millis + " ms";
        }
        var exit = new ExitStatus(process.exitValue());
        return name + ": exited " + exit.describe().replace("exit code ", "") + " in " + millis + " ms";
    }

    /// Kills it, what it has started, and whatever else carries the cookie of its run.
    Killing kill() {
        return Killing.of(tree);
    }
}

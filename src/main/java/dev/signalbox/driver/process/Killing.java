package dev.signalbox.driver.process;

import java.time.Duration;

/// How a process tree was ended by force.
///
/// @param count how many processes were sent SIGKILL
/// @param left who lives all the same
record Killing(int count, Census left) {
    /// What the kernel may take to end a process that was sent SIGKILL.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Kills all of `tree`, what only its control group knows among it, and waits until it is gone. Goes on when
    /// interrupted, as half of it is of no use to anybody; the thread is interrupted then when this returns.
    ///
    /// @throws UnseenException if it cannot be looked at; its leader's group was sent SIGKILL all the same
    static Killing of(ProcessTree tree) {
        return of(tree, true);
    }

    /// @param whole whether also what only its control group knows
    static Killing of(ProcessTree tree, boolean whole) {
        var pauses = new Pauses(GRACE);
        var interrupted = false;
        var census = look(tree, whole);
        var count = census.size();
        while (!census.isEmpty() && !pauses.isOver()) {
            tree.kill(census);
            try {
                pauses.pause();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            census = look(tree, whole);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Killing(count, census);
    }

    private static Census look(ProcessTree tree, boolean whole) {
        try {
            return tree.census(whole);
        } catch (UnseenException e) {
            tree.killGroup();
            throw e;
        }
    }

    /// Kills what `tree` is now and waits until that is gone. What joins the tree meanwhile may belong to an operation
    /// at work, and is let live. Where it cannot be looked at, its leader's group is all that is killed.
    static void once(ProcessTree tree) {
        var pauses = new Pauses(GRACE);
        try {
            var census = tree.census(true);
            tree.kill(census);
            while (tree.hasLiving(census) && !pauses.isOver()) {
                pauses.pause();
            }
        } catch (UnseenException e) {
            killUnseen(tree, pauses);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void killUnseen(ProcessTree tree, Pauses pauses) {
        try {
            while (tree.killGroup() && !pauses.isOver()) {
                pauses.pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

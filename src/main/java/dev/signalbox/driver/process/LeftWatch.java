package dev.signalbox.driver.process;

import dev.signalbox.service.DriverStatus;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Stopped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again who lives on of a service that does not run, as long as anybody does: they are nobody's children, so
/// nobody tells of their ends. Safe to use from any thread.
final class LeftWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeftWatch.class);

    private final Watch watch;
    private final Leftovers left;
    private final StrangerScan scan;
    private final Runnable look = this::look;
    /// How many were told last that a stop has not taken.
    private volatile int told;

    private boolean closed;

    LeftWatch(Watch watch, Leftovers left, StrangerScan scan) {
        this.watch = watch;
        this.left = left;
        this.scan = scan;
    }

    /// Takes note of what is told of the service.
    synchronized void follow(DriverStatus status) {
        var count = switch (status) {
            case Exited end -> end.leftovers();
            case Stopped stopped -> stopped.leftovers();
            case DriverStatus.Running _, DriverStatus.Unknown _ -> 0;
        };
        told = status instanceof Stopped ? count : 0;
        if (count == 0 || closed) {
            scan.forget(look);
        } else {
            scan.watch(look);
        }
    }

    private void look() {
        try {
            var tree = watch.leaving();
            if (tree != null) {
                watch.left(tree, tree.census().whole());
            } else if (told > 0 && left.count() != told) {
                watch.tell();
            }
        } catch (UnseenException e) {
            LOG.debug("what lives on cannot be looked at: {}", e.getMessage()); // it is looked at again soon
        }
    }

    /// Looks no more.
    @Override
    public synchronized void close() {
        closed = true;
        scan.forget(look);
    }
}

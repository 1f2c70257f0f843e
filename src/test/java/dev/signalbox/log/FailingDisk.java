package dev.signalbox.log;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The real disk, until it is told to fail: at the step with a given number, before it or after it.
final class FailingDisk implements LogDisk {
    /// What a crash looks like from within: nobody catches it.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// A way to fail.
    enum Failure {
        CRASH_BEFORE,
        CRASH_AFTER,
        FULL_BEFORE,
        FULL_AFTER
    }

    volatile boolean noHoles;
    volatile boolean full;
    int steps;
    private int failing = -1;
    private Failure failure = Failure.CRASH_BEFORE;

    private final LogDisk real = new SystemDisk((file, end) -> {
        if (noHoles) {
            throw new NoHolesException(file);
        }
        Holes.punch(file, end);
    });

    void failAt(int step, Failure how) {
        failing = step;
        failure = how;
        steps = 0;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(Path file, Step step) throws IOException {
        var here = steps++ == failing;
        if (here) {
            fail(file, Failure.CRASH_BEFORE, Failure.FULL_BEFORE);
        }
        step.run();
        if (here) {
            fail(file, Failure.CRASH_AFTER, Failure.FULL_AFTER);
        }
    }

    private void fail(Path file, Failure crash, Failure fullDisk) throws IOException {
        if (failure == crash) {
            throw new Crash();
        }
        if (failure == fullDisk) {
            throw full(file);
        }
    }

    private static IOException full(Path file) {
        return new FileSystemException(file.toString(), null, "No space left on device");
    }

    @Override
    public void requireHoles(Path fresh) throws IOException {
        step(fresh, () -> real.requireHoles(fresh));
    }

    @Override
    public void copy(Path log, long from, long to, Path fresh) throws IOException {
        if (full) {
            throw full(fresh);
        }
        if (steps == failing && failure == Failure.CRASH_BEFORE) {
            // Half of it.
            Files.write(fresh, new byte[] {0x1f});
        }
        step(fresh, () -> real.copy(log, from, to, fresh));
    }

    @Override
    public void publish(Path fresh, Path rotated) throws IOException {
        step(rotated, () -> real.publish(fresh, rotated));
    }

    @Override
    public void record(Path log, Head head) throws IOException {
        step(log, () -> real.record(log, head));
    }

    @Override
    public void free(Path log, long end) throws IOException {
        step(log, () -> real.free(log, end));
    }

    @Override
    public void delete(Path rotated) throws IOException {
        step(rotated, () -> real.delete(rotated));
    }
}

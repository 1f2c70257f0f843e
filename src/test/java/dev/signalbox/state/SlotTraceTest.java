package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.journal.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The order of system calls, which a kill alone would not show: the kernel keeps what was written but not
/// synchronized, and a power cut does not.
final class SlotTraceTest {
    private static final int COUNT = 50;

    @TempDir
    private Path folder;

    @Test
    void put_underLoad_returnsAfterItIsSynchronized_andNeverTouchesBothSlots() throws Exception {
        var trace = trace();

        assertThat(trace.told()).isEqualTo(SlotProcess.KEYS * COUNT);
        assertThat(trace.together()).as("records synchronized at once").isGreaterThan(1);
        assertThat(trace.violations()).isEmpty();
    }

    private SlotTrace trace() throws IOException, InterruptedException {
        var file = folder.resolve("trace");
        var strace = List.of(
                "strace",
                "-f",
                "-y",
                "-s",
                "64",
                "-e",
                "trace=write,pwrite64,fdatasync",
                "-e",
                "signal=none",
                "-o",
                file.toString());
        assumeThat(Files.isExecutable(Path.of("/usr/bin/strace")))
                .as("strace is not installed here")
                .isTrue();
        var process = Processes.start(folder, strace, SlotProcess.class, folder, COUNT);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assumeThat(Processes.errors(folder))
                .as("strace may not trace here")
                .doesNotContain("ptrace", "Operation not permitted");
        assertThat(process.exitValue()).as(Processes.errors(folder)).isZero();
        return SlotTrace.of(Files.readAllLines(file));
    }
}

package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The order of system calls: nobody is told anything before the disk has it. A kill alone would not show that,
/// as the kernel keeps what was written but not synchronised.
class SyncTraceTest {
    private static final int OPERATIONS = 40;

    @TempDir
    private Path folder;

    @Test
    void nothingIsTold_beforeItIsSynchronised() throws Exception {
        var trace = trace();

        assertThat(trace.told()).as("lines that tell something").isGreaterThanOrEqualTo(3 * OPERATIONS);
        assertThat(trace.violations()).isEmpty();
    }

    @Test
    void journalInMemory_isFoundOut() throws Exception {
        var trace = trace("memory");

        assertThat(trace.violations()).hasSize(trace.told()).hasSize(3 * OPERATIONS);
    }

    private SyncTrace trace(String... options) throws IOException, InterruptedException {
        var file = folder.resolve("trace");
        var strace = List.of(
                "strace",
                "-f",
                "-y",
                "-s",
                "64",
                "-e",
                "trace=write,pwrite64,fsync,fdatasync",
                "-e",
                "signal=none",
                "-o",
                file.toString());
        assumeThat(works(strace))
                .as("strace is not installed here, or may not trace")
                .isTrue();
        var arguments = new ArrayList<Object>(List.of(folder, 11L, "one", OPERATIONS));
        arguments.addAll(List.of(options));
        var process = Processes.start(folder, strace, JournalProcess.class, arguments.toArray());
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Processes.errors(folder)).isZero();
        return SyncTrace.of(Files.readAllLines(file));
    }

    private static boolean works(List<String> strace) throws InterruptedException {
        var command = new ArrayList<>(strace);
        command.add("true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system that is mounted for a test, which is skipped where that is not allowed.
public record Mount(Path folder) implements AutoCloseable {

    /// One that knows no holes.
    public static Mount without(Path folder) throws IOException, InterruptedException {
        return of(folder, "ramfs", "mode=700");
    }

    public static Mount of(Path folder, String type, String options) throws IOException, InterruptedException {
        Files.createDirectory(folder);
        var code = run("mount", "-t", type, "-o", options, "none", folder.toString());
        assumeThat(code)
                .as("a %s cannot be mounted here: that takes root, and a kernel that has it", type)
                .isZero();
        return new Mount(folder);
    }

    /// Lets nobody write to it from now on, or everybody.
    public void readOnly(boolean readOnly) throws IOException, InterruptedException {
        var code = run("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), folder.toString());
        assertThat(code).as("code of the remount").isZero();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /// Lazily, as who writes there may need a moment to end.
    @Override
    public void close() throws IOException {
        try {
            run("umount", "-l", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

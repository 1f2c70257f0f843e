package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Keeps a process from doing anything, being killed included, as one is that hangs in the kernel. Takes root and the
/// freezer of cgroups of version 1: what that of version 2 has frozen can be killed.
record Freezer(Path group) implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup/freezer");

    /// Freezes it. The test is skipped where that cannot be done.
    static Freezer of(long pid) throws IOException {
        var freezer = new Freezer(newGroup());
        Files.writeString(freezer.group.resolve("cgroup.procs"), String.valueOf(pid));
        freezer.state("FROZEN");
        return freezer;
    }

    private static Path newGroup() {
        try {
            return Files.createTempDirectory(ROOT, "signalbox-test");
        } catch (IOException e) {
            return Assumptions.abort(
                    "no process can be frozen here, as that takes root, and the freezer of cgroups: " + e);
        }
    }

    private void state(String word) throws IOException {
        var file = group.resolve("freezer.state");
        Files.writeString(file, word);
        await().until(() -> Files.readString(file).strip().equals(word));
    }

    /// Lets it go on. What was sent to it meanwhile reaches it now.
    void thaw() throws IOException {
        state("THAWED");
    }

    /// Thaws it, and lets go of the group. Whoever froze a process must have ended it.
    @Override
    public void close() throws IOException {
        thaw();
        await().until(() -> Files.readString(group.resolve("cgroup.procs")).isEmpty());
        Files.delete(group);
    }
}

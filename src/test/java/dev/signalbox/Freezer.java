package dev.signalbox;

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps a process from doing anything, being killed included, as one is that hangs in the kernel. Takes root and the
/// freezer of cgroups of version 1: what that of version 2 has frozen can be killed.
record Freezer(Path group) implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup/freezer");

    /// Freezes it. The test is skipped where that cannot be done.
    static Freezer of(long pid) throws IOException {
        assumeThat(Files.isWritable(ROOT.resolve("cgroup.procs")))
                .as("no process can be frozen here: that takes root, and the freezer of cgroups at %s", ROOT)
                .isTrue();
        var freezer = new Freezer(Files.createTempDirectory(ROOT, "signalbox-test"));
        Files.writeString(freezer.group.resolve("cgroup.procs"), String.valueOf(pid));
        freezer.state("FROZEN");
        return freezer;
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

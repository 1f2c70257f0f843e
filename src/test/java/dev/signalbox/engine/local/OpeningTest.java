package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.state.EngineLock;
import dev.signalbox.state.StateFolder;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What an engine that cannot be opened leaves")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpeningTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment;
    private Workspace workspace;
    private StateFolder state;

    @BeforeEach
    void readWorkspace() throws Exception {
        environment = Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        var file = Files.writeString(
                folder.resolve("signalbox.yaml"), "name: w\nservices: { a: { command: [sleep, '100'] } }");
        workspace = WorkspaceFile.load(file, environment);
        state = StateFolder.of(workspace.name(), workspace.file(), environment);
    }

    @Test
    void partThatCannotBeOpened_thoseBeforeItAreClosed() throws Exception {
        var inTheWay = Files.createDirectory(state.root().resolve("desired"));
        var before = Thread.getAllStackTraces().keySet();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> LocalEngine.open(workspace, environment));

        var left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        assertThat(left).extracting(Thread::getName).noneMatch(name -> name.startsWith("journal"));
        Files.delete(inTheWay);
        try (var engine = LocalEngine.open(workspace, environment)) {
            assertThat(engine.cutOff().toCompletableFuture().join()).isNull();
        }
    }

    @Test
    void lockThatThisProcessHas_isRefused_andKeptAllTheSame() throws Exception {
        try (var _ = EngineLock.take(state, workspace.file())) {
            assertThat(locks()).hasSize(1);
            assertThatExceptionOfType(EngineLock.HeldException.class)
                    .isThrownBy(() -> EngineLock.take(state, workspace.file()))
                    .withMessage("this workspace is open already, in this very process");
            assertThat(locks()).as("nobody else can take it").hasSize(1);
        }
        assertThat(locks()).isEmpty();
        EngineLock.take(state, workspace.file()).close();
    }

    /// The locks on the file that the kernel knows.
    private Set<String> locks() throws IOException {
        var inode = ":" + Files.getAttribute(state.root().resolve("lock"), "unix:ino") + " ";
        var found = new HashSet<String>();
        Files.readAllLines(Path.of("/proc/locks")).stream()
                .filter(line -> line.contains(inode))
                .forEach(found::add);
        return found;
    }
}

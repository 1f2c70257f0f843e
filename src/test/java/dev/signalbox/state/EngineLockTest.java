package dev.signalbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may run the services of a file.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EngineLockTest {
    private static final EngineLock.Sight ME =
            new EngineLock.Sight.Lives(ProcessHandle.current().pid());

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("signalbox.yaml"));
    }

    private EngineLock take(String home, Path workspace) throws IOException {
        var environment = Map.of("XDG_STATE_HOME", folder.resolve(home).toString());
        return EngineLock.take(StateFolder.of("shop", workspace, environment), workspace);
    }

    private void assertOpenAlready(String home, Path workspace) {
        assertThatExceptionOfType(EngineLock.HeldException.class)
                .isThrownBy(() -> take(home, workspace))
                .withMessage("this workspace is open already, in this very process");
    }

    @Test
    void anotherStateHome_isRefused() throws IOException {
        try (var lock = take("one", file)) {
            assertThat(lock.warnings()).isEmpty();
            assertOpenAlready("two", file);
            assertOpenAlready("two", file); // who was refused leaves nothing
        }
        take("two", file).close();
    }

    @Test
    void stateFolderWasDeleted_isRefused() throws IOException {
        try (var _ = take("one", file)) {
            Files.move(folder.resolve("one"), folder.resolve("away"));
            assertOpenAlready("one", file);
        }
    }

    @Test
    void anotherNameOfTheFile_isRefused() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
        try (var _ = take("one", link)) {
            assertOpenAlready("two", file);
        }
        try (var _ = take("one", file)) {
            assertOpenAlready("two", link);
        }
    }

    @Test
    void linkWasMoved_theSamePathIsRefused_andSoIsTheFileThatWasOpened() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
        try (var _ = take("one", link)) {
            Files.delete(link);
            Files.createSymbolicLink(link, Files.createFile(folder.resolve("moved.yaml")));

            assertOpenAlready("two", link);
            assertOpenAlready("two", file);
            take("two", folder.resolve("moved.yaml")).close();
        }
    }

    @Test
    void engine_isSeenByOthers_asLongAsItHasTheLock() throws IOException {
        var user = Trust.ownUser();
        String id;
        try (var _ = take("one", file)) {
            id = StateFolder.existing(file, Map.of("XDG_STATE_HOME", folder + "/one"))
                    .orElseThrow()
                    .identity()
                    .id();
            assertThat(EngineLock.engineOf(id, user)).isEqualTo(ME);
            assertThat(EngineLock.engineOf(id, user + 1)).isEqualTo(new EngineLock.Sight.None());
            assertThat(RunningEngine.on(file)).hasValue(ProcessHandle.current().pid());
            // More often than the kernel lets anybody wait.
            for (int i = 0; i < 3000; i++) {
                assertThat(EngineLock.engineOf(id, user)).isEqualTo(ME);
            }
        }
        assertThat(EngineLock.engineOf(id, user)).isEqualTo(new EngineLock.Sight.None());
        assertThat(RunningEngine.on(file)).isEmpty();
    }

    private EngineLock take(Runnable pause) throws IOException {
        var environment = Map.of("XDG_STATE_HOME", folder.resolve("one").toString());
        return EngineLock.take(StateFolder.of("shop", file, environment), file, pause);
    }

    /// An engine has its name a moment before it can say so.
    @Test
    void nameIsTakenBySomebodyWhoDoesNotAnswer_isWaitedFor_andThenRefused() throws IOException {
        var socket = LinuxSockets.open(true);
        try {
            LinuxSockets.bind(socket, EngineNames.ofPath(Trust.ownUser(), file));
            assertThatExceptionOfType(EngineLock.HeldException.class)
                    .isThrownBy(() -> take(() -> {}))
                    .withMessageEndingWith("is taken by somebody who does not answer");

            var pauses = new AtomicInteger();
            assertThatExceptionOfType(EngineLock.HeldException.class)
                    .isThrownBy(() -> take(() -> {
                        if (pauses.incrementAndGet() == 3) {
                            listen(socket);
                        }
                    }))
                    .withMessage("this workspace is open already, in this very process");
            assertThat(pauses).hasValue(3);
        } finally {
            LinuxSockets.close(socket);
        }
        take("one", file).close();
    }

    private static void listen(int socket) {
        try {
            LinuxSockets.listen(socket, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tooManyAskForAnEngine_nobodySaysThatThereIsNone() throws IOException {
        var waiting = new ArrayList<Integer>();
        waiting.add(LinuxSockets.open(true));
        try {
            var name = EngineNames.ofId(Trust.ownUser(), file.toString());
            LinuxSockets.bind(waiting.getFirst(), name);
            LinuxSockets.listen(waiting.getFirst(), 0);
            LinuxSockets.Peer peer;
            do {
                waiting.add(LinuxSockets.open(false));
                peer = LinuxSockets.connect(waiting.getLast(), name);
            } while (peer != null);

            assertThat(EngineLock.engineOf(file.toString(), Trust.ownUser())).isEqualTo(new EngineLock.Sight.Unsaid());
        } finally {
            for (var socket : waiting) {
                LinuxSockets.close(socket);
            }
        }
    }

    /// Anybody can take any name that the kernel knows.
    @Test
    void nameThatAnotherUserHasTaken_isNotBelieved_andKeepsNobodyOut() throws Exception {
        var squatter = squatter("listen(S, 5)");
        try {
            assumeTrue("ready".equals(squatter.inputReader().readLine()), "perl or setpriv is missing");
            try (var lock = take("one", file)) {
                assertThat(lock.warnings())
                        .singleElement()
                        .asString()
                        .startsWith("user 65534 has taken the name")
                        .contains("process " + squatter.pid());
                assertThat(RunningEngine.on(file))
                        .as("by the name of the real path")
                        .hasValue(ProcessHandle.current().pid());
            }
        } finally {
            squatter.destroyForcibly().waitFor();
        }
    }

    /// He does not say who he is: nobody can call him, or so many do already that one more would have to wait.
    @ParameterizedTest
    @ValueSource(strings = {"1", "listen(S, 0); socket(C, AF_UNIX, SOCK_STREAM, 0); connect(C, $a)"})
    void nameThatAnotherUserHasTaken_whoDoesNotAnswer_keepsNobodyOut(String then) throws Exception {
        var squatter = squatter(then);
        try {
            assumeTrue("ready".equals(squatter.inputReader().readLine()), "perl or setpriv is missing");
            try (var lock = take(() -> {})) {
                assertThat(lock.warnings())
                        .singleElement()
                        .asString()
                        .startsWith("another user has taken the name")
                        .contains("answers nobody");
            }
        } finally {
            squatter.destroyForcibly().waitFor();
        }
    }

    /// Another user, who has taken the name of the file's path.
    ///
    /// @param then what he does with it, in Perl
    private Process squatter(String then) throws IOException {
        assumeTrue(Trust.ownUser() == 0, "only root can begin processes of other users");
        var name = "signalbox/0/path/" + StateFolder.hash(file.toString());
        var script = "use Socket; $a = pack('S', AF_UNIX) . qq(\\0$ARGV[0]); socket(S, AF_UNIX, SOCK_STREAM, 0);"
                + " bind(S, $a); " + then + "; $| = 1; print qq(ready\\n); sleep 100";
        return new ProcessBuilder(List.of("setpriv", "--reuid=65534", "--clear-groups", "perl", "-e", script, name))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

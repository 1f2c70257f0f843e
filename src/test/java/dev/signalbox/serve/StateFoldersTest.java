package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.engine.Answer;
import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.Reason;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.state.EngineLock;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One workspace file and several state folders: true engines, and what one of them has left.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StateFoldersTest {
    @TempDir
    private Path folder;

    private final Sleepers sleepers = new Sleepers();

    private final List<Process> engines = new ArrayList<>();
    private Path file;

    @BeforeEach
    void writeWorkspace() throws IOException {
        file = sleepers.workspace(folder);
    }

    @AfterEach
    void endEverything() {
        engines.forEach(Process::destroyForcibly);
        sleepers.endAll();
    }

    private static Map<String, String> environment(Path home) {
        return Map.of("XDG_STATE_HOME", home.toString());
    }

    private LocalEngine open(Path workspace, Path home) throws Exception {
        return LocalEngine.open(WorkspaceFile.load(workspace, environment(home)), environment(home));
    }

    private static Outcome ask(LocalEngine engine, OperationKind kind) throws Exception {
        var submission = engine.as(Source.OPERATOR, null)
                .submit("web", kind, Map.of())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return ((Submission.Accepted) submission)
                .ticket()
                .outcome()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static ServiceSnapshot web(LocalEngine engine) {
        return Objects.requireNonNull(engine.find("web"));
    }

    private static long pid(LocalEngine engine) {
        return web(engine).status().pid();
    }

    private static void assertSucceeds(LocalEngine engine, OperationKind kind) throws Exception {
        assertThat(ask(engine, kind)).isInstanceOf(Outcome.Succeeded.class);
    }

    /// Another program's engine, over the state home of `folder`.
    private Process serve() throws IOException {
        var served = ServeProcess.begin(
                folder, Redirect.to(folder.resolve("serve.err").toFile()), List.of(), List.of());
        engines.add(served.process());
        return served.process();
    }

    private void assertOpenAlready(Process engine, Path workspace, Path home) {
        assertThatExceptionOfType(EngineLock.HeldException.class)
                .isThrownBy(() -> open(workspace, home))
                .withMessageStartingWith("this workspace is open already, in process " + engine.pid());
    }

    // --- one engine on a file ---

    @Test
    void secondEngine_withAnotherStateHome_orAnotherNameOfTheFile_isRefused() throws Exception {
        var engine = serve();
        var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);

        assertOpenAlready(engine, file, folder);
        assertOpenAlready(engine, file, folder.resolve("other"));
        assertOpenAlready(engine, link, folder.resolve("other"));

        engine.destroyForcibly().waitFor();
        try (var next = open(link, folder.resolve("other"))) {
            assertThat(next.services()).containsExactly("web");
        }
    }

    @Test
    void secondEngine_afterTheStateFolderWasDeleted_isRefused() throws Exception {
        var engine = serve();
        Files.move(folder.resolve("signalbox"), folder.resolve("away"));

        assertOpenAlready(engine, file, folder);
    }

    @Test
    void twoFiles_areTwoWorkspaces() throws Exception {
        serve();
        try (var other =
                open(sleepers.workspace(Files.createDirectory(folder.resolve("b"))), folder.resolve("other"))) {
            assertThat(other.services()).containsExactly("web");
        }
    }

    // --- what an engine finds of another ---

    @Test
    void stateFolderWasLost_processesAreUnknown_andAPersonsRestartReplacesThem() throws Exception {
        try (var first = open(file, folder)) {
            assertSucceeds(first, OperationKind.START);
        }
        var old = sleepers.living();
        var gone = folder.resolve("gone");
        Files.move(folder.resolve("signalbox"), gone);
        try (var engine = open(file, folder)) {
            engine.autostart();
            await().until(() -> web(engine).why().code() == Reason.Code.ELSEWHERE);
            assertThat(web(engine).status().state()).isEqualTo(ServiceState.UNKNOWN);
            assertThat(web(engine).reason())
                    .startsWith("2 processes of it run under a state folder that is not there any more");
            assertThat(ask(engine, OperationKind.START)).isInstanceOf(Outcome.Failed.class);
            assertThat(old).allMatch(ProcessHandle::isAlive);

            assertSucceeds(engine, OperationKind.RESTART);
            assertThat(old).noneMatch(ProcessHandle::isAlive);
            await().until(() -> !sleepers.living().isEmpty());
            assertSucceeds(engine, OperationKind.STOP);
        }
        assertThat(sleepers.living()).isEmpty();
    }

    @Test
    void engineOverAnotherStateFolder_touchesNothing_untilItIsToldToTakeOver() throws Exception {
        long pid;
        try (var first = open(file, folder)) {
            assertSucceeds(first, OperationKind.START);
            pid = pid(first);
        }
        try (var second = open(file, folder.resolve("other"))) {
            assertThat(web(second).reason())
                    .startsWith("2 processes of it run under another state folder, " + folder)
                    .endsWith("whose engine is not there");
            assertThat(ask(second, OperationKind.STOP)).isInstanceOf(Outcome.Failed.class);
            assertThat(pid(second)).isNegative();
            await().until(() -> !sleepers.living().isEmpty());

            assertThat(second.as(Source.OPERATOR, null)
                            .takeOver("web")
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Answer.Done());
            assertThat(web(second).status().state()).isEqualTo(ServiceState.RUNNING);
            assertThat(pid(second)).isEqualTo(pid);
            assertSucceeds(second, OperationKind.STOP);
        }
        assertThat(sleepers.living()).isEmpty();
    }

    // --- where a link leads ---

    @Test
    void linkInThePathIsMoved_theServicesAreFoundAgain() throws Exception {
        var one =
                sleepers.workspace(Files.createDirectory(folder.resolve("one"))).getParent();
        var two =
                sleepers.workspace(Files.createDirectory(folder.resolve("two"))).getParent();
        var current = Files.createSymbolicLink(folder.resolve("current"), one);
        var named = current.resolve("signalbox.yaml");
        long pid;
        try (var engine = open(named, folder)) {
            assertSucceeds(engine, OperationKind.START);
            pid = pid(engine);
        }
        Files.delete(current);
        Files.createSymbolicLink(current, two);

        try (var engine = open(named, folder)) {
            assertThat(pid(engine)).isEqualTo(pid);
            assertSucceeds(engine, OperationKind.RESTART);
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid(engine) + "/cwd")))
                    .isEqualTo(two.toRealPath());
            assertSucceeds(engine, OperationKind.STOP);
        }
    }

    // --- earlier versions ---

    /// An earlier version named the folder by the real path, and that name began its cookies.
    @Test
    void folderOfAnEarlierVersion_isTakenOver_withWhatRuns() throws Exception {
        var crc = new CRC32();
        crc.update(file.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
        var key = "shop-" + HexFormat.of().toHexDigits((int) crc.getValue());
        var root = folder.resolve("signalbox").resolve(key);
        var run = Files.createDirectories(root.resolve("run"));
        var builder = new ProcessBuilder("setsid", "sleep", sleepers.time());
        builder.environment().put("SIGNALBOX_RUN", key + ":web:0123456789abcdef");
        var old = builder.start();
        await().until(() -> !sleepers.living().isEmpty());
        Files.writeString(run.resolve("web.json"), """
                {"cookie":"KEY:web:0123456789abcdef","boot":"BOOT","at":"2026-01-01T12:00:00Z","out":0,"err":0,
                "stopAsked":false,"leader":ID,"service":ID}""".replace("KEY", key)
                .replace(
                        "BOOT",
                        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip())
                .replace("ID", "{\"pid\":" + old.pid() + ",\"startTicks\":" + startTicks(old.pid()) + "}"));

        try (var engine = open(file, folder)) {
            assertThat(engine.state().root()).isEqualTo(root);
            assertThat(pid(engine)).isEqualTo(old.pid());
            assertSucceeds(engine, OperationKind.RESTART);
            assertThat(old.isAlive()).isFalse();
            assertSucceeds(engine, OperationKind.STOP);
        }
    }

    private static String startTicks(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }
}

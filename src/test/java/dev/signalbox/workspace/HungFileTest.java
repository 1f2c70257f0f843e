package dev.signalbox.workspace;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.HungFolder;
import dev.signalbox.service.ServiceDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A workspace that names what is where nothing answers, as on a share whose server is gone.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungFileTest {
    @TempDir
    private Path folder;

    private Path share;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        share = Files.createDirectory(folder.resolve("share"));
        Files.writeString(share.resolve(".env"), "LEVEL=high");
        file = Files.writeString(folder.resolve("signalbox.yaml"), """
                name: hung
                services:
                  well: { command: [sleep, "1"] }
                  there: { command: [sleep, "1"], cwd: share }
                  told: { command: [sleep, "1"], env_file: share/.env }
                """);
    }

    /// Waits for what hangs no longer than a test needs.
    private static <T, X extends Exception> T soon(ScopedValue.CallableOp<T, X> reading) throws X {
        return ScopedValue.where(Looks.PATIENCE, Duration.ofSeconds(1)).call(reading);
    }

    private Workspace load() throws InvalidWorkspaceException {
        return WorkspaceFile.load(file, Map.of());
    }

    private static ServiceDefinition service(Workspace workspace, String id) {
        return workspace.services().stream()
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void folderOnTheWayHangs_theServiceSaysSo_theOthersAreRead() throws Exception {
        Files.createDirectory(share.resolve("sub"));
        Files.writeString(file, """
                name: hung
                services:
                  well: { command: [sleep, "1"] }
                  there: { command: [sleep, "1"], cwd: share/sub/.. }
                  told: { command: [sleep, "1"], env_file: share/sub/../.env }
                """);
        try (var _ = HungFolder.over(share)) {
            var workspace = soon(this::load);
            assertThat(service(workspace, "well").trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
            assertThat(service(workspace, "there").trouble().text())
                    .startsWith("its working directory cannot be looked at: looking at " + share);
            assertThat(service(workspace, "told").trouble().text())
                    .startsWith("its env_file cannot be read: looking at ");
        }
    }

    @Test
    void folderHangs_theServiceSaysSo_theOthersAreRead() throws Exception {
        try (var _ = HungFolder.over(share)) {
            var workspace = soon(this::load);
            assertThat(service(workspace, "well").trouble()).isEqualTo(ServiceDefinition.Trouble.NONE);
            var there = service(workspace, "there").trouble();
            assertThat(there.text())
                    .isEqualTo("its working directory cannot be looked at: looking at " + share
                            + " hangs: no answer within 1 s");
            assertThat(there.blocks()).isFalse();
            var told = service(workspace, "told").trouble();
            assertThat(told.text()).matches("its env_file cannot be read: looking at .*/share hangs, since \\d+ s");
            assertThat(told.blocks()).isTrue();
        }
    }

    @Test
    void secretFolderHangs_isToldAsItIsWritten() throws Exception {
        Files.writeString(file.resolveSibling("own.env"), "SHARE=" + share.getFileName());
        Files.writeString(file, """
                name: hung
                services: { there: { command: [sleep, "1"], cwd: "${SHARE}", env_file: own.env } }
                """);
        try (var _ = HungFolder.over(share)) {
            var workspace = soon(this::load);
            assertThat(service(workspace, "there").trouble().text())
                    .isEqualTo("its working directory ${SHARE} hangs, and cannot be looked at");
            assertThat(workspace.troubles()).singleElement().asString().doesNotContain(share.toString());
        }
    }

    @Test
    void variablesHang_aReloadLeavesTheServiceAsItIs_andTakesInTheRest() throws Exception {
        var before = load();
        Files.writeString(file, Files.readString(file).replace("well: {", "well: { group: new,"));
        try (var hung = HungFolder.over(share)) {
            var after = soon(this::load).keeping(before);
            assertThat(service(after, "told").env())
                    .isEqualTo(service(before, "told").env());
            var changes = WorkspaceChanges.between(before, after);
            assertThat(changes.describe().lines().map(line -> line.replaceAll(" →.*", "")))
                    .containsExactly("well: group: (none)", "there: trouble: (none)", "told: trouble: (none)");
            assertThat(changes.changed())
                    .allSatisfy(change -> assertThat(change.restartKeys()).isEmpty());
            assertThat(soon(() -> after.fingerprint().now())).isEqualTo(after.fingerprint());

            hung.fail();
            await().until(() -> !after.fingerprint().now().equals(after.fingerprint()));
            assertThat(WorkspaceChanges.between(before, load().keeping(after)).describe())
                    .isEqualTo("well: group: (none) → new");
        }
    }

    @Test
    void theFileItselfHangs_isAMistakeThatSaysSo() throws Exception {
        var inside = Files.copy(file, share.resolve("signalbox.yaml"));
        try (var _ = HungFolder.over(share)) {
            assertThatExceptionOfType(InvalidWorkspaceException.class)
                    .isThrownBy(() -> WorkspaceFile.load(inside, Map.of()))
                    .withMessageContaining(
                            "this file cannot be looked at: looking at " + inside + " hangs: no answer within 5 s");
        }
    }
}

package dev.signalbox.workspace;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceWatchTest {
    private static final String TEXT = "name: w\nservices: { a: { command: [x] } }\n";

    @TempDir
    private Path folder;

    private Path file;
    private final AtomicReference<Fingerprint> inForce = new AtomicReference<>();
    private final List<Boolean> told = new CopyOnWriteArrayList<>();
    private final WorkspaceWatch watch = new WorkspaceWatch(inForce::get, told::add);

    @BeforeEach
    void load() throws Exception {
        file = Files.writeString(folder.resolve("signalbox.yaml"), TEXT);
        inForce.set(WorkspaceFile.load(file, Map.of()).fingerprint());
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private void look(int times) {
        for (var i = 0; i < times; i++) {
            watch.look();
        }
    }

    /// As editors do it.
    private void replace(String text) throws IOException {
        var fresh = Files.writeString(folder.resolve(".signalbox.yaml.new"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void change_isToldOnce_whenItHasComeToRest() throws IOException {
        look(2);
        replace(TEXT + "# 1");
        look(1);
        assertThat(told).isEmpty();

        look(3);
        assertThat(told).containsExactly(true);
    }

    @Test
    void fileThatIsStillWritten_isNotTold() throws IOException {
        for (var i = 0; i < 5; i++) {
            Files.writeString(file, TEXT + "#".repeat(i + 1));
            look(1);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void furtherChange_isToldAgain() throws IOException {
        replace(TEXT + "# 1");
        look(3);
        replace(TEXT + "# 2");
        look(3);

        assertThat(told).containsExactly(true, true);
    }

    @Test
    void changeThatIsTakenBack_isToldToBeOver() throws IOException {
        replace(TEXT + "# 1");
        look(2);
        replace(TEXT);
        look(2);

        assertThat(told).containsExactly(true, false);
    }

    @Test
    void changeThatIsPutInForce_isToldToBeOver() throws Exception {
        replace(TEXT + "# 1");
        look(2);
        inForce.set(WorkspaceFile.load(file, Map.of()).fingerprint());
        look(2);

        assertThat(told).containsExactly(true, false);
    }

    @Test
    void sameContentInANewFile_isNoChange() throws IOException {
        replace(TEXT);
        look(3);

        assertThat(told).isEmpty();
    }

    @Test
    void linkToAnotherFile_isFollowed() throws Exception {
        var one = Files.writeString(folder.resolve("one"), TEXT);
        var two = Files.writeString(folder.resolve("two"), TEXT + "# 2");
        Files.delete(file);
        Files.createSymbolicLink(file, one);
        look(3);
        assertThat(told).isEmpty();

        Files.delete(file);
        Files.createSymbolicLink(file, two);
        look(3);
        assertThat(told).containsExactly(true);
    }

    @Test
    void fileThatIsGone_isAChange() throws IOException {
        Files.delete(file);
        look(3);
        assertThat(told).containsExactly(true);

        Files.createDirectory(file);
        look(3);
        assertThat(told).containsExactly(true);
    }

    @Test
    void watch_looksByItself() throws IOException {
        watch.start(Duration.ofMillis(1));
        replace(TEXT + "# 1");

        await().untilAsserted(() -> assertThat(told).containsExactly(true));
    }
}

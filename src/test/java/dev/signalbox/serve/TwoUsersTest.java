package dev.signalbox.serve;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.trust.Trust;
import java.lang.ProcessBuilder.Redirect;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The living engines of two users on one workspace file.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TwoUsersTest {
    /// Has no name.
    private static final int OTHER = 65533;

    @TempDir
    private Path folder;

    private final Sleepers sleepers = new Sleepers();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ServeProcess> engines = new ArrayList<>();

    @BeforeEach
    void writeWorkspace() throws Exception {
        assumeTrue(Trust.ownUser() == 0, "only root can begin processes of other users");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var _ = sleepers.workspace(folder);
    }

    @AfterEach
    void endEverything() {
        client.close();
        engines.forEach(engine -> engine.process().destroyForcibly());
        sleepers.endAll();
    }

    private Redirect log() {
        return Redirect.appendTo(folder.resolve("serve.err").toFile());
    }

    private ServeProcess roots() throws Exception {
        var begun = ServeProcess.begin(folder, log(), List.of(), List.of());
        engines.add(begun);
        return begun;
    }

    private ServeProcess others() throws Exception {
        var begun = ServeProcess.beginAs(OTHER, folder, folder.resolve("other" + engines.size()), log());
        assumeTrue(begun.isPresent(), "setpriv is missing, or may not become another user");
        engines.add(begun.orElseThrow());
        return begun.orElseThrow();
    }

    private JsonNode send(ServeProcess engine, String method, String path) throws Exception {
        var answer = engine.send(client, method, path, "");
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonMapper.shared().readTree(answer.body());
    }

    private void assertSucceeds(ServeProcess engine, String path) throws Exception {
        var end = send(engine, "POST", path + "?wait=true");
        assertThat(end.path("outcome").asString()).as("%s", end).isEqualTo("succeeded");
    }

    private JsonNode web(ServeProcess engine) throws Exception {
        return send(engine, "GET", "/services/web");
    }

    private long pid(ServeProcess engine) throws Exception {
        return web(engine).path("pid").asLong(-1);
    }

    private void assertRuns(ServeProcess engine, long pid) throws Exception {
        var web = web(engine);
        assertThat(web.path("state").asString()).as("%s", web).isEqualTo("running");
        assertThat(web.path("pid").asLong()).isEqualTo(pid);
        assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
    }

    private static Object user(long pid) throws Exception {
        return Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
    }

    @Test
    void eachEngine_startsAndEndsItsOwnServiceOnly() throws Exception {
        var root = roots();
        var other = others();
        assertSucceeds(root, "/start/web");
        assertThat(web(other).path("state").asString()).isEqualTo("stopped");
        assertSucceeds(other, "/start/web");
        var roots = pid(root);
        var others = pid(other);
        assertThat(user(roots)).isEqualTo(0);
        assertThat(user(others)).isEqualTo(OTHER);

        assertSucceeds(root, "/restart/web");
        assertRuns(other, others);
        roots = pid(root);
        assertSucceeds(other, "/restart/web");
        assertRuns(root, roots);
        others = pid(other);

        assertSucceeds(root, "/stop/web");
        assertRuns(other, others);
        assertSucceeds(root, "/start/web");
        roots = pid(root);
        send(other, "POST", "/services/web/kill");
        await().until(() -> web(other).path("state").asString().equals("stopped"));
        assertRuns(root, roots);
        send(root, "POST", "/services/web/kill");
        await().until(() -> sleepers.living().isEmpty());
    }

    @Test
    void engineThatWasKilled_theOneOfAnotherUserTakesNothingOver() throws Exception {
        var first = roots();
        assertSucceeds(first, "/start/web");
        var roots = pid(first);
        first.process().destroyForcibly().waitFor();

        var other = others();
        assertThat(web(other).path("state").asString()).isEqualTo("stopped");
        assertSucceeds(other, "/start/web");
        var others = pid(other);
        assertSucceeds(other, "/stop/web");
        assertThat(ProcessHandle.of(others)).isEmpty();
        assertSucceeds(other, "/start/web");
        others = pid(other);

        var next = roots();
        assertRuns(next, roots);
        assertSucceeds(next, "/stop/web");
        assertRuns(other, others);
        assertSucceeds(other, "/stop/web");
        assertThat(sleepers.living()).isEmpty();
    }

    @Test
    void tokenOfOneEngine_opensNotTheOthers() throws Exception {
        var root = roots();
        var other = others();
        var mixed = new ServeProcess(other.process(), other.address(), root.token());
        assertThat(mixed.send(client, "POST", "/start/web", "").statusCode()).isEqualTo(401);
    }
}

package dev.signalbox.engine.local;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Submission;
import dev.signalbox.service.Intent;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.supervision.Intents;
import dev.signalbox.service.supervision.Supervisor;
import dev.signalbox.state.SlotFile;
import dev.signalbox.state.StateFolder;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An engine after another over the same state, while the workspace file changes between them.
@DisplayName("Rule 25b: a service that is removed and put back while no engine runs")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemovedServicesTest {
    private static final String DB = "db: { command: [sleep, '100'] }";
    private static final String WEB = "web: { command: [sleep, '100'] }";

    @TempDir
    private Path folder;

    private Workspace workspace(String services) throws Exception {
        var file = Files.writeString(
                folder.resolve("signalbox.yaml"), "name: w\njournal: { max_age: 10d }\nservices: { " + services + " }");
        return WorkspaceFile.load(file, environment());
    }

    private Map<String, String> environment() {
        return Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
    }

    private LocalEngine open(String services) throws Exception {
        return LocalEngine.open(workspace(services), environment());
    }

    private Path desired() throws Exception {
        var workspace = workspace(WEB);
        return StateFolder.of(workspace.name(), workspace.file(), environment())
                .root()
                .resolve("desired");
    }

    /// A person stops `db`, and the next engine does not find it in its workspace any more.
    private void removeStopped() throws Exception {
        try (var engine = open(DB)) {
            var stop = engine.queue()
                    .submit("db", OperationKind.STOP, Source.OPERATOR)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            ((Submission.Accepted) stop)
                    .ticket()
                    .outcome()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
        open(WEB).close();
    }

    /// Lets `db` be removed since longer than it is.
    private void longAgo(Duration ago) throws Exception {
        try (var file = SlotFile.open(desired())) {
            var text = file.find("db");
            assertThat(text).contains("\nremoved ");
            var time = Instant.now().minus(ago).toString().replace(":", "%3A");
            file.put("db", text.replaceAll("removed .*", "removed " + time));
        }
    }

    private Intent intent(LocalEngine engine) {
        return engine.supervisors().stream()
                .filter(supervisor -> supervisor.definition().id().equals("db"))
                .findFirst()
                .map(Supervisor::intent)
                .orElseThrow();
    }

    @Test
    void withinTheTimeThatTheJournalKeepsOperations_itIsAsItWas() throws Exception {
        removeStopped();
        longAgo(Duration.ofDays(9));
        open(WEB).close();
        try (var engine = open(DB)) {
            assertThat(intent(engine).desired().value()).isEqualTo(Value.STOPPED);
            assertThat(intent(engine).desired().by()).isEqualTo("operator");
            assertThat(intent(engine).removed()).isNull();
        }
    }

    @Test
    void afterThat_itIsUnset() throws Exception {
        removeStopped();
        longAgo(Duration.ofDays(11));
        try (var engine = open(DB)) {
            assertThat(intent(engine)).isEqualTo(Intent.NONE);
        }
    }

    @Test
    void afterThat_itsRecordIsAnotherServices() throws Exception {
        removeStopped();
        longAgo(Duration.ofDays(11));
        var size = Files.size(desired());
        try (var engine = open(WEB)) {
            await().until(() -> engine.journalProblem() == null);
        }
        try (var intents = Intents.open(desired(), "boot")) {
            assertThat(intents.of("db")).isEqualTo(Intent.NONE);
        }
        open(WEB + ", api: { command: [sleep, '100'] }").close();
        assertThat(Files.size(desired())).isEqualTo(size);
        try (var file = SlotFile.open(desired())) {
            assertThat(file.problems()).isEmpty();
            assertThat(file.keys()).contains("api", "web").doesNotContain("db");
        }
    }
}

package dev.signalbox;

import static dev.signalbox.Waiting.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.local.LocalEngine;
import dev.signalbox.log.LogLine.Stream;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.service.ServiceState;
import dev.signalbox.workspace.WorkspaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service whose log gets longer than its workspace allows.
final class LongLogTest {
    @TempDir
    private Path folder;

    @Test
    void start_talkativeService_itsLogIsRotatedAndFollowedOn() throws Exception {
        var file = folder.resolve("signalbox.yaml");
        Files.writeString(file, """
                services:
                  talker:
                    shell: "seq 1000000 1099999; exec sleep 1000"
                    log: { max_size: 300KB, keep: 2 }
                """);
        var environment = Map.of("XDG_STATE_HOME", folder.toString());
        try (var engine = LocalEngine.open(WorkspaceFile.load(file, environment), environment)) {
            var talker = engine.supervisors().getFirst();
            engine.queue().submit("talker", OperationKind.START, Source.OPERATOR);
            await().until(() -> talker.status().state() == ServiceState.RUNNING);
            var log = requireNonNull(talker.driver().log());
            await().untilAsserted(() -> {
                assertThat(log.out()).hasSize(800_000);
                assertThat(rotatedFiles(engine)).isEqualTo(2);
                var lines = LogTail.open(log, 1_000_000).poll().stream()
                        .filter(line -> line.stream() == Stream.OUT)
                        .toList();
                assertThat(lines).hasSizeBetween(1, 40_000);
                assertThat(lines.getFirst().text()).isEqualTo("" + (1_100_000 - lines.size()));
                assertThat(lines.getLast().text()).isEqualTo("1099999");
            });
            assertThat(engine.logProblems()).isEmpty();

            engine.queue().submit("talker", OperationKind.STOP, Source.OPERATOR);
            await().until(() -> talker.status().state() == ServiceState.STOPPED);
        }
    }

    private static long rotatedFiles(LocalEngine engine) throws IOException {
        try (var files = Files.list(engine.state().log())) {
            return files.filter(file -> file.getFileName().toString().matches("talker\\.out\\.\\d+-\\d+\\.log\\.gz"))
                    .count();
        }
    }
}

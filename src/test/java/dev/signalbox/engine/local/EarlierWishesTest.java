package dev.signalbox.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.journal.Journal;
import dev.signalbox.journal.Retention;
import dev.signalbox.operation.JournalRecord;
import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Source.Road;
import dev.signalbox.service.Intent.Value;
import dev.signalbox.service.supervision.Intents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What an earlier version has noted of what operators wanted")
class EarlierWishesTest {
    @TempDir
    private Path folder;

    private long id;

    private void wanted(String service, String word) throws Exception {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run").resolve(service + ".wanted"), word + "\n");
    }

    private void stopped(Journal journal, String service, Source source) throws Exception {
        var stop = new Operation(++id, service, OperationKind.STOP, source, Map.of(), 0, Instant.EPOCH);
        journal.append(List.of(new JournalRecord.Accepted(stop, Instant.EPOCH)))
                .toCompletableFuture()
                .get();
    }

    @Test
    void wishes_areTakenOver_butForAStopOfTheEngineItself() throws Exception {
        wanted("web", "running");
        wanted("db", "stopped");
        wanted("api", "stopped");
        wanted("tool", "stopped");
        try (var journal = Journal.open(
                        folder.resolve("journal.db"),
                        InstantSource.system(),
                        new Retention(Duration.ofDays(90), 1L << 30));
                var intents = Intents.open(folder.resolve("desired"), "boot")) {
            var sigterm = new Source(Road.COMMAND_LINE, "SIGTERM");
            stopped(journal, "db", sigterm);
            stopped(journal, "api", sigterm);
            stopped(journal, "api", Source.OPERATOR);
            new EarlierWishes(folder.resolve("run")).takeOver(intents, journal.history());

            assertThat(intents.of("web").desired().value()).isEqualTo(Value.RUNNING);
            assertThat(intents.of("web").desired().by()).isEqualTo("an earlier version");
            assertThat(intents.of("db").desired().value()).isEqualTo(Value.UNSET);
            assertThat(intents.of("api").desired().value()).isEqualTo(Value.STOPPED);
            assertThat(intents.of("tool").desired().value())
                    .as("nobody knows who has stopped it")
                    .isEqualTo(Value.STOPPED);
            assertThat(folder.resolve("run")).isEmptyDirectory();
        }
        try (var next = Intents.open(folder.resolve("desired"), "boot")) {
            assertThat(next.of("api").desired().value()).isEqualTo(Value.STOPPED);
        }
    }
}

package dev.signalbox.journal;

import static dev.signalbox.journal.Records.accepted;
import static dev.signalbox.journal.Records.durably;
import static dev.signalbox.journal.Records.ended;
import static dev.signalbox.journal.Records.operation;
import static dev.signalbox.journal.Records.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Outcome;
import dev.signalbox.operation.Source;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/// Exports, read as other programs do.
class HistoryExportTest {
    private static final String CAUSE = "=cmd said \"no\", twice\\nand ended";

    @TempDir
    private Path folder;

    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(folder.resolve("journal.db"), () -> Records.at(5_000), Retention.DEFAULT);
        var failed = operation(1, "backend", OperationKind.RESTART, new Source(Source.Road.HTTP_API, "ci"), 1);
        var merged = operation(2, "backend", OperationKind.RESTART);
        var waits = new Operation(
                3, "frontend", OperationKind.START, Source.OPERATOR, "=HYPERLINK(1)", Map.of(), 0, Records.at(3), 2);
        durably(journal.append(List.of(
                accepted(failed),
                started(failed),
                ended(failed, new Outcome.Failed(CAUSE), Duration.ofSeconds(2)),
                accepted(merged),
                ended(merged, new Outcome.Coalesced(1), Duration.ZERO),
                accepted(waits))));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private String export(HistoryExport format) throws Exception {
        var out = new StringWriter();
        format.write(journal.history().find(HistoryFilter.ALL), out);
        return out.toString();
    }

    @Test
    void csv_isReadBack_withoutFormulas() throws Exception {
        var text = export(HistoryExport.CSV);

        assertThat(text)
                .startsWith("id,service,kind,road,actor,plan,submitted,")
                .contains("\r\n3,frontend,start,");
        var rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader());
        try (var read = rows.<Map<String, String>>readValues(text)) {
            var all = read.readAll();
            assertThat(all).extracting(row -> row.get("id")).containsExactly("3", "2", "1");
            assertThat(all.getLast())
                    .containsEntry("service", "backend")
                    .containsEntry("road", "http_api")
                    .containsEntry("actor", "ci")
                    .containsEntry("outcome", "failed")
                    .containsEntry("cause", "'" + CAUSE)
                    .containsEntry("submitted", "2026-03-01T12:00:01Z")
                    .containsEntry("ran_ms", "2000");
            assertThat(all.get(1)).containsEntry("merged_into", "1");
            assertThat(all.getFirst()).containsEntry("ended", "").containsEntry("why", "'=HYPERLINK(1)");
            assertThat(all.getFirst()).containsEntry("again_for", "2");
            assertThat(all.getLast()).containsEntry("why", "").containsEntry("again_for", "");
        }
    }

    @Test
    void jsonLines_areOneObjectEach() throws Exception {
        var lines = export(HistoryExport.JSON_LINES).lines().toList();

        assertThat(lines).hasSize(3);
        var json = new JsonMapper();
        var waits = json.readTree(lines.getFirst());
        assertThat(waits.get("outcome").asString()).isEqualTo("waiting");
        assertThat(waits.get("started").isNull()).isTrue();
        assertThat(waits.get("why").asString()).isEqualTo("=HYPERLINK(1)");
        var failed = json.readTree(lines.getLast());
        assertThat(failed.get("id").asLong()).isEqualTo(1);
        assertThat(failed.get("cause").asString()).isEqualTo(CAUSE);
        assertThat(failed.get("why").isNull()).isTrue();
        assertThat(failed.get("changed").asBoolean()).isTrue();
    }

    @Test
    void interrupted_endsEarly() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> export(HistoryExport.CSV)).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void longExport_isReadInPages() throws Exception {
        var ids = new ArrayList<String>();
        ids.add("id");
        for (int id = 1_500; id > 3; id--) {
            ids.add(Integer.toString(id));
        }
        ids.addAll(List.of("3", "2", "1"));
        for (int id = 4; id <= 1_500; id++) {
            durably(journal.append(List.of(accepted(operation(id, "backend", OperationKind.START)))));
        }

        var written = export(HistoryExport.CSV).lines().map(line -> line.split(",", -1)[0]);

        assertThat(written.filter(first -> first.matches("id|[0-9]+"))).containsExactlyElementsOf(ids);
    }
}

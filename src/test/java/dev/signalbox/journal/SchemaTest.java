package dev.signalbox.journal;

import static dev.signalbox.journal.Records.durably;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of every earlier version are brought up to date, whole or not at all.
class SchemaTest {

    /// The published versions, and one that may come.
    private static final List<List<String>> NEXT = with("ALTER TABLE operations ADD COLUMN note TEXT");

    @TempDir
    private Path folder;

    private static List<List<String>> with(String... changes) {
        var migrations = new ArrayList<>(Schema.MIGRATIONS);
        migrations.add(List.of(changes));
        return migrations;
    }

    static IntStream versions() {
        return IntStream.range(0, NEXT.size());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void migrate_fromEachVersion_keepsWhatIsThere(int version) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"))) {
            Schema.migrate(connection, NEXT.subList(0, version));
            if (version > 0) {
                connection
                        .createStatement()
                        .execute("INSERT INTO operations (id, service, kind, road, actor, plan, submitted, accepted)"
                                + " VALUES (7, 'backend', 'start', 'operator', '', 0, 1, 2)");
            }
            Schema.migrate(connection, NEXT);
            assertThat(Schema.version(connection)).isEqualTo(NEXT.size());
            try (var row = connection.createStatement().executeQuery("SELECT count(*), count(note) FROM operations")) {
                assertThat(row.getInt(1)).isEqualTo(version > 0 ? 1 : 0);
                assertThat(row.getInt(2)).isZero();
            }
        }
    }

    @Test
    void journal_ofAVersionThatKnewNoWhy_isReadAndWritten() throws Exception {
        var file = folder.resolve("journal.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Schema.migrate(connection, Schema.MIGRATIONS.subList(0, 2));
            connection
                    .createStatement()
                    .execute(
                            "INSERT INTO operations (id, service, kind, road, actor, plan, submitted, accepted,"
                                    + " ended, outcome, cause, waited, ran, changed)"
                                    + " VALUES (7, 'backend', 'start', 'operator', '', 0, 1, 2, 3, 'failed', 'no disk', 1, 1, 1)");
        }
        var operation = new Operation(
                8, "backend", OperationKind.START, Source.OPERATOR, "a new disk", Map.of(), 0, Records.at(8), 7);
        for (var open = 0; open < 2; open++) {
            try (var journal = Journal.open(file, () -> Records.at(9), Retention.DEFAULT)) {
                assertThat(journal.notice()).isEmpty();
                if (open == 0) {
                    durably(journal.append(List.of(Records.accepted(operation))));
                }
                var found = journal.history().find(HistoryFilter.ALL.saying("DISK"));
                assertThat(found.page(0, 9))
                        .extracting(each -> each.operation().why())
                        .containsExactly("a new disk", "");
                assertThat(found.page(0, 9))
                        .extracting(each -> each.operation().again())
                        .containsExactly(7L, 0L);
            }
        }
    }

    @Test
    void migrate_thatFails_changesNothing() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"))) {
            Schema.migrate(connection, Schema.MIGRATIONS);
            var broken = with("CREATE TABLE notes (text TEXT)", "CREATE TABLE operations (id INTEGER)");
            assertThatThrownBy(() -> Schema.migrate(connection, broken)).isInstanceOf(SQLException.class);
            assertThat(Schema.version(connection)).isEqualTo(Schema.MIGRATIONS.size());
            assertThatThrownBy(() -> connection.createStatement().execute("SELECT * FROM notes"))
                    .isInstanceOf(SQLException.class);
        }
    }
}

package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

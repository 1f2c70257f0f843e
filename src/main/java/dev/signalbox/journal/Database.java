package dev.signalbox.journal;

import dev.signalbox.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// The journal's file, and the connections to it.
final class Database {
    private static final int BUSY_MILLIS = 500;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// Of the file, and of the two that SQLite keeps beside it.
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    private final Path file;
    private final List<List<String>> migrations;

    Database(Path file, List<List<String>> migrations) {
        this.file = file;
        this.migrations = migrations;
    }

    /// A file that is touched from time to time by the program that has the journal open. Not the journal itself:
    /// that would be opened and closed for it, and with the first close the kernel takes all locks on a file from
    /// its process.
    Path signOfLife() {
        return file.resolveSibling(file.getFileName() + "-alive");
    }

    /// Opens the file for its one writer, and makes it or brings it up to date.
    Connection openWriter() throws SQLException, IOException {
        PrivateFiles.create(file); // what SQLite makes beside it gets the same rights
        if (!Files.isWritable(file)) {
            // SQLite would say only that the file cannot be opened.
            throw new IOException(file + " may not be written");
        }
        var config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        var connection = config.createConnection(url());
        try {
            try (var statement = connection.createStatement()) {
                // Has an effect on a new file only, and before anything is written to it.
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
                statement.execute("PRAGMA journal_mode = WAL");
                // That is done beside the writer, see Upkeep.
                statement.execute("PRAGMA wal_autocheckpoint = 0");
            }
            Schema.migrate(connection, migrations);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Opens the file to be asked.
    Connection openReader() throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_MILLIS);
        // A million operations take some 200 MB; what is searched again is then in memory.
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "1073741824");
        return config.createConnection(url());
    }

    /// Opens the file for what is done beside the writer.
    Connection openBeside() throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(0);
        return config.createConnection(url());
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    /// Puts a file aside that this program cannot read, so that a new one can begin.
    ///
    /// @return what was done and why, for people; empty if there was no need
    /// @throws IOException if it cannot be put aside
    Optional<String> setAsideUnreadable(Instant now) throws IOException {
        if (Files.notExists(file) || Files.size(file) == 0) {
            return Optional.empty();
        }
        String reason;
        try (var connection = openReader()) {
            var version = Schema.version(connection);
            // Looking through all of it takes a while, and there is no reason for it after an end in good order.
            if (version <= migrations.size() && (Interruption.endedInGoodOrder(connection) || isSound(connection))) {
                return Optional.empty();
            }
            reason = version > migrations.size()
                    ? "it was written by a newer version of this program (format " + version + ", and this one knows "
                            + migrations.size() + ")"
                    : "the file is damaged";
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.DAMAGED) {
                return Optional.empty(); // its writer will say what is the matter
            }
            reason = Trouble.describe(e);
        }
        var aside = unused(file.resolveSibling("journal-" + STAMP.format(now)));
        for (var suffix : SUFFIXES) {
            move(Path.of(file + suffix), Path.of(aside + suffix));
        }
        return Optional.of("the journal was put aside as " + aside.getFileName() + " and a new one begun: " + reason);
    }

    /// Drops the file, which nobody may have open, with all that is in it.
    void delete() throws IOException {
        for (var suffix : SUFFIXES) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
    }

    private static boolean isSound(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA quick_check(1)")) {
            return row.getString(1).equals("ok");
        }
    }

    private static Path unused(Path wanted) {
        var path = Path.of(wanted + ".db");
        for (int i = 2; Files.exists(path); i++) {
            path = Path.of(wanted + "-" + i + ".db");
        }
        return path;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (NoSuchFileException _) {
            // The two beside it come and go with their users.
        }
    }

    /// What tells this file from another at the same path; `null` if there is none.
    @Nullable
    Object identity() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}

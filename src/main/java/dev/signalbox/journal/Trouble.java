package dev.signalbox.journal;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a failure of SQLite means.
enum Trouble {
    FULL("there is no space left on its disk"),
    READ_ONLY("it may not be written"),
    LOCKED("another program has locked it"),
    DAMAGED("the file is damaged"),
    UNREACHABLE("its file cannot be opened"),
    BROKEN("its file cannot be read or written"),
    OTHER("");

    private final String words;

    Trouble(String words) {
        this.words = words;
    }

    static Trouble of(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return OTHER;
        }
        // The low byte is the primary code.
        return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
            case SQLITE_FULL -> FULL;
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> READ_ONLY;
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> LOCKED;
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> DAMAGED;
            case SQLITE_CANTOPEN -> UNREACHABLE;
            case SQLITE_IOERR -> BROKEN;
            default -> OTHER;
        };
    }

    /// For people: "the journal cannot be written: there is no space left on its disk" without the first half.
    static String describe(SQLException e) {
        var trouble = of(e);
        return trouble == OTHER ? String.valueOf(e.getMessage()) : trouble.words;
    }
}

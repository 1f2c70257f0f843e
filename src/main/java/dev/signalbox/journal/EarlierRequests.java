package dev.signalbox.journal;

import dev.signalbox.operation.RequestKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What engines before this one have accepted under keys that are kept still. Read once, as the file is opened, so
/// that no request waits for the disk to be known.
final class EarlierRequests {
    /// Whose request it is: the first two lines of its name.
    private static final String CALLER =
            "substr(name, 1, instr(name, char(10)) + instr(substr(name, instr(name, char(10)) + 1), char(10)))";

    /// The numbers of those that are known no more, as there are newer ones.
    private static final String TOO_MANY = "SELECT operation FROM (SELECT operation, row_number() OVER (PARTITION BY "
            + CALLER + " ORDER BY operation DESC) AS place FROM requests) WHERE place > ?";

    private EarlierRequests() {}

    /// Those that are known at `now`, by their names.
    static Map<String, EarlierRequest> read(Connection connection, Instant now) throws SQLException {
        var all = new HashMap<String, EarlierRequest>();
        try (var select = connection.prepareStatement("""
                SELECT operation, name, request, note, at FROM (
                    SELECT * FROM requests WHERE at > ? AND operation NOT IN (%s) ORDER BY operation DESC LIMIT ?)
                ORDER BY operation""".formatted(TOO_MANY))) {
            select.setLong(1, Rows.micros(now.minus(EarlierRequest.KEPT)));
            select.setInt(2, EarlierRequest.MOST_EACH);
            select.setInt(3, EarlierRequest.MOST);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var key = new RequestKey(row.getString(2), row.getString(3), row.getString(4));
                    var one = new EarlierRequest(key, Rows.instant(row.getLong(5)), List.of(row.getLong(1)));
                    all.merge(key.name(), one, EarlierRequests::joined);
                }
            }
        }
        return Map.copyOf(all);
    }

    /// One request may have been accepted in parts. What is another one has used the name after its time.
    private static EarlierRequest joined(EarlierRequest before, EarlierRequest next) {
        if (!before.key().request().equals(next.key().request())) {
            return next;
        }
        var accepted = new ArrayList<>(before.accepted());
        accepted.addAll(next.accepted());
        return new EarlierRequest(before.key(), before.at(), accepted);
    }

    /// Forgets those that are known no more.
    static void drop(Connection connection, Instant now) throws SQLException {
        try (var delete = connection.prepareStatement("""
                DELETE FROM requests WHERE at <= ?
                    OR operation IN (%s)
                    OR operation <= (SELECT operation FROM requests ORDER BY operation DESC LIMIT 1 OFFSET ?)
                """.formatted(TOO_MANY))) {
            delete.setLong(1, Rows.micros(now.minus(EarlierRequest.KEPT)));
            delete.setInt(2, EarlierRequest.MOST_EACH);
            delete.setInt(3, EarlierRequest.MOST);
            delete.executeUpdate();
        }
    }
}

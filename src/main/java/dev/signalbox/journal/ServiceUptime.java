package dev.signalbox.journal;

import dev.signalbox.journal.History.Uptime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How well one service ran, reckoned from the events of its state and of the engine.
final class ServiceUptime {
    private static final Duration DAY = Duration.ofDays(1);

    private enum Condition {
        /// Nobody watched, or it was not meant to run.
        OUT,
        UP,
        DOWN
    }

    private Condition condition = Condition.OUT;
    private @Nullable Instant since;
    private @Nullable Instant first;
    private @Nullable Instant outage;
    private Duration up = Duration.ZERO;
    private Duration down = Duration.ZERO;
    private Duration longest = Duration.ZERO;
    private int outages;

    /// @param until now, up to which the last state counts
    static Uptime of(Connection connection, String service, Instant from, Instant until) throws SQLException {
        var reckoning = new ServiceUptime();
        reckoning.read(connection, service, from);
        return reckoning.result(until, restarts(connection, service, from));
    }

    private static int restarts(Connection connection, String service, Instant from) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT count(*) FROM operations
                WHERE service = ? AND submitted >= ? AND outcome = 'succeeded' AND changed
                  AND (kind = 'restart' OR road = 'crash_recovery')""")) {
            select.setString(1, service);
            select.setLong(2, Rows.micros(from));
            try (var row = select.executeQuery()) {
                return row.getInt(1);
            }
        }
    }

    /// Goes through the events in the order in which they were recorded, with one of them in memory: there may be
    /// years of them.
    private void read(Connection connection, String service, Instant from) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT at, service, kind, value, text FROM events
                WHERE (service = ? AND kind = 'state')
                   OR (service = '' AND kind IN ('opened', 'closed', 'crashed'))
                ORDER BY id""")) {
            select.setString(1, service);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    var event = Rows.event(row);
                    become(after(event), event.at().isBefore(from) ? from : event.at());
                }
            }
        }
    }

    private Condition after(JournalEvent event) {
        if (event.kind() != JournalEvent.Kind.STATE) {
            return Condition.OUT; // until the engine has looked at the service
        }
        return switch (event.value()) {
            case "running" -> Condition.UP;
            case "failed", "backoff" -> Condition.DOWN;
            // On its way: an outage lasts until it runs again, and a restart that was asked for is none.
            case "starting", "restarting" -> condition == Condition.DOWN ? Condition.DOWN : Condition.OUT;
            default -> Condition.OUT;
        };
    }

    private void become(Condition next, Instant at) {
        var begin = since;
        if (begin != null && at.isAfter(begin)) { // a clock that was set back takes nothing away
            var span = Duration.between(begin, at);
            up = condition == Condition.UP ? up.plus(span) : up;
            down = condition == Condition.DOWN ? down.plus(span) : down;
        }
        first = first == null ? at : first;
        if (next == Condition.DOWN && outage == null) {
            outage = at;
            outages++;
        } else if (next != Condition.DOWN && outage != null) {
            var length = at.isAfter(outage) ? Duration.between(outage, at) : Duration.ZERO;
            longest = length.compareTo(longest) > 0 ? length : longest;
            outage = null;
        }
        condition = next;
        since = at;
    }

    private Uptime result(Instant until, int restarts) {
        var began = first == null ? until : first;
        become(Condition.OUT, until);
        var span = Duration.between(began, until);
        var days = Math.max(1, (double) span.toMillis() / DAY.toMillis());
        return new Uptime(up, down, longest, outages, restarts / days);
    }
}

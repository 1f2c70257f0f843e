package dev.signalbox.journal;

import dev.signalbox.journal.History.Figures;
import dev.signalbox.journal.History.Quantiles;
import dev.signalbox.operation.OperationKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the operations of one service were like.
final class OperationFigures {
    private final List<Long> waited = new ArrayList<>();
    private final List<Long> ran = new ArrayList<>();
    private int failed;

    private OperationFigures() {}

    /// @param from micros
    static Map<OperationKind, Figures> of(Connection connection, String service, long from) throws SQLException {
        var kinds = new EnumMap<OperationKind, OperationFigures>(OperationKind.class);
        try (var select = connection.prepareStatement("""
                SELECT kind, outcome, waited, ran FROM operations
                WHERE service = ? AND submitted >= ? AND ended IS NOT NULL AND started IS NOT NULL""")) {
            select.setString(1, service);
            select.setLong(2, from);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    kinds.computeIfAbsent(Rows.kind(row.getString(1)), _ -> new OperationFigures())
                            .add(row.getString(2), row.getLong(3), row.getLong(4));
                }
            }
        }
        var figures = new EnumMap<OperationKind, Figures>(OperationKind.class);
        kinds.forEach((kind, all) -> figures.put(kind, all.figures()));
        return figures;
    }

    private void add(String outcome, long waitedMicros, long ranMicros) {
        waited.add(waitedMicros);
        switch (outcome) {
            case "succeeded" -> ran.add(ranMicros);
            case "failed", "timed_out" -> failed++;
            default -> {}
        }
    }

    private Figures figures() {
        return new Figures(waited.size(), failed, quantiles(waited), quantiles(ran));
    }

    private static Quantiles quantiles(List<Long> micros) {
        if (micros.isEmpty()) {
            return Quantiles.NONE;
        }
        micros.sort(null);
        return new Quantiles(
                Rows.duration(micros.get(micros.size() / 2)),
                Rows.duration(micros.get(Math.min(micros.size() - 1, micros.size() * 95 / 100))));
    }
}

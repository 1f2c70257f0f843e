package dev.signalbox.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/// A [HistoryFilter] as a condition of SQL with its values.
final class SqlFilter {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    SqlFilter(HistoryFilter filter) {
        in("service", filter.services());
        in("kind", filter.kinds().stream().map(Rows::word).toList());
        in("road", filter.roads().stream().map(Rows::word).toList());
        outcomes(filter.outcomes());
        if (!filter.actor().isEmpty()) {
            add("actor = ?", filter.actor());
        }
        if (filter.plan() != 0) {
            add("plan <> 0 AND plan = ?", filter.plan()); // the index is on those alone
        }
        if (filter.from() != null) {
            add("submitted >= ?", Rows.micros(filter.from()));
        }
        if (filter.until() != null) {
            add("submitted < ?", Rows.micros(filter.until()));
        }
        if (!filter.text().isEmpty()) {
            var pattern =
                    filter.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            add("(cause IS NOT NULL OR why IS NOT NULL)"); // the index is on those alone
            add("(cause LIKE ? ESCAPE '\\' OR why LIKE ? ESCAPE '\\')", "%" + pattern + "%", "%" + pattern + "%");
        }
    }

    private void add(String condition, Object... its) {
        conditions.add(condition);
        values.addAll(List.of(its));
    }

    private void in(String column, Collection<String> words) {
        if (!words.isEmpty()) {
            conditions.add(column + " IN " + places(words));
            values.addAll(words);
        }
    }

    private void outcomes(Collection<String> words) {
        if (words.isEmpty()) {
            return;
        }
        var ended = words.stream()
                .filter(word -> !word.equals("waiting") && !word.equals("running"))
                .toList();
        var any = new ArrayList<String>();
        if (!ended.isEmpty()) {
            any.add("outcome IN " + places(ended));
            values.addAll(ended);
        }
        if (words.contains("waiting")) {
            any.add("(ended IS NULL AND started IS NULL)");
        }
        if (words.contains("running")) {
            any.add("(ended IS NULL AND started IS NOT NULL)");
        }
        conditions.add("(" + String.join(" OR ", any) + ")");
    }

    private static String places(Collection<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    /// Begins with `WHERE`, or is empty.
    String where() {
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }

    /// Gives the statement its first values.
    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}

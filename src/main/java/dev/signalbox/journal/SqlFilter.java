package dev.signalbox.journal;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source.Road;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A [HistoryFilter] as a condition of SQL with its values.
final class SqlFilter {
    private static final String WAITING = "waiting";
    private static final String RUNNING = "running";
    private static final Pattern NUMBER = Pattern.compile("#\\d{1,18}");

    /// What each outcome is called: by the journal, and by those who show it.
    private static final Map<String, String> OUTCOMES = Map.of(
            "succeeded",
            "succeeded",
            "failed",
            "failed",
            "timed_out",
            "timed_out timed out",
            "cancelled",
            "cancelled",
            "coalesced",
            "coalesced merged",
            WAITING,
            WAITING,
            RUNNING,
            RUNNING);

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    SqlFilter(HistoryFilter filter) {
        in("service", filter.services());
        in("kind", filter.kinds().stream().map(Rows::word).toList());
        in("road", filter.roads().stream().map(Rows::word).toList());
        if (!filter.outcomes().isEmpty()) {
            conditions.add(any(outcomes(filter.outcomes())));
        }
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
        filter.words().forEach(this::says);
    }

    /// `#12` is the operation of that number and no other, whatever is written of it elsewhere.
    private void says(String word) {
        if (NUMBER.matcher(word).matches()) {
            add("id = ?", Long.parseLong(word.substring(1)));
        } else {
            conditions.add(any(occurs(word)));
        }
    }

    private void add(String condition, Object... its) {
        conditions.add(condition);
        values.addAll(List.of(its));
    }

    private void in(String column, Collection<String> words) {
        if (!words.isEmpty()) {
            conditions.add(isIn(column, words));
        }
    }

    private String isIn(String column, Collection<String> words) {
        values.addAll(words);
        return column + " IN (" + String.join(", ", Collections.nCopies(words.size(), "?")) + ")";
    }

    /// Not as words that are compared: those that wait or run have none.
    private List<String> outcomes(Collection<String> words) {
        var ended = words.stream()
                .filter(word -> !word.equals(WAITING) && !word.equals(RUNNING))
                .toList();
        var ways = new ArrayList<String>();
        if (!ended.isEmpty()) {
            ways.add(isIn("outcome", ended));
        }
        if (words.contains(WAITING)) {
            ways.add("(ended IS NULL AND started IS NULL)");
        }
        if (words.contains(RUNNING)) {
            ways.add("(ended IS NULL AND started IS NOT NULL)");
        }
        return ways;
    }

    /// Where `word` may be. What can be one of a few only is looked up here, not in each row.
    private List<String> occurs(String word) {
        var ways = new ArrayList<String>();
        var kinds = named(Stream.of(OperationKind.values()), Rows::word, word);
        if (!kinds.isEmpty()) {
            ways.add(isIn("kind", kinds.stream().map(Rows::word).toList()));
        }
        ways.addAll(outcomes(named(OUTCOMES.keySet().stream(), OUTCOMES::get, word)));
        var roads = named(Stream.of(Road.values()), road -> Rows.word(road) + " " + road.words(), word);
        if (!roads.isEmpty()) {
            ways.add(isIn("road", roads.stream().map(Rows::word).toList()));
        }
        var pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        for (var column : List.of("service", "actor", "cause", "why")) {
            ways.add(column + " LIKE ? ESCAPE '\\'");
            values.add("%" + pattern + "%");
        }
        return ways;
    }

    private static <T> List<T> named(Stream<T> all, Function<T, String> names, String word) {
        var wanted = word.toLowerCase(Locale.ROOT);
        return all.filter(one -> names.apply(one).toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    private static String any(List<String> ways) {
        return "(" + String.join(" OR ", ways) + ")";
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

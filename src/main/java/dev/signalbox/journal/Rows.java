package dev.signalbox.journal;

import dev.signalbox.operation.Operation;
import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.Source;
import dev.signalbox.operation.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What is in a row, as objects and back.
final class Rows {
    /// The columns that make a [RecordedOperation].
    static final String COLUMNS = """
            id, service, kind, parameters, road, actor, plan, submitted, accepted, started, ended, \
            outcome, code, reference, other, cause, waited, ran, changed, why, again""";

    private static final JsonMapper JSON = JsonMapper.shared();

    private Rows() {}

    static RecordedOperation operation(ResultSet row) throws SQLException {
        var operation = new Operation(
                row.getLong(1),
                row.getString(2),
                kind(row.getString(3)),
                new Source(Source.Road.valueOf(row.getString(5).toUpperCase(Locale.ROOT)), row.getString(6)),
                orEmpty(row.getString(20)),
                parameters(row.getString(4)),
                row.getLong(7),
                instant(row.getLong(8)),
                row.getLong(21));
        var started = row.getLong(10);
        var startedAt = row.wasNull() ? null : instant(started);
        return new RecordedOperation(operation, instant(row.getLong(9)), startedAt, end(row));
    }

    private static RecordedOperation.@Nullable End end(ResultSet row) throws SQLException {
        var ended = row.getLong(11);
        if (row.wasNull()) {
            return null;
        }
        var outcome = new Outcomes(
                row.getString(12),
                orEmpty(row.getString(13)),
                row.getLong(14),
                orEmpty(row.getString(15)),
                row.getString(16));
        return new RecordedOperation.End(
                outcome.outcome(),
                instant(ended),
                duration(row.getLong(17)),
                duration(row.getLong(18)),
                row.getInt(19) != 0);
    }

    static JournalEvent event(ResultSet row) throws SQLException {
        return new JournalEvent(
                instant(row.getLong("at")),
                row.getString("service"),
                JournalEvent.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("value"),
                row.getString("text"));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static OperationKind kind(String word) {
        return OperationKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    static @Nullable String parameters(Map<String, String> parameters) {
        return parameters.isEmpty() ? null : JSON.writeValueAsString(parameters);
    }

    private static Map<String, String> parameters(@Nullable String json) {
        return json == null ? Map.of() : JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    }

    static String steps(List<Step> steps) {
        return JSON.writeValueAsString(steps.stream()
                .map(step -> List.of(micros(step.after()), step.done(), step.text()))
                .toList());
    }

    static List<Step> steps(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        var steps = new ArrayList<Step>();
        for (var step : JSON.readTree(json)) {
            steps.add(new Step(
                    step.get(2).asString(),
                    duration(step.get(0).asLong()),
                    step.get(1).asBoolean()));
        }
        return steps;
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /// An empty text as `NULL`, which takes no space and no place in an index.
    static @Nullable String orNull(@Nullable String text) {
        return orEmpty(text).isEmpty() ? null : text;
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}

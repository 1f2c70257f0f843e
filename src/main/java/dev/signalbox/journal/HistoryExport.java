package dev.signalbox.journal;

import dev.signalbox.operation.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvSchema.ColumnType;

/// Writes operations for other programs. Times are those of the wall clock in UTC, durations milliseconds.
public enum HistoryExport {
    /// Comma-separated values as of RFC 4180, with the names of the columns in the first line. A value that a
    /// spreadsheet would take for a formula gets an apostrophe before it.
    CSV {
        @Override
        ObjectWriter writer() {
            var schema = CsvSchema.builder()
                    .addColumns(columns(), ColumnType.STRING)
                    .setUseHeader(true)
                    .setLineSeparator("\r\n");
            return new CsvMapper().writer(schema.build());
        }

        @Override
        Map<String, @Nullable Object> row(RecordedOperation operation) {
            var row = columns(operation);
            row.replaceAll((_, value) -> harmless(value));
            return row;
        }
    },

    /// One JSON object a line, with the same names; what there is not is `null`.
    JSON_LINES {
        @Override
        ObjectWriter writer() {
            return new JsonMapper().writer().withRootValueSeparator("\n");
        }

        @Override
        Map<String, @Nullable Object> row(RecordedOperation operation) {
            return columns(operation);
        }
    };

    private static final int PAGE = 1_000;

    /// Writes all of `hits`, in their order, reading a page at a time. Not for the FX thread.
    ///
    /// @throws IOException if `out` cannot be written, or the journal cannot be read
    public void write(History.Hits hits, Writer out) throws IOException {
        try (var rows = writer().writeValues(out)) {
            for (int first = 0; first < hits.count(); first += PAGE) {
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                for (var operation : page(hits, first)) {
                    rows.write(row(operation));
                }
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private static List<RecordedOperation> page(History.Hits hits, int first) throws IOException {
        try {
            return hits.page(first, PAGE);
        } catch (JournalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    abstract ObjectWriter writer();

    abstract Map<String, @Nullable Object> row(RecordedOperation operation);

    private static Map<String, @Nullable Object> columns(RecordedOperation recorded) {
        var operation = recorded.operation();
        var end = recorded.end();
        var started = recorded.startedAt();
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("id", operation.id());
        values.put("service", operation.service());
        values.put("kind", operation.kind().word());
        values.put("road", operation.source().road().name().toLowerCase(Locale.ROOT));
        values.put("actor", operation.source().actor());
        values.put("plan", operation.plan() == 0 ? null : operation.plan());
        values.put("submitted", operation.submittedAt().toString());
        values.put("accepted", recorded.acceptedAt().toString());
        values.put("started", started == null ? null : started.toString());
        values.put("ended", end == null ? null : end.at().toString());
        values.put("outcome", recorded.word());
        values.put("cause", recorded.cause());
        values.put("changed", end == null ? null : end.changed());
        values.put("waited_ms", end == null ? null : end.waited().toMillis());
        values.put("ran_ms", end == null ? null : end.ran().toMillis());
        values.put(
                "merged_into",
                end != null && end.outcome() instanceof Outcome.Coalesced(var survivor) ? survivor : null);
        values.put("why", operation.why().isEmpty() ? null : operation.why());
        values.put("again_for", operation.again() == 0 ? null : operation.again());
        return values;
    }

    private static List<String> columns() {
        return List.of(
                "id",
                "service",
                "kind",
                "road",
                "actor",
                "plan",
                "submitted",
                "accepted",
                "started",
                "ended",
                "outcome",
                "cause",
                "changed",
                "waited_ms",
                "ran_ms",
                "merged_into",
                "why",
                "again_for");
    }

    /// A cause may repeat what a service wrote, and a why what anybody did.
    private static @Nullable Object harmless(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}

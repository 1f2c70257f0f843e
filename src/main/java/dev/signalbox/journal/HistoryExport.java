package dev.signalbox.journal;

import dev.signalbox.operation.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Writes operations for other programs. Times are those of the wall clock in UTC, durations milliseconds.
public enum HistoryExport {
    /// Comma-separated values as of RFC 4180, with the names of the columns in the first line. A value that a
    /// spreadsheet would take for a formula gets an apostrophe before it.
    CSV {
        @Override
        void begin(Appendable out) throws IOException {
            FORMAT.print(out).printRecord(COLUMNS);
        }

        @Override
        void write(List<RecordedOperation> page, Appendable out) throws IOException {
            var printer = new CSVPrinter(out, FORMAT);
            for (var operation : page) {
                printer.printRecord(columns(operation).values().stream()
                        .map(HistoryExport::harmless)
                        .toList());
            }
        }
    },

    /// One JSON object a line, with the same names; what there is not is `null`.
    JSON_LINES {
        @Override
        void begin(Appendable out) {}

        @Override
        void write(List<RecordedOperation> page, Appendable out) throws IOException {
            for (var operation : page) {
                out.append(JSON.writeValueAsString(columns(operation))).append('\n');
            }
        }
    };

    private static final List<String> COLUMNS = List.of(
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
            "merged_into");
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PAGE = 1_000;

    /// Writes all of `hits`, in their order, reading a page at a time. Not for the FX thread.
    ///
    /// @throws IOException if `out` cannot be written, or the journal cannot be read
    public void write(History.Hits hits, Appendable out) throws IOException {
        begin(out);
        for (int first = 0; first < hits.count(); first += PAGE) {
            if (Thread.interrupted()) {
                throw new IOException("interrupted");
            }
            write(page(hits, first), out);
        }
    }

    private static List<RecordedOperation> page(History.Hits hits, int first) throws IOException {
        try {
            return hits.page(first, PAGE);
        } catch (JournalException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    abstract void begin(Appendable out) throws IOException;

    abstract void write(List<RecordedOperation> page, Appendable out) throws IOException;

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
        return values;
    }

    /// A cause may repeat what a service wrote.
    private static @Nullable Object harmless(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}

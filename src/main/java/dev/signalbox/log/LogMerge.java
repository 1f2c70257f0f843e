package dev.signalbox.log;

import dev.signalbox.log.LogCursor.Rank;
import dev.signalbox.log.LogLine.Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The streams of some services and what the engine has written about them, each with a cursor in it, as one sequence.
/// Not thread safe.
final class LogMerge implements AutoCloseable {
    private final List<ServiceLog> services = new ArrayList<>();
    private final List<LogCursor> cursors = new ArrayList<>();

    /// @param logs of the services, by their ids
    LogMerge(Map<String, LogFiles> logs, GzipBlocks blocks) {
        new TreeMap<>(logs).forEach((id, log) -> {
            var service = new ServiceLog(id, log, blocks);
            for (var stream : Stream.values()) {
                cursors.add(new LogCursor(service, services.size(), stream));
            }
            services.add(service);
        });
    }

    /// By their ids.
    List<ServiceLog> services() {
        return services;
    }

    List<LogCursor> cursors() {
        return cursors;
    }

    /// Looks what there is now.
    void refresh() throws IOException {
        for (var service : services) {
            service.refresh();
        }
    }

    /// The cursor with the latest line before it; `null` if none has one.
    @Nullable
    LogCursor latest() throws IOException {
        LogCursor latest = null;
        Rank best = null;
        for (var cursor : cursors) {
            var rank = cursor.previous();
            if (rank != null && (best == null || rank.compareTo(best) > 0)) {
                latest = cursor;
                best = rank;
            }
        }
        return latest;
    }

    /// The cursor with the earliest line behind it; `null` if none has one.
    @Nullable
    LogCursor earliest() {
        LogCursor earliest = null;
        Rank best = null;
        for (var cursor : cursors) {
            var rank = cursor.next();
            if (rank != null && (best == null || rank.compareTo(best) < 0)) {
                earliest = cursor;
                best = rank;
            }
        }
        return earliest;
    }

    @Override
    public void close() throws IOException {
        for (var service : services) {
            service.close();
        }
    }
}

package dev.signalbox.log;

import dev.signalbox.log.LogLine.Stream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// How many lines of a kind there are where, coarsely. Takes little memory however many there are. Not thread safe.
final class LogRows {
    /// Bytes that are counted together.
    private static final int BUCKET = 16 * 1024;

    private static final int BUCKETS = 1024;

    private record Key(int service, Stream stream) {}

    private final Map<Key, TreeMap<Long, int[]>> counts = new HashMap<>();

    void add(int service, Stream stream, long position) {
        var bucket = position / BUCKET;
        var some = counts.computeIfAbsent(new Key(service, stream), _ -> new TreeMap<>())
                .computeIfAbsent(bucket / BUCKETS, _ -> new int[BUCKETS]);
        some[(int) (bucket % BUCKETS)]++;
    }

    void clear() {
        counts.clear();
    }

    /// How many there are in each of the stretches of a [LogOutline].
    ///
    /// @param services as they are now
    List<Integer> rows(List<ServiceLog> services) {
        var rows = new int[LogOutline.ROWS];
        var total = services.stream()
                .mapToLong(one ->
                        one.bytes(Stream.OUT).total() + one.bytes(Stream.ERR).total())
                .sum();
        counts.forEach((key, chunks) -> {
            var bytes = services.get(key.service).bytes(key.stream);
            // What was rotated away is not asked for again.
            chunks.headMap(bytes.begin() / BUCKET / BUCKETS).clear();
            chunks.forEach((chunk, some) -> {
                for (int i = 0; i < BUCKETS; i++) {
                    var position = (chunk * BUCKETS + i) * BUCKET + BUCKET / 2;
                    if (some[i] > 0 && position + BUCKET / 2 > bytes.begin()) {
                        var before = before(services, key.service, key.stream, Math.min(position, bytes.end() - 1));
                        rows[Math.clamp(before * LogOutline.ROWS / Math.max(1, total), 0, LogOutline.ROWS - 1)] +=
                                some[i];
                    }
                }
            });
        });
        return IntStream.of(rows).boxed().toList();
    }

    /// About how many bytes of all are before a position in one stream.
    private static long before(List<ServiceLog> services, int service, Stream stream, long position) {
        var own = services.get(service).slots();
        var key = own.key(own.slot(stream, position));
        var sum = 0L;
        for (int i = 0; i < services.size(); i++) {
            var slots = services.get(i).slots();
            var slot = slots.since(key);
            for (var each : List.of(Stream.OUT, Stream.ERR)) {
                var bytes = services.get(i).bytes(each);
                sum += bytes.before(i == service && each == stream ? position : slots.begin(each, slot));
            }
        }
        return sum;
    }

    static List<Integer> none() {
        return Collections.nCopies(LogOutline.ROWS, 0);
    }
}

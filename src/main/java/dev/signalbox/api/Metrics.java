package dev.signalbox.api;

import dev.signalbox.operation.OperationKind;
import dev.signalbox.operation.QueueEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what happens, for `/metrics`. Safe to use from any thread.
final class Metrics {
    private static final double[] OPERATION_BOUNDS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};
    private static final double[] REQUEST_BOUNDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30};

    private record Labels(List<String> values) {}

    /// Times in buckets.
    private static final class Histogram {
        private final double[] bounds;
        private final long[] counts;
        private double sum;
        private long count;

        Histogram(double[] bounds) {
            this.bounds = bounds;
            this.counts = new long[bounds.length];
        }

        synchronized void add(Duration time) {
            var seconds = time.toNanos() / 1e9;
            sum += seconds;
            count++;
            for (int i = 0; i < bounds.length; i++) {
                counts[i] += seconds <= bounds[i] ? 1 : 0;
            }
        }

        synchronized void write(PrometheusText text, String name, String labels) {
            var comma = labels.isEmpty() ? "" : labels + ",";
            for (int i = 0; i < bounds.length; i++) {
                text.sample(name + "_bucket", comma + "le=\"" + bounds[i] + "\"", counts[i]);
            }
            text.sample(name + "_bucket", comma + "le=\"+Inf\"", count);
            text.sample(name + "_sum", labels, sum);
            text.sample(name + "_count", labels, count);
        }
    }

    private final Map<Labels, LongAdder> operations = new ConcurrentHashMap<>();
    private final Map<OperationKind, Histogram> waits = new ConcurrentHashMap<>();
    private final Map<OperationKind, Histogram> runs = new ConcurrentHashMap<>();
    private final Histogram acceptances = new Histogram(REQUEST_BOUNDS);
    private final Map<Labels, LongAdder> requests = new ConcurrentHashMap<>();
    private final Histogram requestTimes = new Histogram(REQUEST_BOUNDS);
    private final Map<String, LongAdder> rejections = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable Instant certificateEnd;
    private final LongAdder reopened = new LongAdder();

    /// @param at when
    void happened(QueueEvent event, Instant at) {
        if (event instanceof QueueEvent.Accepted) {
            var recorded = Duration.between(event.operation().submittedAt(), at);
            // The clock may have been set back.
            acceptances.add(recorded.isNegative() ? Duration.ZERO : recorded);
        }
        if (event instanceof QueueEvent.Ended(var end)) {
            var kind = end.operation().kind();
            count(operations, new Labels(List.of(kind.word(), end.outcome().word())));
            waits.computeIfAbsent(kind, _ -> new Histogram(OPERATION_BOUNDS)).add(end.waited());
            if (!end.ran().isZero()) {
                runs.computeIfAbsent(kind, _ -> new Histogram(OPERATION_BOUNDS)).add(end.ran());
            }
        }
    }

    /// @param route the route's path, or what stands for all that is none
    void answered(String method, String route, int status, Duration time) {
        count(requests, new Labels(List.of(method, route, Integer.toString(status))));
        requestTimes.add(time);
    }

    void rejected(String reason) {
        count(rejections, reason);
    }

    /// When the certificate that is shown is over.
    void certificateEnds(Instant end) {
        certificateEnd = end;
    }

    /// A listener had ended, and listens again.
    void reopened() {
        reopened.increment();
    }

    void readerDropped() {
        dropped.increment();
    }

    private static <K> void count(Map<K, LongAdder> counters, K key) {
        counters.computeIfAbsent(key, _ -> new LongAdder()).increment();
    }

    void write(PrometheusText text) {
        text.family("signalbox_operations_total", "counter", "Operations that have ended.");
        operations.forEach((labels, count) -> text.sample(
                "signalbox_operations_total",
                PrometheusText.labels("kind", labels.values.get(0), "outcome", labels.values.get(1)),
                count.sum()));
        text.family("signalbox_operation_wait_seconds", "histogram", "Time from acceptance to start.");
        waits.forEach((kind, times) ->
                times.write(text, "signalbox_operation_wait_seconds", PrometheusText.labels("kind", kind.word())));
        text.family("signalbox_operation_run_seconds", "histogram", "Time from start to outcome.");
        runs.forEach((kind, times) ->
                times.write(text, "signalbox_operation_run_seconds", PrometheusText.labels("kind", kind.word())));
        text.family(
                "signalbox_journal_acceptance_seconds", "histogram", "Time until a submission was recorded durably.");
        acceptances.write(text, "signalbox_journal_acceptance_seconds", "");
        text.family("signalbox_http_requests_total", "counter", "Requests that were answered.");
        requests.forEach((labels, count) -> text.sample(
                "signalbox_http_requests_total",
                PrometheusText.labels(
                        "method", labels.values.get(0), "route", labels.values.get(1), "status", labels.values.get(2)),
                count.sum()));
        text.family("signalbox_http_request_seconds", "histogram", "Time to answer a request.");
        requestTimes.write(text, "signalbox_http_request_seconds", "");
        text.family("signalbox_http_rejections_total", "counter", "Requests that were refused for safety.");
        rejections.forEach((reason, count) ->
                text.sample("signalbox_http_rejections_total", PrometheusText.labels("reason", reason), count.sum()));
        text.family(
                "signalbox_http_listeners_reopened_total", "counter", "Listeners that ended and were opened again.");
        text.sample("signalbox_http_listeners_reopened_total", "", reopened.sum());
        text.family("signalbox_event_readers_dropped_total", "counter", "Event readers that were too slow.");
        text.sample("signalbox_event_readers_dropped_total", "", dropped.sum());
        var end = certificateEnd;
        if (end != null) {
            text.family(
                    "signalbox_tls_certificate_end_seconds", "gauge", "When the certificate expires, in Unix time.");
            text.sample("signalbox_tls_certificate_end_seconds", "", end.getEpochSecond());
        }
    }
}

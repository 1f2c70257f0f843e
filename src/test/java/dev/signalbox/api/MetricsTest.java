package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.metrics.Limits;
import dev.signalbox.metrics.Machine;
import dev.signalbox.metrics.Usage;
import dev.signalbox.metrics.Usages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The figures for Prometheus, and the dashboard that shows them.
final class MetricsTest {
    private static final Pattern FAMILY = Pattern.compile("# TYPE (\\w+) (counter|gauge|histogram)");
    private static final Pattern SAMPLE =
            Pattern.compile("(\\w+)(?:\\{((?:\\w+=\"(?:[^\"\\\\\n]|\\\\.)*\",?)*)})? (-?[0-9.E-]+)");
    private static final Pattern NAME = Pattern.compile("\\b(?:signalbox|process)_[a-z_]+");

    @TempDir
    Path folder;

    private ApiBench bench;
    private String text;

    private record Sample(String name, String labels, double value) {}

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
        bench.post("/start/backend?wait=true");
        bench.driver("backend").failNextStop("it is stuck");
        bench.post("/stop/backend?wait=true");
        bench.get("/nothing");
        bench.send(bench.request("GET", "/services", "wrong"));
        text = bench.get("/metrics").text();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        for (var line : text.split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                var match = SAMPLE.matcher(line);
                assertThat(match.matches()).as(line).isTrue();
                samples.add(
                        new Sample(match.group(1), String.valueOf(match.group(2)), Double.parseDouble(match.group(3))));
            }
        }
        return samples;
    }

    private Map<String, String> families() {
        var families = new HashMap<String, String>();
        FAMILY.matcher(text)
                .results()
                .forEach(match -> assertThat(families.put(match.group(1), match.group(2)))
                        .as(match.group(1))
                        .isNull());
        return families;
    }

    @Test
    void health_saysHowEndsAreNoticed() throws Exception {
        assertThat(bench.get("/health").json().path("ends").asString()).isEqualTo("by a test");
    }

    @Test
    void metrics_countWhatHappened() {
        assertThat(text)
                .contains("signalbox_operations_total{kind=\"start\",outcome=\"succeeded\"} 1\n")
                .contains("signalbox_operations_total{kind=\"stop\",outcome=\"failed\"} 1\n")
                .contains("signalbox_service_state{service=\"backend\",state=\"running\"} 1\n")
                .contains("signalbox_service_desired{service=\"backend\",desired=\"stopped\"} 1\n")
                .contains("signalbox_service_desired{service=\"backend\",desired=\"running\"} 0\n")
                .contains("signalbox_service_desired{service=\"idle\",desired=\"unset\"} 1\n")
                .contains("signalbox_queue_waiting{service=\"backend\"} 0\n")
                .contains("signalbox_operation_run_seconds_count{kind=\"start\"} 1\n")
                .contains("signalbox_journal_acceptance_seconds_count 2\n")
                .contains("signalbox_journal_up 1\n")
                .contains("signalbox_http_rejections_total{reason=\"token\"} 1\n")
                .contains("route=\"/start/{id}\",status=\"200\"} 1\n");
        assertThat(samples().stream().filter(sample -> sample.name().equals("process_resident_memory_bytes")))
                .singleElement()
                .satisfies(sample -> assertThat(sample.value()).isPositive());
    }

    @Test
    void metrics_tellWhatServicesUse() throws Exception {
        bench.usages = new Usages(
                new Machine(8, 1L << 34),
                Map.of("backend", usage(0.41, 12.5, 812_000_000, 41, 387), "idle", usage(Double.NaN, 0, 7, 1, -1)));
        text = bench.get("/metrics").text();

        assertThat(text)
                .contains("signalbox_service_cpu_seconds_total{service=\"backend\"} 12.5\n")
                .contains("signalbox_service_memory_bytes{service=\"backend\"} 8.12E8\n")
                .contains("signalbox_service_tasks{service=\"backend\"} 41.0\n")
                .contains("signalbox_service_open_files{service=\"backend\"} 387.0\n")
                .contains("signalbox_service_tasks{service=\"idle\"} 1.0\n")
                .doesNotContain("signalbox_service_open_files{service=\"idle\"}");
        metrics_keepToTheConventions();
    }

    private static Usage usage(double cpu, double cpuSeconds, long memory, int tasks, int files) {
        var at = Instant.parse("2026-01-31T12:00:00Z");
        return new Usage(
                at,
                at,
                cpu,
                cpuSeconds,
                memory,
                tasks,
                files,
                files,
                List.of(8000),
                new Limits(1L << 30, null, 1_024L),
                null);
    }

    @Test
    void service_tellsWhatItUses() throws Exception {
        bench.usages = new Usages(new Machine(8, 1L << 34), Map.of("backend", usage(0.41, 12.5, 812_000_000, 41, 387)));

        assertThat(bench.get("/services/backend")
                        .json()
                        .path("usage")
                        .path("memory")
                        .asLong())
                .isEqualTo(812_000_000);
        assertThat(bench.get("/services/idle").json().path("usage").isNull()).isTrue();
        assertThat(bench.get("/services")
                        .json()
                        .path(0)
                        .path("usage")
                        .path("cpu")
                        .asDouble())
                .isEqualTo(0.41);
        var all = bench.get("/usage").json();
        assertThat(all.path("cores").asInt()).isEqualTo(8);
        assertThat(all.path("services").path(0).path("service").asString()).isEqualTo("backend");
    }

    @Test
    void seriesOfAService_isEmptyWhereItHasNotRun_andNeverTooLong() throws Exception {
        var since = Instant.now().minus(Duration.ofDays(10));

        assertThat(bench.get("/services/idle/metrics").json().path("memory").path("at"))
                .isEmpty();
        assertThat(bench.get("/services/idle/metrics?since=" + since)
                        .json()
                        .path("step_seconds")
                        .asLong())
                .isEqualTo(240);
        assertThat(bench.get("/services/idle/metrics?step=1h&since=" + since).status())
                .isEqualTo(200);
        assertThat(bench.get("/services/idle/metrics?step=60s&since=" + since).text())
                .contains("step is \\\"60s\\\"", "whole seconds, at least 240s");
        assertThat(bench.get("/services/idle/metrics?step=1500ms").status()).isEqualTo(400);
        assertThat(bench.get("/services/idle/metrics?step=0s").status()).isEqualTo(400);
        assertThat(bench.get("/services/idle/metrics?since=2999-01-01T00:00:00Z")
                        .text())
                .contains("still to come");
        assertThat(bench.get("/services/idle/metrics?since=1999-01-01T00:00:00Z")
                        .status())
                .as("as far as it is known")
                .isEqualTo(200);
        assertThat(bench.get("/services/nothing/metrics").status()).isEqualTo(404);
    }

    @Test
    void metrics_keepToTheConventions() {
        var families = families();
        assertThat(families).isNotEmpty();
        families.forEach((name, type) -> {
            assertThat(text).containsOnlyOnce("# HELP " + name + " ");
            assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
            assertThat(name).doesNotContain("millis").doesNotContain("_ms");
        });
        var seen = new HashSet<String>();
        for (var sample : samples()) {
            var family = sample.name().replaceAll("_(bucket|sum|count)$", "");
            assertThat(families).containsKey(families.containsKey(sample.name()) ? sample.name() : family);
            assertThat(seen.add(sample.name() + sample.labels()))
                    .as("%s %s", sample.name(), sample.labels())
                    .isTrue();
        }
    }

    @Test
    void histograms_areCumulative() {
        var last = new HashMap<String, Double>();
        for (var sample : samples()) {
            if (sample.name().endsWith("_bucket")) {
                var series = sample.name() + sample.labels().replaceAll(",?le=\"[^\"]*\"", "");
                assertThat(sample.value()).isGreaterThanOrEqualTo(last.getOrDefault(series, 0.0));
                last.put(series, sample.value());
            } else if (sample.name().endsWith("_count")) {
                var series = sample.name().replace("_count", "_bucket")
                        + sample.labels().replace("null", "").replaceAll("^$", "");
                assertThat(last.get(series)).as(series).isEqualTo(sample.value());
            }
        }
        assertThat(last).hasSizeGreaterThan(3);
    }

    @Test
    void labels_areEscaped() {
        assertThat(PrometheusText.labels("a", "x\"y\\z\n", "b", "c")).isEqualTo("a=\"x\\\"y\\\\z\\n\",b=\"c\"");
    }

    @Test
    void dashboard_asksForWhatThereIs() throws Exception {
        var dashboard = JsonMapper.shared().readTree(Files.readString(Path.of("assets/grafana-dashboard.json")));
        var names = new TreeSet<String>();
        dashboard
                .findValuesAsString("expr")
                .forEach(query -> NAME.matcher(query).results().forEach(match -> names.add(match.group())));
        var known = Set.copyOf(families().keySet());

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(known).contains(name.replaceAll("_bucket$", "")));
        // Each family is shown.
        assertThat(names.stream().map(name -> name.replaceAll("_bucket$", "")).toList())
                .containsAll(known);
    }
}

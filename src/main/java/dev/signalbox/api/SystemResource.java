package dev.signalbox.api;

import dev.signalbox.engine.Place;
import dev.signalbox.engine.ServedEngine;
import dev.signalbox.metrics.Usage;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.Intent;
import dev.signalbox.service.OwnLimits;
import dev.signalbox.service.ServiceSnapshot;
import dev.signalbox.service.ServiceState;
import dev.signalbox.text.Release;
import dev.signalbox.wire.EngineMessage;
import dev.signalbox.wire.HealthMessage;
import dev.signalbox.wire.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The program itself: whether it is well, what it has counted, what can be asked of it.
final class SystemResource {
    private static final Path PROC = Path.of("/proc");

    private final ServedEngine engine;
    private final Metrics metrics;
    private final EventHub hub;
    private final Supplier<@Nullable String> listenerProblem;
    private final Supplier<List<String>> addresses;

    /// @param listenerProblem tells what is wrong with a listener; `null` for nothing
    /// @param addresses tells where there is a listener
    SystemResource(
            ServedEngine engine,
            Metrics metrics,
            EventHub hub,
            Supplier<@Nullable String> listenerProblem,
            Supplier<List<String>> addresses) {
        this.addresses = addresses;
        this.engine = engine;
        this.metrics = metrics;
        this.hub = hub;
        this.listenerProblem = listenerProblem;
    }

    /// Those that need `all` routes are added by the caller.
    List<Route> routes() {
        return List.of(
                Route.get("getHealth", "/health", "Whether the engine works", "Health", this::health)
                        .or(503)
                        .by(null),
                Route.get(
                        "getEngine", "/engine", "Which engine this is, and where it is reached", "Engine", this::about),
                Route.get("getMetrics", "/metrics", "Figures for Prometheus", "text/plain", this::figures));
    }

    private Answer health(Request request) {
        var health = HealthMessage.of(
                engine.workspace(),
                engine.journalProblem() == null,
                listenerProblem.get(),
                engine.logProblems().size(),
                engine.noticing(),
                engine.members());
        return Answer.json(health.works() ? 200 : 503, health);
    }

    private Answer about(Request request) {
        var process = ProcessHandle.current();
        return Answer.ok(new EngineMessage(
                process.pid(),
                Release.VERSION,
                process.info().startInstant().orElse(null),
                engine.workspace(),
                engine.place() instanceof Place.Here here ? here.file().toString() : null,
                addresses.get()));
    }

    private Answer figures(Request request) {
        var text = new PrometheusText();
        var services = engine.snapshots();
        metrics.write(text);
        text.family("signalbox_journal_up", "gauge", "Whether the journal can be written.");
        text.sample("signalbox_journal_up", "", engine.journalProblem() == null ? 1 : 0);
        text.family("signalbox_http_listeners_up", "gauge", "Whether all listeners listen.");
        text.sample("signalbox_http_listeners_up", "", listenerProblem.get() == null ? 1 : 0);
        text.family("signalbox_event_readers", "gauge", "Readers of the event stream.");
        text.sample("signalbox_event_readers", "", hub.readers());
        perService(
                text,
                services,
                "signalbox_queue_waiting",
                "Operations that wait.",
                queue -> queue.waiting().size());
        perService(
                text,
                services,
                "signalbox_queue_active",
                "Operations that run.",
                queue -> queue.active() == null ? 0 : 1);
        perService(
                text, services, "signalbox_queue_held", "Whether the queue is held.", queue -> queue.isHeld() ? 1 : 0);
        text.family("signalbox_service_state", "gauge", "1 for the state that a service is in.");
        for (var service : services) {
            for (var state : ServiceState.values()) {
                text.sample(
                        "signalbox_service_state",
                        PrometheusText.labels("service", service.id(), "state", Words.of(state)),
                        service.status().state() == state ? 1 : 0);
            }
        }
        text.family("signalbox_service_desired", "gauge", "1 for what persons want of a service.");
        for (var service : services) {
            var desired = service.intent().desired().value();
            for (var value : Intent.Value.values()) {
                text.sample(
                        "signalbox_service_desired",
                        PrometheusText.labels("service", service.id(), "desired", Words.of(value)),
                        desired == value ? 1 : 0);
            }
        }
        uses(text);
        program(text);
        return Answer.text(PrometheusText.TYPE, text.toString());
    }

    private static void perService(
            PrometheusText text,
            List<ServiceSnapshot> services,
            String name,
            String help,
            ToLongFunction<QueueSnapshot> figure) {
        text.family(name, "gauge", help);
        for (var service : services) {
            text.sample(name, PrometheusText.labels("service", service.id()), figure.applyAsLong(service.queue()));
        }
    }

    private void uses(PrometheusText text) {
        var usages = new TreeMap<>(engine.usages().services());
        perUsage(
                text,
                "signalbox_service_cpu_seconds_total",
                "counter",
                "CPU time of a service's processes since the engine looks.",
                usages,
                Usage::cpuSeconds);
        perUsage(
                text,
                "signalbox_service_memory_bytes",
                "gauge",
                "Resident memory of a service's processes.",
                usages,
                Usage::memory);
        perUsage(text, "signalbox_service_tasks", "gauge", "Threads of a service's processes.", usages, Usage::tasks);
        perUsage(
                text,
                "signalbox_service_open_files",
                "gauge",
                "Files that a service's processes have open.",
                usages,
                Usage::files);
    }

    private static void perUsage(
            PrometheusText text,
            String name,
            String type,
            String help,
            Map<String, Usage> usages,
            ToDoubleFunction<Usage> figure) {
        text.family(name, type, help);
        usages.forEach((service, usage) -> {
            var value = figure.applyAsDouble(usage);
            if (value >= 0) { // else it is not known
                text.sample(name, PrometheusText.labels("service", service), value);
            }
        });
    }

    private static void program(PrometheusText text) {
        text.family("process_cpu_seconds_total", "counter", "CPU time of the program itself.");
        text.sample(
                "process_cpu_seconds_total",
                "",
                seconds(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO)));
        text.family("process_resident_memory_bytes", "gauge", "Resident memory of the program itself.");
        text.sample("process_resident_memory_bytes", "", Math.max(0, memory(PROC.resolve("self"))));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /// Negative if it cannot be told.
    private static long memory(Path process) {
        try {
            return Long.parseLong(Files.readString(process.resolve("statm")).split(" ", -1)[1]) * OwnLimits.pageSize();
        } catch (IOException e) {
            return -1;
        }
    }
}

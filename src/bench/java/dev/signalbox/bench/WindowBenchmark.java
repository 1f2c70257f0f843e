package dev.signalbox.bench;

import dev.signalbox.console.fx.Theme;
import dev.signalbox.console.inspector.InspectorPanel;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.console.model.ServiceTab;
import dev.signalbox.console.window.ConsoleSettings;
import dev.signalbox.console.window.ConsoleWindow;
import dev.signalbox.console.window.SettingsFile;
import dev.signalbox.engine.local.TestEngine;
import dev.signalbox.operation.QueueEvent;
import dev.signalbox.operation.QueueListener;
import dev.signalbox.operation.QueueSnapshot;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// How much of the FX thread the window takes while 300 services tell of 10,000 events a second, and how evenly
/// its pulses come, beside the same window with nothing to tell. At the end every service shown must be in its
/// last state. At 1000x900, as large as the screen of the headless platform; at 1440x900 on a real one, with
/// `-Dglass.platform=gtk`.
public final class WindowBenchmark {
    private static final int SERVICES = 300;
    private static final int GROUP_SIZE = 20;
    private static final int EVENTS_PER_SECOND = 10_000;
    private static final double WARM_UP_SECONDS = 15;
    private static final double SECONDS = 15;
    private static final long SETTLE_NANOS = 5_000_000_000L;
    private static final double MOST_BUSY = 0.25;
    private static final double MOST_INTERVAL_MILLIS = 50;
    private static final long SEED = 20_260_101;

    private WindowBenchmark() {}

    public static void main(String[] args) {
        Application.launch(Window.class, args);
    }

    /// Not the main class itself, as Java would then want JavaFX on the module path.
    public static final class Window extends Application {
        private TestEngine test;
        private final Map<String, BusyService> services = new LinkedHashMap<>();
        private final Counter counter = new Counter();
        private OperationQueueModel model;
        private ConsoleWindow window;
        private long changes;

        @Override
        public void start(Stage stage) throws IOException {
            var folder = Files.createDirectories(Path.of("target", "window-benchmark"));
            test = new TestEngine(Files.createTempDirectory(folder, "state")).startingNothing();
            for (var i = 0; i < SERVICES; i++) {
                var definition = definition(i);
                var service = new BusyService(10_000 + i);
                services.put(definition.id(), service);
                test.add(definition, service);
            }
            var queue = test.queue();
            model = new OperationQueueModel(test.engine());
            queue.subscribe(EVENTS_PER_SECOND, counter);
            model.services().forEach(service -> service.queueProperty().addListener(_ -> changes++));
            // The screen of the headless platform is smaller than the window would be.
            var screen = Screen.getPrimary().getVisualBounds();
            var settings = new ConsoleSettings(
                    Theme.DARK,
                    Math.min(1440, screen.getWidth()),
                    Math.min(900, screen.getHeight()),
                    ServiceTab.QUEUE,
                    Set.of());
            window = new ConsoleWindow(
                    stage,
                    model,
                    test.engine(),
                    settings,
                    new SettingsFile(folder.resolve("console.properties")),
                    (ticker, actions, past) -> new InspectorPanel(model, ticker, actions, past));
            window.show();
            System.out.printf(
                    "%d services, %,.0f × %,.0f px, %d cores, seed %d%n",
                    SERVICES,
                    settings.width(),
                    settings.height(),
                    Runtime.getRuntime().availableProcessors(),
                    SEED);
            new FxMeter(WARM_UP_SECONDS, SECONDS, _ -> {}, this::idled).start();
        }

        private static ServiceDefinition definition(int i) {
            return ServiceDefinition.builder(
                            "service-" + i,
                            new Command.Argv(List.of("serve", "--port", String.valueOf(8000 + i))),
                            Path.of("").toAbsolutePath())
                    .group("Group " + i / GROUP_SIZE)
                    .build();
        }

        private void idled(FxMeter.Reading idle) {
            report("idle", idle);
            var load = new EventLoad(test.queue(), services, EVENTS_PER_SECOND, SEED);
            Thread.ofPlatform().name("load").daemon().start(load);
            new FxMeter(WARM_UP_SECONDS, SECONDS, _ -> {}, reading -> {
                        load.stop();
                        loaded(reading);
                        new Settling().start();
                    })
                    .start();
        }

        private static void loaded(FxMeter.Reading loaded) {
            report("%,d events/s".formatted(EVENTS_PER_SECOND), loaded);
            target("FX thread busy", loaded.busy() * 100, MOST_BUSY * 100, "%");
            target("pulse interval p99", loaded.intervals().millis(0.99), MOST_INTERVAL_MILLIS, "ms");
        }

        private static void report(String name, FxMeter.Reading reading) {
            System.out.printf(
                    "%-16s FX thread %4.1f %% busy, %4.1f %% starved, %2.0f pulses/s; "
                            + "of CPU per pulse p50 %.1f, p99 %.1f, max %.1f ms; "
                            + "interval p50 %.1f, p99 %.1f, max %.1f ms%n",
                    name,
                    reading.busy() * 100,
                    reading.starved() * 100,
                    reading.pulsesPerSecond(),
                    reading.cpu().millis(0.5),
                    reading.cpu().millis(0.99),
                    reading.cpu().millis(1),
                    reading.intervals().millis(0.5),
                    reading.intervals().millis(0.99),
                    reading.intervals().millis(1));
        }

        private static void target(String what, double is, double most, String unit) {
            System.out.printf(
                    "%s: %.1f %s, target at most %.0f: %s%n", what, is, unit, most, is <= most ? "met" : "MISSED");
        }

        /// Waits until what is shown is what is, or long enough to say that it is not.
        private final class Settling extends AnimationTimer {
            private final long began = System.nanoTime();

            @Override
            public void handle(long pulse) {
                var behind = model.services().stream()
                        .filter(service -> !service.queue().equals(now(service)))
                        .count();
                if (behind == 0 || System.nanoTime() - began > SETTLE_NANOS) {
                    stop();
                    System.out.printf(
                            "%,d events, of which a listener like the model's missed %,d; %,d changes shown%n",
                            counter.events + counter.missed, counter.missed, changes);
                    System.out.printf(
                            "%d of %d services show their last state, %.0f ms after the last event%n",
                            SERVICES - behind, SERVICES, (System.nanoTime() - began) / 1e6);
                    Platform.exit();
                }
            }
        }

        /// With the version that is shown: a queue also counts what only concerns itself, such as a timer that
        /// rang.
        private QueueSnapshot now(ServiceModel service) {
            var now = test.queue().snapshot(service.id());
            return new QueueSnapshot(
                    now.service(),
                    service.queue().version(),
                    now.active(),
                    now.waiting(),
                    now.held(),
                    now.allHeld(),
                    now.last());
        }

        @Override
        public void stop() {
            window.close();
            model.close();
            test.close();
        }
    }

    private static final class Counter implements QueueListener {
        private volatile long events;
        private volatile long missed;

        @Override
        public void onEvent(QueueEvent event) {
            events++;
        }

        @Override
        public void onMissed(long count) {
            missed += count;
        }
    }
}

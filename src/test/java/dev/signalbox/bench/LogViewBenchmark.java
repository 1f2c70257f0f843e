package dev.signalbox.bench;

import atlantafx.base.theme.PrimerDark;
import dev.signalbox.console.log.LogView;
import dev.signalbox.log.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// How much of the FX thread a log view takes that follows a busy service, and how long its slowest pulse is.
///
/// Run it with the options of `javafx.headless` in the POM.
public final class LogViewBenchmark {

    private static final int LINES_PER_SECOND = 10_000;
    private static final double WARM_UP_SECONDS = 3;
    private static final double SECONDS = 10;
    private static final int LONG_LINE = 16 * 1024;

    private LogViewBenchmark() {}

    public static void main(String[] args) {
        Application.launch(Bench.class, args);
    }

    private record Load(String name, int linesPerSecond, boolean wrap, String text) {}

    /// Not the main class itself, as Java would then want JavaFX on the module path.
    public static final class Bench extends Application {

        private final List<String> reports = new ArrayList<>();

        @Override
        public void start(Stage stage) {
            Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
            LogView view = new LogView();
            stage.setScene(new Scene(new StackPane(view), 408, 900));
            stage.show();
            List<Load> loads = new ArrayList<>();
            loads.add(new Load("idle", 0, true, "-"));
            for (boolean wrap : new boolean[] {true, false}) {
                String suffix = wrap ? ", wrapped" : ", not wrapped";
                loads.add(new Load(
                        "short lines" + suffix,
                        LINES_PER_SECOND,
                        wrap,
                        "INFO \u001b[32mGET\u001b[0m /api/blocks"
                                + "/latest \u001b[32m200\u001b[0m in \u001b[34m8.4\u001b[0m ms, request 17"));
                loads.add(new Load(
                        "16 KiB lines" + suffix, LINES_PER_SECOND, wrap, "WARN word é ".repeat(LONG_LINE / 12)));
            }
            next(view, loads);
        }

        private void next(LogView view, List<Load> loads) {
            if (loads.isEmpty()) {
                reports.forEach(System.out::println);
                Platform.exit();
                return;
            }
            Load load = loads.removeFirst();
            view.clear();
            view.wrapProperty().set(load.wrap);
            new Run(view, load, () -> next(view, loads)).start();
        }

        private final class Run extends AnimationTimer {

            private final LogView view;
            private final Load load;
            private final Runnable then;
            private long began;
            private long measuredFrom;
            private long cpuFrom;
            private long lastCpu;
            private long slowest;
            private long lines;
            private int pulses;

            Run(LogView view, Load load, Runnable then) {
                this.view = view;
                this.load = load;
                this.then = then;
            }

            @Override
            public void handle(long now) {
                long cpu = cpuNanos();
                if (began == 0) {
                    began = now;
                }
                if (measuredFrom == 0 && now - began > WARM_UP_SECONDS * 1e9) {
                    measuredFrom = now;
                    cpuFrom = cpu;
                } else if (measuredFrom != 0) {
                    slowest = Math.max(slowest, cpu - lastCpu);
                    pulses++;
                }
                lastCpu = cpu;
                long due = (long) ((now - began) / 1e9 * load.linesPerSecond);
                Instant time = Instant.now();
                view.append(IntStream.range(0, (int) (due - lines))
                        .mapToObj(i -> new LogLine(time, LogLine.Stream.OUT, load.text))
                        .toList());
                lines = due;
                if (measuredFrom != 0 && now - measuredFrom > SECONDS * 1e9) {
                    double seconds = (now - measuredFrom) / 1e9;
                    reports.add("%-28s FX thread %4.1f %%, slowest pulse %5.2f ms of CPU, %.0f pulses/s"
                            .formatted(load.name, (cpu - cpuFrom) / 1e7 / seconds, slowest / 1e6, pulses / seconds));
                    stop();
                    then.run();
                }
            }
        }
    }

    /// What the calling thread has used so far, as Linux counts it.
    private static long cpuNanos() {
        try {
            String counts = Files.readString(Path.of("/proc/thread-self/schedstat"));
            return Long.parseLong(counts, 0, counts.indexOf(' '), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

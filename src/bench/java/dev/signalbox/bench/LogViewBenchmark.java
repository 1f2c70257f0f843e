package dev.signalbox.bench;

import atlantafx.base.theme.PrimerDark;
import dev.signalbox.console.log.LogView;
import dev.signalbox.log.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// How much of the FX thread a log view takes that follows a busy service, and how long its slowest pulse is.
public final class LogViewBenchmark {

    private static final int LINES_PER_SECOND = 10_000;
    private static final double WARM_UP_SECONDS = 3;
    private static final double SECONDS = 10;
    private static final int LONG_LINE = 16 * 1024;

    private LogViewBenchmark() {}

    public static void main(String[] args) {
        Application.launch(View.class, args);
    }

    private record Load(String name, int linesPerSecond, boolean wrap, String text) {}

    /// Not the main class itself, as Java would then want JavaFX on the module path.
    public static final class View extends Application {

        private final LogView view = new LogView();
        private final List<String> reports = new ArrayList<>();
        private long lines;

        @Override
        public void start(Stage stage) {
            Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
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
            next(loads);
        }

        private void next(List<Load> loads) {
            if (loads.isEmpty()) {
                reports.forEach(System.out::println);
                Platform.exit();
                return;
            }
            Load load = loads.removeFirst();
            view.clear();
            view.wrapProperty().set(load.wrap);
            lines = 0;
            new FxMeter(WARM_UP_SECONDS, SECONDS, seconds -> append(load, seconds), reading -> {
                        reports.add("%-28s FX thread %4.1f %%, slowest pulse %5.2f ms of CPU, %.0f pulses/s"
                                .formatted(
                                        load.name,
                                        reading.busy() * 100,
                                        reading.cpu().millis(1),
                                        reading.pulsesPerSecond()));
                        next(loads);
                    })
                    .start();
        }

        private void append(Load load, double seconds) {
            long due = (long) (seconds * load.linesPerSecond);
            Instant time = Instant.now();
            view.append(LongStream.range(lines, due)
                    .mapToObj(_ -> new LogLine(time, LogLine.Stream.OUT, load.text))
                    .toList());
            lines = due;
        }
    }
}

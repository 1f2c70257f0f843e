package dev.signalbox.console.about;

import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceModel;
import dev.signalbox.engine.Connection;
import dev.signalbox.engine.Engine;
import dev.signalbox.engine.Place;
import dev.signalbox.operation.Operation;
import dev.signalbox.text.PlainText;
import dev.signalbox.text.Release;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.stage.Screen;

/// What somebody has to know who is told that something is wrong with the console: programs and screens, the engine,
/// how each service and its queue are. In English, whatever the window speaks. No command, variable or log line is in
/// it, and no path but that of the state folder, as secrets may be in all of them.
final class Diagnostics {
    private static final long MEGA = 1_000_000;

    private final OperationQueueModel model;
    private final Engine engine;

    Diagnostics(OperationQueueModel model, Engine engine) {
        this.model = model;
        this.engine = engine;
    }

    /// As it is now, in lines. FX thread.
    String text() {
        return programs() + "\n" + engine() + "\n" + services();
    }

    private static String programs() {
        var runtime = Runtime.getRuntime();
        return line("Signalbox", Release.VERSION + ", JavaFX " + property("javafx.runtime.version"))
                + line("Java", property("java.runtime.version") + ", " + property("java.vendor"))
                + line("system", property("os.name") + " " + property("os.version") + ", " + property("os.arch"))
                + line("processors", runtime.availableProcessors())
                + line("heap", megabytes(runtime.totalMemory() - runtime.freeMemory()))
                + line("heap at most", megabytes(runtime.maxMemory()))
                + line(
                        "screens",
                        Screen.getScreens().stream().map(Diagnostics::screen).collect(Collectors.joining(", ")));
    }

    private static String megabytes(long bytes) {
        return bytes / MEGA + " MB";
    }

    private static String screen(Screen screen) {
        var bounds = screen.getBounds();
        return String.format(
                Locale.ROOT, "%.0fx%.0f at %.2f", bounds.getWidth(), bounds.getHeight(), screen.getOutputScaleX());
    }

    private String engine() {
        var problem = engine.journalProblem();
        return line("workspace", engine.workspace())
                + line(
                        "engine",
                        switch (engine.place()) {
                            case Place.Here(var _, var stateFolder) -> "in this program, state in " + stateFolder;
                            case Place.Elsewhere _ -> connection(engine.connection());
                        })
                + line("journal", problem == null ? engine.recorded() + " operations" : "not written: " + problem)
                + line(
                        "services with trouble in their logs",
                        engine.logProblems().size());
    }

    private static String connection(Connection connection) {
        return switch (connection) {
            case Connection.Local() -> "in this program";
            case Connection.Connected(var host, var latency) -> host + ", " + latency.toMillis() + " ms";
            case Connection.Lost lost -> lost.host() + ", lost at " + lost.since() + ": " + lost.reason();
        };
    }

    private String services() {
        return model.services().stream()
                .map(service -> line(service.id(), state(service)))
                .collect(Collectors.joining());
    }

    private static String state(ServiceModel service) {
        var queue = service.queue();
        var active = queue.active();
        var last = queue.last();
        return service.status().state().word()
                + (active == null ? "" : ", " + name(active.operation()) + " runs")
                + (queue.waiting().isEmpty() ? "" : ", " + queue.waiting().size() + " waiting")
                + (queue.isHeld() ? ", held" : "")
                + (last == null
                        ? ""
                        : ", " + name(last.operation()) + " " + last.outcome().word());
    }

    private static String name(Operation operation) {
        return operation.kind().word() + " #" + operation.id();
    }

    private static String line(String what, Object how) {
        return PlainText.line(what + ": " + how) + "\n";
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}

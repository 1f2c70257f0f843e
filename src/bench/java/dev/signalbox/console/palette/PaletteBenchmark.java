package dev.signalbox.console.palette;

import dev.signalbox.console.commands.Actions;
import dev.signalbox.console.commands.Commands;
import dev.signalbox.console.commands.Notices;
import dev.signalbox.console.commands.Target;
import dev.signalbox.console.model.FakeServices;
import dev.signalbox.console.model.OperationQueueModel;
import dev.signalbox.console.model.ServiceFilter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

/// What the FX thread uses of a processor for a key that is pressed in the palette of 500 services, each with its
/// twenty actions: from the letter to the lines, those that cannot be done now looked up; and with opening it.
public final class PaletteBenchmark {
    private static final int SERVICES = 500;
    private static final int GROUP_SIZE = 20;
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 60;
    private static final double MOST_MILLIS = 16;
    private static final List<String> TYPED =
            List.of("restart service-137", "stop now", "lo 42", "@group 3 hold", "rwd s9");

    private PaletteBenchmark() {}

    public static void main(String[] args) {
        Application.launch(Palette.class, args);
    }

    /// Runs on the FX thread.
    public static final class Palette extends Application {
        @Override
        public void start(Stage stage) throws Exception {
            var folder = Files.createDirectories(Path.of("target", "palette-benchmark"));
            try (var services = new FakeServices(Files.createTempDirectory(folder, "state"))) {
                for (int i = 0; i < SERVICES; i++) {
                    var needs = i % GROUP_SIZE == 0 ? new String[0] : new String[] {"service-" + (i - i % GROUP_SIZE)};
                    services.add("Group " + i / GROUP_SIZE, "service-" + i, "serve --port " + (8000 + i), needs);
                }
                try (var model = services.model()) {
                    measure(model, stage);
                }
            }
            Platform.exit();
        }

        private static void measure(OperationQueueModel model, Stage stage) {
            var actions = new Actions(model, new Commands(model, stage, new Notices(stage)), new ServiceFilter());
            var search = new PaletteSearch(new Offers(model, actions));
            var selected = Target.of(model.services().getFirst());
            var keys = LongStream.builder();
            var openings = LongStream.builder();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                var counts = round >= 0;
                var began = used();
                search.refill(selected);
                search.find("");
                if (counts) {
                    openings.add(used() - began);
                }
                for (var text : TYPED) {
                    type(text, search, counts ? keys : LongStream.builder());
                }
            }
            System.out.printf(
                    "%d services, %s, %d cores%n",
                    SERVICES, search.find("").count(), Runtime.getRuntime().availableProcessors());
            var p99 = report("a key", keys.build().sorted().toArray());
            System.out.printf(
                    "target for the p99 of a key at most %.0f ms: %s%n",
                    MOST_MILLIS, p99 <= MOST_MILLIS ? "met" : "MISSED");
            report("opening", openings.build().sorted().toArray());
        }

        private static void type(String text, PaletteSearch search, LongStream.Builder times) {
            for (int length = 1; length <= text.length(); length++) {
                var began = used();
                search.find(text.substring(0, length));
                times.add(used() - began);
            }
        }

        /// What this thread has used of a processor, as others use it too.
        private static long used() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        private static double report(String what, long... sortedNanos) {
            var p99 = millis(sortedNanos, 0.99);
            System.out.printf(
                    "%-8s p50 %.1f, p99 %.1f, max %.1f ms of a core%n",
                    what, millis(sortedNanos, 0.5), p99, millis(sortedNanos, 1));
            return p99;
        }

        private static double millis(long[] sortedNanos, double share) {
            return sortedNanos[(int) Math.ceil(share * sortedNanos.length) - 1] / 1e6;
        }
    }
}

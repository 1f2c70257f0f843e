package dev.signalbox.bench;

import dev.signalbox.console.palette.PaletteBenchmark;
import dev.signalbox.driver.process.MassDeathBenchmark;
import dev.signalbox.driver.process.MetricsBenchmark;
import dev.signalbox.driver.process.ServicesBenchmark;
import dev.signalbox.driver.process.StopBenchmark;
import dev.signalbox.journal.HistoryBenchmark;
import dev.signalbox.journal.JournalBenchmark;
import dev.signalbox.log.RotationBenchmark;
import dev.signalbox.log.WholeLogBenchmark;
import dev.signalbox.serve.HangsBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// The benchmarks, by name: `Bench` lists them, `Bench NAME [ARGUMENT…]` runs one, `Bench all` one after another.
/// Each runs in a JVM of its own, as what another has done before would be in its memory and in its compiled code.
///
/// Arguments that begin with `-D` or `-X` are options of that JVM and come after those that the benchmark has here;
/// others take the place of its usual ones.
public final class Bench {
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    private static final String QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn";
    /// As the tests of the window have it, without a line for each of so many operations.
    private static final List<String> HEADLESS = List.of(
            "-Dglass.platform=Headless",
            "-Dprism.order=sw",
            "-Dprism.lcdtext=false",
            "-Dprism.text=t2k",
            NATIVE,
            QUIET);

    private static final List<Entry> ENTRIES = List.of(
            entry("idle-footprint", IdleFootprint.class, "memory and threads of 10,000 idle services"),
            entry("rotation", RotationBenchmark.class, "a look at the logs of 500 services; rotation of 200 MB")
                    .jvm(NATIVE),
            entry("whole-log", WholeLogBenchmark.class, "reading and searching a log [GIGABYTES FOLDER]")
                    .jvm(NATIVE, "-Xmx64m")
                    .usually("5", "target"),
            entry("journal", JournalBenchmark.class, "durable submissions a second [FOLDER, on the disk in question]")
                    .jvm(NATIVE),
            entry("history", HistoryBenchmark.class, "questions to a large journal [FILE OPERATIONS]")
                    .jvm(NATIVE)
                    .usually("target/large-journal.db", "1000000"),
            // JMH 1.37 measures its objects by it.
            entry("jmh", SubmitBenchmark.class, "an empty operation beside a bare thread [options of JMH]")
                    .jvm("--sun-misc-unsafe-memory-access=allow"),
            entry("probes", ProbeBenchmark.class, "500 probes a second").jvm(NATIVE),
            entry("window", WindowBenchmark.class, "the FX thread under 10,000 events a second")
                    .jvm(HEADLESS),
            entry("palette", PaletteBenchmark.class, "a key in the palette of 500 services")
                    .jvm(HEADLESS),
            entry("log-view", LogViewBenchmark.class, "the FX thread under 10,000 lines of a log a second")
                    .jvm(HEADLESS),
            entry("start", ServicesBenchmark.class, "starts and restarts of real services")
                    .jvm(NATIVE, QUIET)
                    .usually("start", "restart"),
            entry("stop", StopBenchmark.class, "stops by control group and by looks at /proc [PROCESSES beside…]")
                    .jvm(NATIVE, QUIET)
                    .usually("0", "1000"),
            entry("rest", ServicesBenchmark.class, "500 real services at rest")
                    .jvm(NATIVE, QUIET)
                    .usually("rest"),
            entry("metrics", MetricsBenchmark.class, "looks at what real services use [SERVICES…]")
                    .jvm(NATIVE, QUIET)
                    .usually("100"),
            entry("mass-death", MassDeathBenchmark.class, "300 adopted services killed at once; watched at rest")
                    .jvm(NATIVE, QUIET)
                    .usually("death", "one", "rest"),
            entry("hangs", HangsBenchmark.class, "the API and a restart beside folders that hang; as root")
                    .jvm(NATIVE, QUIET));

    /// @param usual the arguments without others
    private record Entry(String name, Class<?> main, String text, List<String> options, List<String> usual) {
        Entry jvm(String... options) {
            return jvm(List.of(options));
        }

        Entry jvm(List<String> options) {
            return new Entry(name, main, text, options, usual);
        }

        Entry usually(String... arguments) {
            return new Entry(name, main, text, options, List.of(arguments));
        }

        /// @return the exit code
        int run(List<String> arguments) throws IOException, InterruptedException {
            Predicate<String> isOption = argument -> argument.startsWith("-D") || argument.startsWith("-X");
            var own = arguments.stream().filter(isOption.negate()).toList();
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            arguments.stream().filter(isOption).forEach(command::add);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            command.addAll(own.isEmpty() ? usual : own);
            System.out.println("# " + name);
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        }
    }

    private Bench() {}

    private static Entry entry(String name, Class<?> main, String text) {
        return new Entry(name, main, text, List.of(), List.of());
    }

    /// All but `all`.
    public static List<String> names() {
        return ENTRIES.stream().map(Entry::name).toList();
    }

    /// Ends with exit code 1 if a benchmark failed, and with 2 if there is none of this name.
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 0) {
            ENTRIES.forEach(entry -> System.out.printf("%-15s %s%n", entry.name, entry.text));
            System.out.printf("%-15s %s%n", "all", "one after another");
            return;
        }
        var chosen = ENTRIES.stream()
                .filter(entry -> args[0].equals("all") || args[0].equals(entry.name))
                .toList();
        if (chosen.isEmpty()) {
            System.err.println("There is no benchmark " + args[0] + ".");
            System.exit(2);
        }
        var arguments = Arrays.asList(args).subList(1, args.length);
        var failed = new ArrayList<String>();
        for (var entry : chosen) {
            if (entry.run(arguments) != 0) {
                failed.add(entry.name);
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("Failed: " + String.join(", ", failed));
            System.exit(1);
        }
    }
}

package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.cli.Mistakes;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class MainTest {
    private record Result(int code, String out, String err) {}

    private static Result run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var program = Main.program().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        var code = Mistakes.run(program, words);
        return new Result(code, out.toString(), err.toString());
    }

    @Test
    void demoAndFile_isWrongUsage() {
        var result = run("--demo", "some.yaml");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).startsWith("--demo and some.yaml: only one of them can be opened");
    }

    @Test
    void serveOfDemoAndWorkspace_isWrongUsage() {
        var result = run("serve", "--demo", "--workspace", "some.yaml");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).startsWith("--demo and --workspace some.yaml: only one of them can be run");
    }

    @ParameterizedTest
    @CsvSource({
        "list, signalbox ps lists services",
        "log, 'signalbox logs ID prints its output, and -f goes on with it'",
        "up, signalbox start starts services",
        "down, signalbox stop stops services",
        "run, signalbox start starts services",
        "tail, 'signalbox logs ID prints its output, and -f goes on with it'",
        "enable, autostart in the workspace file says what starts with the engine",
        "reread, 'the workspace file says which services there are, and signalbox reload puts it in force'",
        "update, 'the workspace file says which services there are, and signalbox reload puts it in force'",
        "is-active, 'signalbox ps ID tells its state, and --json for programs'",
        "delete, 'the workspace file says which services there are, and signalbox reload puts it in force'",
        "jlist, signalbox ps --json lists services for programs",
        "exec, it runs nothing within a service; the shell does",
    })
    void wordOfAnotherTool_leadsToTheCommandOfThisOne(String word, String advice) {
        var result = run(word, "web", "-d");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .isEqualToIgnoringNewLines("signalbox: there is no command " + word + "; " + advice + " [usage]");
        assertThat(result.out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"strat, start", "restrat, restart", "histroy, history", "qeue, queue"})
    void wordThatWasMistyped_isAskedAbout(String word, String meant) {
        assertThat(run(word).err)
                .isEqualToIgnoringNewLines("signalbox: there is no command " + word
                        + ", and no file of that name; did you mean " + meant
                        + "? signalbox help lists the commands [usage]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "xyz"})
    void wordThatMeansNothing_leadsToTheHelp(String word) {
        var result = run(word);

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .isEqualToIgnoringNewLines("signalbox: there is no command " + word
                        + ", and no file of that name; signalbox help lists the commands [usage]");
    }

    @Test
    void help_listsTheCommands_andTellsOfOne() {
        assertThat(run("help").out).startsWith("Usage: signalbox ").contains("  restart ", "  explain ");
        assertThat(run("help", "restart").out).startsWith("Usage: signalbox restart ");
        assertThat(run("help", "restart").code).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            help frob         | There is no command frob; signalbox help lists them.
            help restrat      | There is no command restrat; did you mean restart?
            help -w shop.yaml | Unknown option: '-w'
            help restart web  | Unmatched argument at index 2: 'web'
            """)
    void helpOnWhatIsNoCommand_isRefused_withTheWordThatIsWrong(String call, String told) {
        var result = run(call.split(" ", -1));

        assertThat(result.code).isEqualTo(2);
        assertThat(result.out).isEmpty();
        assertThat(result.err).startsWith(told).contains(" --help tells how it is used.");
    }

    @ParameterizedTest
    @CsvSource({
        "start --wiat web, Unknown option: '--wiat'. Did you mean --wait?",
        "ps --jsno, Unknown option: '--jsno'. Did you mean --json?",
        "token creat me, Unmatched arguments from index 1: 'creat'. Did you mean create?"
    })
    void wrongUsage_isTwoLines_notThePageOfHelp(String call, String told) {
        var result = run(call.split(" ", -1));

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err.lines().toList()).hasSize(2);
        for (var part : told.split("\\. ", -1)) {
            assertThat(result.err).contains(part.replaceAll("\\.$", "").replaceFirst(" from.*", ""));
        }
        assertThat(result.err).contains(" --help tells how it is used.");
    }

    @Test
    void outputOnAFullDisk_isTold_andNoSuccess() throws IOException {
        var err = new StringWriter();
        try (var full = new PrintStream(new FileOutputStream("/dev/full"))) {
            var program = Main.program().setOut(new PrintWriter(full)).setErr(new PrintWriter(err, true));

            assertThat(Mistakes.run(program, "explain")).isEqualTo(1);
        }
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("signalbox: the output could not be written [not_printed]");
    }

    /// Its threads would outlive an error, and the program hang.
    @Test
    void partThatCannotBeLoaded_isTold_andEndsTheProgram() {
        var err = new StringWriter();
        Callable<Integer> lacking = () -> {
            throw new NoClassDefFoundError("Too many open files");
        };
        var program = Mistakes.in(new CommandLine(CommandSpec.wrapWithoutInspection(lacking)))
                .setErr(new PrintWriter(err, true));

        assertThat(Mistakes.run(program)).isEqualTo(1);
        assertThat(err.toString())
                .startsWith(
                        "signalbox: a part of the program cannot be loaded: java.lang.NoClassDefFoundError: Too many");
    }

    @Test
    void codeOfARefusal_isExplained() {
        var known = run("explain", "[gave_up]");

        assertThat(known.code).isZero();
        assertThat(known.out.lines())
                .hasSize(3)
                .first()
                .isEqualTo("gave_up: it failed too often in a short time, so it is not tried again.");
        var unknown = run("explain", "give_up");
        assertThat(unknown.code).isEqualTo(3);
        assertThat(unknown.err)
                .isEqualToIgnoringNewLines("signalbox: there is no code \"give_up\"; did you mean \"gave_up\"?"
                        + " signalbox explain lists them");
        assertThat(run("explain").out).contains("Why a request was refused:", "  queue_full ");
    }
}

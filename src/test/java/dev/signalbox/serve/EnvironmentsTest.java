package dev.signalbox.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the program was called in, a service's command, hook and probe see the same, its variables are those that
/// the program was given, and its log is what it wrote. Each row is an engine of its own, begun by the launcher.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EnvironmentsTest {
    private static final String LATIN = "gr\u00fcn"; // one byte for each letter
    private static final String TMPFS = """
            set -- unshare --mount sh -c '
                exec 9<"$0"
                mount -t tmpfs -o mode=1777,%s none /tmp && mkdir -p "$0" && mount -c --bind /proc/self/fd/9 "$0" || exit 1
                exec 9<&-
                cd "$0"
                %s
                exec "$@"' '%s' "$@"
            """;
    private static final String ODD = """
            set -- env 'a.b=1' 'a-b=2' 'low_er=3' 'BASH_FUNC_x%%=() { echo; }' 'EMPTY=' 'LINES=a
            b' "$(printf '\\374.=\\374')" "$@"
            """;

    private static final String SILENT = "exec >&-";

    /// @param name of the surroundings
    /// @param before what a shell does before it becomes the launcher
    /// @param given the variables beside those that are always there; a byte is one letter
    /// @param more what services have of variables that `before` adds
    /// @param refusal a pattern of the one sentence by which the engine refuses to begin; empty if it begins
    private record Row(
            String name, String before, Map<String, String> given, Map<String, String> more, String refusal) {
        Row(String name, String before) {
            this(name, before, Map.of());
        }

        Row(String name, String before, Map<String, String> given) {
            this(name, before, given, Map.of(), "");
        }

        static Row refused(String name, String before, Map<String, String> given, String refusal) {
            return new Row(name, before, given, Map.of(), refusal);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @TempDir
    private static Path shared;

    private static final Map<String, Future<Played>> ENGINES = new HashMap<>();
    private static final ExecutorService PLAYERS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private static final Map<String, String> ALWAYS = new TreeMap<>();

    private static Stream<Row> rows() {
        var gone = shared.resolve("gone");
        var letters = shared.resolve("Gr\u00f6\u00dfe \u65e5\u672c");
        var user = "set -- setpriv --reuid=%1$s --regid=%1$s --clear-groups \"$@\"".formatted(Played.USER);
        return Stream.of(
                new Row("as it should be", "", Map.of("HOME", "/root", "LANG", "C.UTF-8")),
                new Row("without HOME and LANG", ""),
                new Row("HOME cannot be written to, but the state is elsewhere", "", Map.of("HOME", "/proc/1")),
                Row.refused(
                        "HOME cannot be written to",
                        "unset XDG_STATE_HOME",
                        Map.of("HOME", "/proc/1"),
                        "signalbox: the state of services cannot be kept in /proc/1/.local/state/signalbox: .+"),
                Row.refused(
                        "no HOME, and a user whom no list knows",
                        user + "; unset XDG_STATE_HOME",
                        Map.of(),
                        "signalbox: .*XDG_STATE_HOME.*"),
                new Row("HOME is a relative path", "", Map.of("HOME", "nowhere")),
                new Row("LANG=C", "", Map.of("LANG", "C")),
                new Row("LC_ALL is not installed", "", Map.of("LANG", "", "LC_ALL", "de_XX.UTF-8")),
                new Row("LC_CTYPE=POSIX", "", Map.of("LC_CTYPE", "POSIX", "LANG", "C.UTF-8")),
                new Row("SIGHUP, SIGINT and SIGQUIT are ignored", "trap '' HUP INT QUIT"),
                new Row("SIGPIPE is ignored", "trap '' PIPE"),
                new Row("SIGCHLD is ignored", "trap '' CHLD"),
                new Row("nearly all is ignored", "trap '' HUP INT QUIT PIPE CHLD ALRM USR1 USR2 TSTP TTIN TTOU WINCH"),
                new Row("umask 000", "umask 000"),
                new Row("as from cron, with umask 077", "umask 077; trap '' HUP INT QUIT"),
                new Row("the folder was deleted", "mkdir -p '%1$s'; cd '%1$s'; rmdir '%1$s'".formatted(gone)),
                new Row("the folder cannot be written to", "cd /proc"),
                new Row(
                        "the folder has letters that LANG=C has not",
                        "mkdir -p '%1$s'; cd '%1$s'".formatted(letters),
                        Map.of("LANG", "C")),
                new Row("another user", user, Map.of("HOME", "/nonexistent")),
                Row.refused(
                        "64 files may be open",
                        "ulimit -n 64",
                        Map.of(),
                        "signalbox: may have 64 files open, and needs 128: .+"),
                new Row("128 files may be open", "ulimit -n 128"),
                new Row("files 3 to 9 are open", "exec 3</ 4</ 5</ 6</ 7</dev/zero 8</dev/null 9>/dev/null"),
                new Row("standard input is closed", "exec <&-"),
                new Row("standard output is closed", SILENT),
                new Row("standard error is closed", "exec 2>&-"),
                new Row("all three are closed", SILENT + " <&- 2>&-"),
                new Row("TMPDIR is not there", "", Map.of("TMPDIR", "/nonexistent")),
                new Row("/tmp is noexec", TMPFS.formatted("noexec", "", shared)),
                new Row("/tmp is full", TMPFS.formatted("size=64k", "cat /dev/zero > /tmp/full 2>/dev/null", shared)),
                new Row(
                        "names of variables that no shell can set",
                        ODD,
                        Map.of(),
                        Map.of(
                                "a.b", "1",
                                "a-b", "2",
                                "low_er", "3",
                                "BASH_FUNC_x%%", "() { echo; }",
                                "EMPTY", "",
                                "LINES", "a\nb",
                                "\u00fc.", "\u00fc"),
                        ""),
                new Row("no terminal", "set -- setsid \"$@\""),
                new Row("nohup, in the background of a script", "nohup \"$@\" & wait $!; exit"));
    }

    /// Why a row cannot be played here; empty if it can.
    private static String obstacle(Row row) throws IOException, InterruptedException {
        for (var program : List.of("setpriv", "unshare")) {
            if (row.before().contains(program)) {
                if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                    return program + " takes root";
                }
                var tried = program.equals("unshare") ? "unshare --mount true" : "setpriv --version";
                var code = new ProcessBuilder("/bin/sh", "-c", tried + " >/dev/null 2>&1")
                        .start()
                        .waitFor();
                if (code != 0) {
                    return tried + " ends with " + code;
                }
            }
        }
        return "";
    }

    @BeforeAll
    static void play() throws Exception {
        assumeThat(Path.of("target/classes/module-info.class"))
                .as("the classes of a build")
                .exists();
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        var program = ProgramFolder.make(shared.resolve("program"));
        ALWAYS.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        ALWAYS.put("JAVA_HOME", System.getProperty("java.home"));
        ALWAYS.put("JDK_JAVA_OPTIONS", program.trained());
        for (var row : rows().toList()) {
            if (obstacle(row).isEmpty()) {
                var root = shared.resolve("row" + ENGINES.size());
                ENGINES.put(row.name(), PLAYERS.submit(() -> played(program, root, row)));
            }
        }
    }

    private static Played played(ProgramFolder program, Path root, Row row) throws IOException, InterruptedException {
        var variables = new HashMap<>(ALWAYS);
        variables.put("XDG_STATE_HOME", root.resolve("state").toString());
        variables.putAll(row.given());
        var latin = "LATIN=$(printf 'gr\\374n'); export LATIN\n";
        return Played.of(program, root, latin + row.before(), variables);
    }

    @AfterAll
    static void end() {
        PLAYERS.shutdownNow();
    }

    private static Played engine(Row row) throws Exception {
        var obstacle = obstacle(row);
        assumeThat(obstacle).as("why this cannot be played here").isEmpty();
        return ENGINES.get(row.name()).get();
    }

    static Stream<Row> played() {
        return rows().filter(row -> row.refusal().isEmpty());
    }

    static Stream<Row> refused() {
        return rows().filter(row -> !row.refusal().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("played")
    void whateverTheSurroundings_servicesSeeAndSayTheSame(Row row) throws Exception {
        var played = engine(row);
        var cwd = Played.cwd(played.root());

        var all = new SoftAssertions();
        for (var program : Played.PROGRAMS) {
            all.assertThat(played.seen().get(program))
                    .as("what the %s sees", program)
                    .isEqualTo("""
                    %s
                    0022
                    %s
                    %s
                    SigBlk: 0
                    SigIgn: 0
                    terminal 0
                    open 0
                    open 1
                    open 2
                    """.formatted(
                                    bytes(Played.LETTERS),
                                    bytes(cwd),
                                    bytes(Path.of(cwd).toRealPath().toString())));
            var variables = new TreeMap<>(ALWAYS);
            variables.put("XDG_STATE_HOME", played.root().resolve("state").toString());
            variables.putAll(row.given());
            variables.putAll(row.more());
            variables.putAll(Map.of("LATIN", LATIN, "OWN", LATIN, "PWD", bytes(cwd)));
            all.assertThat(played.variables().get(program))
                    .as("variables of the %s", program)
                    .isEqualTo(variables);
        }
        // Who has closed the output of a command is told by its code that he has lost something.
        all.assertThat(played.log())
                .as("the log")
                .matches(row.before().contains(SILENT) ? "1\n" : """
                0
                ── start #1 by autostart
                ── started pid \\d+
                %1$s
                error %1$s
                """.formatted(Played.LETTERS));
        all.assertThat(played.code()).as("the code of the engine").isZero();
        all.assertThat(played.left())
                .as("the service is there after its engine")
                .isFalse();
        all.assertThat(played.errors()).as("errors").doesNotContain("ERROR", "Exception", "\tat ");
        all.assertAll();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whereNoEngineCanBe_oneSentenceSaysWhy(Row row) throws Exception {
        var played = engine(row);

        assertThat(played.errors().lines().filter(line -> !line.startsWith("NOTE: Picked up")))
                .singleElement()
                .asString()
                .matches(row.refusal());
        assertThat(played.code()).isOne();
        assertThat(played.seen()).isEmpty();
    }

    /// As ISO 8859-1 shows them.
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

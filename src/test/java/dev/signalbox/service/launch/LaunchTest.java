package dev.signalbox.service.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.service.DriverException;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.ProcessSettings;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program of a service is begun with, as it sees it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LaunchTest {
    private static final List<String> PRINT = List.of("/bin/cat", "/proc/self/environ");

    @TempDir
    private Path folder;

    private ServiceDefinition service(Map<String, String> env) {
        return ServiceDefinition.builder("service", new Command.Argv(PRINT), folder)
                .env(env.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, each -> new EnvValue(each.getValue(), false))))
                .build();
    }

    private static Launch launch(ServiceDefinition service, Map<String, String> inherited, List<String> program)
            throws Exception {
        return Launch.of(
                service, inherited, new Launch.Call(List.of(), program, Map.of("MARK", "1"), Map.of("MORE", "2")));
    }

    private static Process begin(Launch launch) throws IOException {
        return launch.feed(launch.prepare(new ProcessBuilder())
                .redirectError(Redirect.INHERIT)
                .start());
    }

    private static Map<String, String> seen(Launch launch) throws Exception {
        var process = begin(launch);
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return new TreeMap<>(Arrays.stream(text.split("\0", -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "it's \"quoted\" \\ $HOME `id` $(id) *",
                "line\nline\r\n\ttab\n",
                "\u0101\u0107\u00e9 \u20ac \ud83d\ude80", // some bytes of these mean something within dash
                "\u001b[31m\u0001\u007f\u0085",
                "'",
                "'; id; '",
                "}",
                "-n"
            })
    void variables_arriveAsTheyAre(String value) throws Exception {
        assertThat(seen(launch(service(Map.of("VALUE", value)), Map.of("INHERITED", value), PRINT)))
                .containsEntry("VALUE", value)
                .containsEntry("INHERITED", value);
    }

    @Test
    void variablesThatAreNoText_arriveByteForByte() throws Exception {
        var inherited = Map.of("LATIN", "gr\udcfcn", "\udcdcbung", "gr\udcfcn");
        var process = begin(launch(service(Map.of()), inherited, PRINT));

        var bytes = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(bytes.split("\0", -1)).contains("LATIN=gr\u00fcn", "\u00dcbung=gr\u00fcn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gr\u00fcn \u65e5\u672c \ud83d\ude80", "it's $(id) `id` \\ \"x\"", "a\nb\r\n", "", "-n", "*", "}"
            })
    void words_arriveAsTheyAre(String word) throws Exception {
        var process = begin(launch(service(Map.of()), Map.of(), List.of("/usr/bin/printf", "%s|", word, "end")));

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word + "|end|");
    }

    @Test
    void wordThatNoProgramCanHave_isRefused() {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> launch(service(Map.of()), Map.of(), List.of("/bin/echo", "a\0b")))
                .withMessage("its command cannot be executed: a word has a character 0");
    }

    @Test
    void wordThatIsTooLong_isToldOfTheProgram() throws Exception {
        var launch = launch(service(Map.of()), Map.of(), List.of("/bin/echo", "x".repeat(200_000)));
        var process = launch.feed(launch.prepare(new ProcessBuilder()).start());

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("signalbox: ")
                .contains("/bin/echo")
                .containsIgnoringCase("argument list too long");
        assertThat(process.waitFor()).isEqualTo(126);
    }

    @Test
    void reasonWhyNothingCanBeBegun_isNotJavasGuess() {
        var failed = new IOException(
                "Cannot run program \"/usr/bin/setsid\" (in directory \"/srv\"): Bad file descriptor,"
                        + " error: 24 (Too many open files) \n Possible reasons:\n   - Spawn helper ran into JDK version mismatch");

        assertThat(Launch.reason(failed))
                .isEqualTo("Cannot run program \"/usr/bin/setsid\" (in directory \"/srv\"): Bad file descriptor,"
                        + " error: 24 (Too many open files)");
    }

    @Test
    void valueThatNoProgramCanHave_isRefused() {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(() -> launch(service(Map.of("VALUE", "a\0b")), Map.of(), PRINT))
                .withMessage("variable VALUE cannot be passed: its value has a character 0");
    }

    @Test
    void manyAndLongVariables_allArrive() throws Exception {
        var env = new TreeMap<String, String>();
        for (var i = 0; i < 500; i++) {
            env.put("V" + i, "x".repeat(1000) + i);
        }
        env.put("LONG", "y".repeat(120_000));

        assertThat(seen(launch(service(env), Map.of(), PRINT))).containsAllEntriesOf(env);
    }

    @Test
    void variablesThatAreAboutTheEngine_areNotHandedOn() throws Exception {
        var inherited = Map.ofEntries(
                Map.entry("NOTIFY_SOCKET", "/run/x"),
                Map.entry("WATCHDOG_USEC", "1"),
                Map.entry("WATCHDOG_PID", "1"),
                Map.entry("LISTEN_FDS", "1"),
                Map.entry("LISTEN_PID", "1"),
                Map.entry("LISTEN_FDNAMES", "x"),
                Map.entry("INVOCATION_ID", "x"),
                Map.entry("JOURNAL_STREAM", "1:2"),
                Map.entry("CREDENTIALS_DIRECTORY", "/x"),
                Map.entry("SYSTEMD_EXEC_PID", "1"),
                Map.entry("SIGNALBOX_TOKEN", "secret"),
                Map.entry("PWD", "/elsewhere"),
                Map.entry("OLDPWD", "/elsewhere"),
                Map.entry("OTHER", "kept"));

        assertThat(seen(launch(service(Map.of("A", "1")), inherited, PRINT)))
                .isEqualTo(Map.of(
                        "A",
                        "1",
                        "MARK",
                        "1",
                        "MORE",
                        "2",
                        "OTHER",
                        "kept",
                        "PWD",
                        folder.toString(),
                        "PATH",
                        "/usr/local/bin:/usr/bin:/bin"));
    }

    @Test
    void variablesThatNoShellCanSet_arriveToo() throws Exception {
        assertThat(seen(launch(service(Map.of("UID", "x", "OPTIND", "y")), Map.of("a.b-c", "d e"), PRINT)))
                .containsEntry("UID", "x")
                .containsEntry("OPTIND", "y")
                .containsEntry("a.b-c", "d e");
    }

    @Test
    void anotherUser_hasButPathLanguageAndTimeZoneOfTheEngine() throws Exception {
        var execution = Execution.of(
                new ProcessSettings("db", null, 0, 0),
                new Account("db", 70, 71, "/var/lib/db", "/bin/sh"),
                new OwnRights(0, 0, 0, -20, Long.MAX_VALUE, Long.MAX_VALUE));
        var inherited = Map.of(
                "PATH",
                "/opt/bin:/bin",
                "LANG",
                "C.UTF-8",
                "LC_TIME",
                "de",
                "TZ",
                "UTC",
                "HOME",
                "/root",
                "SSH_AUTH_SOCK",
                "/x",
                "DB_ROOT_PW",
                "secret");

        assertThat(Variables.of(service(Map.of("A", "1")), execution, inherited))
                .isEqualTo(Map.ofEntries(
                        Map.entry("PATH", "/opt/bin:/bin"),
                        Map.entry("LANG", "C.UTF-8"),
                        Map.entry("LC_TIME", "de"),
                        Map.entry("TZ", "UTC"),
                        Map.entry("HOME", "/var/lib/db"),
                        Map.entry("SHELL", "/bin/sh"),
                        Map.entry("USER", "db"),
                        Map.entry("LOGNAME", "db"),
                        Map.entry("PWD", folder.toString()),
                        Map.entry("A", "1")));
    }

    @Test
    void commandLine_showsNoVariable() throws Exception {
        var launch = launch(service(Map.of("PASSWORD", "s3cr3t")), Map.of("OTHER", "s3cr3t"), PRINT);

        assertThat(launch.words()).noneMatch(word -> word.contains("s3cr3t"));
        assertThat(launch.toString()).doesNotContain("s3cr3t");
        assertThat(launch.marks()).doesNotContainValue("s3cr3t");
    }

    @Test
    void engineThatDiesWhileItTellsTheVariables_beginsNothing() throws Exception {
        var made = folder.resolve("made");
        var launch = launch(service(Map.of("A", "1")), Map.of(), List.of("/usr/bin/touch", made.toString()));
        var script = launch.script();
        for (var length = 0; length < script.length - 3; length++) {
            if (length > 3 && length < script.length - 30) {
                continue;
            }
            var process = launch.prepare(new ProcessBuilder())
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(script, 0, length);
            }

            assertThat(process.waitFor()).as("%d characters", length).isNotZero();
            assertThat(made).doesNotExist();
        }
    }

    @Test
    void standardInput_isEmpty() throws Exception {
        var process = begin(launch(service(Map.of()), Map.of(), List.of("/bin/cat")));

        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void files_areNotInherited() throws Exception {
        var process = begin(launch(service(Map.of()), Map.of(), List.of("/bin/ls", "/proc/self/fd")));

        // The last one is that of the folder itself.
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void helpers_areNotLookedForOnThePath() throws Exception {
        var launch = launch(service(Map.of("PATH", folder.toString())), Map.of("PATH", "."), PRINT);

        assertThat(launch.words().getFirst()).startsWith("/").endsWith("/setsid");
        assertThat(launch.path()).isEqualTo(folder.toString());
        assertThat(seen(launch)).containsEntry("PATH", folder.toString());
    }

    @Test
    void defaultSettings_haveTheUsualUmask() throws Exception {
        assertThat(launch(service(Map.of()), Map.of(), PRINT).umask()).isEqualTo(ProcessSettings.DEFAULT_UMASK);
    }
}

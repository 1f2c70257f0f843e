package dev.signalbox.driver.process;

import static dev.signalbox.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.log.LogLine;
import dev.signalbox.log.LogTail;
import dev.signalbox.operation.OperationContext;
import dev.signalbox.operation.TestWork;
import dev.signalbox.service.DriverException;
import dev.signalbox.service.DriverStatus.Exited;
import dev.signalbox.service.DriverStatus.Running;
import dev.signalbox.service.DriverStatus.Stopped;
import dev.signalbox.service.ExecSizes;
import dev.signalbox.service.ExitStatus;
import dev.signalbox.service.ServiceDefinition;
import dev.signalbox.service.ServiceDefinition.Command;
import dev.signalbox.service.ServiceDefinition.EnvValue;
import dev.signalbox.service.ServiceDefinition.StopSettings;
import dev.signalbox.service.TestDefinitions;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StartTest {
    @TempDir
    private Path folder;

    private static void assertFails(Bench bench, String message) {
        assertThatExceptionOfType(DriverException.class)
                .isThrownBy(bench::start)
                .withMessage(message);
        assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
        assertThat(bench.census().members()).isEmpty();
        assertThat(bench.files().record()).doesNotExist();
    }

    private ServiceDefinition argv(Path cwd, Map<String, EnvValue> env, String... words) {
        return TestDefinitions.of(
                "service", new Command.Argv(List.of(words)), cwd, List.of(), env, StopSettings.DEFAULT);
    }

    @Test
    void start_exitsAtOnce_saysItsLastError() throws Exception {
        var line = "echo out; printf '\\033[31mno \\033[1mluck\\033[0m\\n\\n' >&2; sleep 100 & exit 127";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            assertFails(bench, "exited at once with exit code 127: no luck");
        }
    }

    @Test
    void start_ofAProgramThatWritesAtOnce_standsBeforeItsFirstLine() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.shell("service", "echo first; exec sleep 100"))) {
            bench.start();

            assertThat(written(bench)).endsWith("started pid " + bench.pid(), "first");
        }
    }

    @Test
    void start_thatDiesInTheMiddleOfALine_isInTheLogFromItsBeginToItsEnd() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.shell("service", "printf 'fatal: port' >&2; exit 7"))) {
            assertFails(bench, "exited at once with exit code 7: fatal: port");
            assertFails(bench, "exited at once with exit code 7: fatal: port");

            assertThat(written(bench).stream().map(line -> line.replaceAll("pid \\d+", "pid N")))
                    .filteredOn(line -> !line.startsWith("start #"))
                    .containsExactly(
                            "started pid N",
                            "fatal: port",
                            "pid N ended, exit code 7",
                            "started pid N",
                            "fatal: port",
                            "pid N ended, exit code 7");
        }
    }

    private static List<String> written(Bench bench) throws Exception {
        return LogTail.open(bench.log(), 100).pollWhole().stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void start_withMoreThanASystemPasses_namesTheServicesProgram_andWhatIsTooLong() throws Exception {
        var most = (int) ExecSizes.here().each();
        var env = Map.of("BIG", new EnvValue("v".repeat(most), true));
        try (var bench = new Bench(folder, argv(folder, env, "/bin/sleep", "100"))) {
            assertFails(
                    bench,
                    String.format(
                            "cannot start /bin/sleep: variable BIG has %,d bytes, and no program can be given more than"
                                    + " %,d in one",
                            most + 4, most));
        }
    }

    @Test
    void start_mustSurviveItsSettleTime() throws Exception {
        var definition = TestDefinitions.shell("service", "sleep 0.5; exit 3")
                .but()
                .settle(Duration.ofMinutes(1))
                .build();
        try (var bench = new Bench(folder, definition)) {
            assertFails(bench, "exited within 1 m with exit code 3");
        }
    }

    @Test
    void start_withoutSettleTime_hasStartedAsSoonAsItRuns() throws Exception {
        var line = "while ! test -e '" + folder + "/end'; do sleep 0.01; done; exit 3";
        var definition = TestDefinitions.shell("service", line)
                .but()
                .settle(Duration.ZERO)
                .build();
        try (var bench = new Bench(folder, definition)) {
            bench.start();
            Files.createFile(folder.resolve("end"));
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Exited.class, end -> assertThat(end.exit()).isEqualTo(new ExitStatus(3)));
        }
    }

    /// It may be given up while it waits for its process to begin.
    @Test
    void start_abandonedAsItsProcessBegins_leavesItsSuccessorsRecord() throws Exception {
        var work = TestWork.start();
        var files = RunFiles.in(folder.resolve("run").toAbsolutePath(), "service");
        var table = new LinuxProcessTable(text -> text);
        var successor =
                new RunRecord(Bench.KEY + ":service:0", table.bootId(), Instant.EPOCH, 0, 0, null, false, Map.of());
        var looks = new AtomicInteger();
        var watched = (ProcessTable) Proxy.newProxyInstance(
                ProcessTable.class.getClassLoader(), new Class<?>[] {ProcessTable.class}, (_, method, arguments) -> {
                    var found = method.invoke(table, arguments);
                    if (method.getName().equals("find") && found != null && looks.incrementAndGet() == 2) {
                        work.abandon();
                        files.write(successor);
                    }
                    return found;
                });
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"), watched)) {
            assertThatExceptionOfType(OperationContext.AbandonedException.class)
                    .isThrownBy(() -> bench.driver.start(work));
            assertThat(files.read()).contains(successor);
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void start_ofAProgramThatReadsItsInput_saysThatThereIsNone() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "cat"))) {
            assertFails(
                    bench, "exited at once with exit code 0, having written nothing; its standard input is /dev/null");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo the end | exited at once with exit code 0: the end
            read line    | exited at once with exit code 1
            """)
    void start_ofAProgramThatTellsWhyItEnds_saysNoMore(String line, String expected) throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            assertFails(bench, expected);
        }
    }

    @Test
    void start_exitsAtOnce_earlierOutputIsNoReason() throws Exception {
        var line = "if [ -e '" + folder + "/second' ]; then exit 4; fi; echo old >&2; sleep 100";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();
            bench.stop();
            Files.createFile(folder.resolve("second"));
            assertFails(bench, "exited at once with exit code 4");
        }
    }

    @Test
    void start_noSuchCommand_saysWhereItLooked() throws Exception {
        var env = Map.of("PATH", new EnvValue("/nowhere:/usr/bin", false));
        try (var bench = new Bench(folder, argv(folder, env, "uvicorn-3", "--port", "1"))) {
            assertFails(bench, "command not found: uvicorn-3 (looked in /nowhere:/usr/bin)");
        }
    }

    @Test
    void start_noSuchFile_namesIt() throws Exception {
        try (var bench = new Bench(folder, argv(folder, Map.of(), "./run.sh"))) {
            assertFails(bench, "command not found: " + folder.resolve("./run.sh"));
        }
    }

    @Test
    void start_ofAFolder_saysThatItIsOne() throws Exception {
        Files.createDirectory(folder.resolve("run"));
        try (var bench = new Bench(folder, argv(folder, Map.of(), "./run"))) {
            assertFails(bench, "command is a folder: " + folder.resolve("./run"));
        }
    }

    @Test
    void start_fileIsNoProgram_namesIt() throws Exception {
        Files.createFile(folder.resolve("run.sh"));
        try (var bench = new Bench(folder, argv(folder, Map.of(), "./run.sh"))) {
            assertFails(bench, "command is not executable: " + folder.resolve("./run.sh"));
        }
    }

    @Test
    void start_noWorkingDirectory_namesIt() throws Exception {
        try (var bench = new Bench(folder, argv(folder.resolve("gone"), Map.of(), "sleep", "100"))) {
            assertFails(bench, "no such working directory: " + folder.resolve("gone"));
        }
    }

    @Test
    void start_whatIsMissingInASecretFolder_isNamedWithoutTheSecret() throws Exception {
        var hidden = Map.of("${APP}", "hunter2");
        var gone = argv(folder.resolve("hunter2"), Map.of(), "./run.sh")
                .but()
                .hidden(hidden)
                .build();
        try (var bench = new Bench(folder, gone)) {
            assertFails(bench, "no such working directory: " + folder.resolve("${APP}"));
            Files.createDirectory(folder.resolve("hunter2"));
            assertFails(bench, "command not found: " + folder.resolve("${APP}/./run.sh"));
        }
    }

    @Test
    void start_variableThatNoProgramCanHave_namesIt() throws Exception {
        try (var bench = new Bench(folder, argv(folder, Map.of("a b", new EnvValue("1", false)), "sleep", "100"))) {
            assertFails(
                    bench,
                    "variable a b cannot be passed: a name has letters, digits, _ . and - only, and begins with a"
                            + " letter or _");
        }
    }

    @Test
    void start_variablesThatNoShellCanSet_arrive() throws Exception {
        var env =
                Map.of("spring.profiles.active", new EnvValue("it's $prod", false), "my-key", new EnvValue("1", false));
        try (var bench = new Bench(folder, argv(folder, env, "sh", "-c", "cat /proc/$$/environ; exec sleep 100"))) {
            bench.start();

            await().untilAsserted(() -> assertThat(Files.readString(bench.log().out()))
                    .contains("spring.profiles.active=it's $prod\0", "my-key=1\0"));
        }
    }

    @Test
    void start_words_arriveAsTheyAre() throws Exception {
        var words = List.of("$HOME", "a b", "'\"", "*", "", "-n", "; exit 3", "ä\nö");
        Files.writeString(folder.resolve("show"), "#!/bin/sh\nprintf '[%s]' \"$@\"\nexec sleep 100\n");
        Files.setPosixFilePermissions(folder.resolve("show"), PosixFilePermissions.fromString("rwx------"));
        var command = new ArrayList<>(List.of("./show"));
        command.addAll(words);
        try (var bench = new Bench(folder, argv(folder, Map.of(), command.toArray(String[]::new)))) {
            bench.start();

            var expected = "[" + String.join("][", words) + "]";
            await().untilAsserted(() ->
                    assertThat(Files.readString(bench.log().out())).isEqualTo(expected));
        }
    }

    @Test
    void start_environment_isInheritedAndExtended() throws Exception {
        var env = Map.of("pid", new EnvValue("a b", false), "SIGNALBOX_X", new EnvValue("y", false));
        try (var bench = new Bench(folder, argv(folder, env, "sh", "-c", "env; exec sleep 100"))) {
            bench.start();

            var cookie = bench.files().read().orElseThrow().cookie();
            assertThat(cookie).startsWith(Bench.KEY + ":service:");
            await().untilAsserted(() -> assertThat(Files.readString(bench.log().out()))
                    .contains("pid=a b\n", "SIGNALBOX_X=y\n", "SIGNALBOX_RUN=" + cookie + "\n"));
        }
    }

    @Test
    void start_process_leadsNothingOfTheConsoles() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"))) {
            var work = bench.start();

            var pid = bench.pid();
            assertThat(work.steps()).containsExactly("started pid " + pid);
            assertThat(bench.table.commandLine(pid)).isEqualTo("sleep 100");
            var info = bench.process(pid);
            assertThat(info.session()).isEqualTo(info.group()).isNotEqualTo(pid);
            assertThat(bench.process(info.session()).session()).isEqualTo(info.session());
            assertThat(Path.of("/proc/" + pid + "/fd/0").toRealPath()).isEqualTo(Path.of("/dev/null"));
            assertThat(Path.of("/proc/" + pid + "/fd/1").toRealPath())
                    .isEqualTo(bench.log().out().toRealPath());
            assertThat(Path.of("/proc/" + pid + "/fd/2").toRealPath())
                    .isEqualTo(bench.log().err().toRealPath());
            assertThat(folder.resolve("run")).satisfies(run -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
                        .isEqualTo("rwx------");
                try (var files = Files.list(run)) {
                    assertThat(files)
                            .isNotEmpty()
                            .allSatisfy(file -> assertThat(
                                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
                }
            });
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(bench.log().out())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void start_leftoversOfACrash_areStoppedFirst() throws Exception {
        var line = "setsid sleep 100 & sleep 0.4; exit 1";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();
            await().until(() -> !bench.news.isEmpty());
            assertThat(bench.news)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Exited.class,
                            exited -> assertThat(exited.leftovers()).isOne());
            var left = bench.census().members().getFirst();
            var work = bench.start();

            assertThat(work.steps().getFirst()).startsWith("found 1 process of an earlier run: pid " + left.pid());
            assertThat(bench.isAlive(left.pid())).isFalse();
        }
    }

    @Test
    void exit_unasked_tellsLastLines() throws Exception {
        var line = "echo one; echo two; printf '\\033[1mthree\\033[0m\\r\\n'; echo; sleep 0.4;"
                + " echo four >&2; echo five >&2; printf six >&2; exit 9";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();
            await().until(() -> !bench.news.isEmpty());

            assertThat(bench.news).singleElement().isInstanceOfSatisfying(Exited.class, exited -> {
                assertThat(exited.exit()).isEqualTo(new ExitStatus(9));
                assertThat(exited.lastLines()).containsExactly("two", "three", "four", "five", "six");
                assertThat(exited.leftovers()).isZero();
            });
        }
    }

    /// As on a disk that is gone.
    @Test
    void exit_whoseLogHangs_isToldWithoutLastLines() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"))) {
            bench.start();
            try (var hung = HungFile.instead(bench.log().err())) {
                bench.table.signal(bench.pid(), 9);
                await().until(() -> !bench.news.isEmpty());

                assertThat(bench.news)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Exited.class,
                                exited -> assertThat(exited.lastLines())
                                        .containsExactly("(the log could not be read within 2 s)"));
                assertThat(bench.driver.status()).isEqualTo(bench.news.getFirst());
                assertThat(hung.isWaitedFor()).isTrue();
            }
        }
    }

    @Test
    void exit_bySignal_isTold() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"))) {
            bench.start();
            bench.table.signal(bench.pid(), 9);
            await().until(() -> !bench.news.isEmpty());

            assertThat(bench.news)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Exited.class,
                            exited -> assertThat(exited.exit().describe()).isEqualTo("exit code 137 (or SIGKILL)"));
            assertThat(bench.log().err()).isEmptyFile();
        }
    }

    @Test
    void exit_wholeGroupKilled_isTold() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"))) {
            bench.start();
            bench.table.signal(-bench.process(bench.pid()).group(), 9);
            await().until(() -> !bench.news.isEmpty());

            assertThat(bench.news)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Exited.class, exited -> assertThat(exited.exit()).isEqualTo(new ExitStatus(137)));
        }
    }

    @Test
    void output_flood_isComplete() throws Exception {
        var bytes = 100 * 1024 * 1024;
        var line = "head -c " + bytes + " /dev/zero | tr '\\0' x; echo done >&2; exec sleep 100";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            bench.start();
            await().until(() -> Files.size(bench.log().err()) > 0);

            assertThat(bench.log().out()).hasSize(bytes);
            bench.stop();
        }
    }

    @Test
    void start_askedToStopWhileItSettles_leavesNothing() throws Exception {
        var line = "setsid sleep 100 & trap '' TERM; exec sleep 100";
        try (var bench = new Bench(folder, TestDefinitions.shell("service", line))) {
            var work = TestWork.start();
            var body = Thread.currentThread();
            var asker = Thread.ofVirtual().start(() -> {
                await().until(() -> !work.steps().isEmpty());
                work.askToStop(body);
            });
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> bench.driver.start(work));
            asker.join();

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void start_twice_makesOneProcess() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.argv("service", "sleep", "100"))) {
            bench.start();
            bench.start();

            assertThat(bench.driver.status()).isInstanceOf(Running.class);
            // The wrapper and the service.
            assertThat(bench.census().size()).isEqualTo(2);
        }
    }

    @Test
    void start_thatIsCleanedUpWhileTheDiskIsFull_leavesNothing() throws Exception {
        try (var bench = new Bench(folder, TestDefinitions.shell("service", "exec sleep 100"))) {
            var work = bench.start();
            Files.createDirectories(folder.resolve("run/service.json.tmp/in-the-way"));

            bench.driver.stop(work);

            assertThat(bench.driver.status()).isEqualTo(new Stopped(true));
            assertThat(bench.census().members()).isEmpty();
        }
    }

    @Test
    void start_exitsAtOnce_showsNoSecretOfItsLastWords() throws Exception {
        var definition = TestDefinitions.of(
                "service",
                new Command.Shell("echo \"no user $PASSWORD\" >&2; exit 1"),
                folder,
                List.of(),
                Map.of("PASSWORD", new EnvValue("hunter2", true)),
                StopSettings.DEFAULT);
        try (var bench = new Bench(folder, definition)) {
            assertFails(bench, "exited at once with exit code 1: no user ••••••");
        }
    }
}
